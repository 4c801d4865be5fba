"""The first network: its sigmoid, its gradients, and many networks at once."""

import re
import warnings

import numpy as np
import pytest

from rmsprop_lib.networks import SigmoidNetwork, check_gradients
from rmsprop_lib.networks.sigmoid import sigmoid
from rmsprop_lib.optimizers import RMSprop

X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
y = np.array([[0], [1], [1], [0]])


def ask(X, y, **params):
    """Ask a network, some of whose parameters are others, for its loss."""
    network = SigmoidNetwork(3, 4)
    network.params.update(params)
    return network.loss_and_grads(X, y)


def endless():
    network = SigmoidNetwork(3, 4)
    network.params["w2"][...] = np.inf
    return network


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_sigmoid_never_overflows(dtype):
    z = np.array([-1e30, -1000, -89, 0, 89, 1000, 1e30], dtype=dtype)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        a = sigmoid(z)
    assert a.dtype == dtype
    np.testing.assert_array_equal(a[[0, 1, 3, 5, 6]], [0, 0, 0.5, 1, 1])
    assert 0 < a[2] < 1e-38  # 1 / (1 + exp(89)) would be 0 in float32


def test_the_sigmoid_is_the_textbooks():
    z = np.linspace(-20, 20, 401)
    np.testing.assert_allclose(sigmoid(z), 1 / (1 + np.exp(-z)), rtol=1e-14)


@pytest.mark.parametrize("rows, inputs, hidden", [(7, 5, 3), (1, 1, 1), (4, 3, 4)])
def test_gradients_agree_with_finite_differences(rows, inputs, hidden):
    rng = np.random.default_rng(1)
    network = SigmoidNetwork(inputs, hidden, seed=2)
    network.params["b1"] += rng.normal(size=(1, hidden))
    network.params["b2"] += 0.5
    answers = rng.integers(0, 2, (rows, 1))
    assert check_gradients(network, rng.normal(size=(rows, inputs)), answers) < 1e-7


def test_the_loss_is_the_mean_cross_entropy():
    network = SigmoidNetwork(3, 4, seed=3)
    p = network.predict_proba(X)
    expected = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    assert network.loss_and_grads(X, y)[0] == pytest.approx(expected, rel=1e-12)


def test_the_loss_is_finite_where_a_probability_rounds_to_0_or_1():
    network = SigmoidNetwork(3, 4)
    network.params["b2"] += 5000.0
    loss, _ = network.loss_and_grads(X, y)
    assert 2000 < loss < 3000  # two of the four answers are sure and wrong


def test_many_networks_train_as_each_does_alone():
    seeds = [0, 5, 6]
    alone = [SigmoidNetwork(3, 4, seed) for seed in seeds]
    many = SigmoidNetwork(3, 4)
    many.params = {
        name: np.stack([network.params[name] for network in alone])
        for name in many.params
    }
    for network in [many, *alone]:
        optimizer = RMSprop(0.1)
        for _ in range(20):
            optimizer.update(network.params, network.loss_and_grads(X, y)[1])
    losses = many.loss_and_grads(X, y)[0]
    assert losses.shape == (3,)
    for i, network in enumerate(alone):
        assert losses[i] == pytest.approx(network.loss_and_grads(X, y)[0], rel=1e-9)
        np.testing.assert_allclose(
            many.params["b1"][i], network.params["b1"], rtol=1e-9
        )


@pytest.mark.parametrize(
    "make, message",
    [
        (lambda: SigmoidNetwork(3, 0), "hidden: 0 was given"),
        (lambda: SigmoidNetwork(3.0, 4), "inputs: 3.0 was given"),
        (lambda: SigmoidNetwork(0, 4), "inputs: 0 was given"),
        (lambda: SigmoidNetwork(3, 4, seed=-1), "seed: -1 was given"),
        (lambda: ask(X, y[:, 0]), "y: shape (4,) was given; expected (4, 1)"),
        (lambda: ask(X, y[:2]), "y: shape (2, 1) was given; expected (4, 1)"),
        (lambda: ask(X, y * 2), "y: 2 in row 1 was given; expected 0 or 1"),
        (lambda: ask(X, np.ma.array(y)), "y: MaskedArray was given"),
        (lambda: ask(X[:, :2], y), "X: shape (4, 2) was given; expected (n, 3)"),
        (lambda: ask(X[0], y), "X: shape (3,) was given; expected (n, 3)"),
        (lambda: ask(X[:0], y[:0]), "X: shape (0, 3) was given"),
        (lambda: ask(X.tolist(), y), "X: list was given; expected an array of num"),
        (lambda: ask(X > 0, y), "X: an array of bool was given"),
        (lambda: ask(X / [[1], [1], [0.5], [0]], y), "X: NaN or infinity in row 3"),
        (lambda: SigmoidNetwork(2, 4).predict_proba(X), "X: shape (4, 3) was given"),
        (lambda: ask(X, y, b2=None), "params['b2']: NoneType was given"),
        (lambda: ask(X, y, b1=np.zeros(4)), "params['b1']: float64 (4,) was given"),
        (lambda: ask(X, y, w1=np.ones((2, 3, 4))), "params['b1']: float64 (1, 4)"),
        (lambda: ask(X, y, b3=np.zeros(4)), "unexpected: ['b3']"),
        (lambda: endless().predict_proba(X), "the scores of X are not finite"),
    ],
)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_what_cannot_be_is_named(make, message):
    with pytest.raises((TypeError, ValueError), match=re.escape(message)):
        make()


def test_numpys_whole_numbers_are_as_good():
    network = SigmoidNetwork(np.int64(3), np.int32(1), seed=np.int64(2))
    assert np.isfinite(network.loss_and_grads(X, y > 0)[0])


def test_first_weights_are_standard_normal():
    network = SigmoidNetwork(300, 40)
    assert network.params["w1"].std() == pytest.approx(1, rel=0.02)
    assert network.params["w2"].std() == pytest.approx(1, rel=0.3)
    assert not network.params["b1"].any() and not network.params["b2"].any()
    again, other = SigmoidNetwork(300, 40), SigmoidNetwork(300, 40, seed=1)
    np.testing.assert_array_equal(network.params["w1"], again.params["w1"])
    assert (network.params["w1"] != other.params["w1"]).all()
