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


@pytest.mark.parametrize("rows, inputs, hidden", [(7, 5, 3), (1, 2, 1), (4, 3, 4)])
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
        (
            lambda: SigmoidNetwork(3, 4).loss_and_grads(X, y[:, 0]),
            "y: shape (4,) was given; expected (4, 1)",
        ),
        (
            lambda: SigmoidNetwork(2, 4).predict_proba(X),
            "X: shape (4, 3) was given; expected (n, 2)",
        ),
    ],
)
def test_what_cannot_be_is_named(make, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        make()
