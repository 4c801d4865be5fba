"""The network: its gradients by finite differences, its inputs, its arithmetic."""

import pickle

import numpy as np
import pytest

from rmsprop_lib.datasets import load_digits8
from rmsprop_lib.networks import MLP, check_gradients
from rmsprop_lib.optimizers import RMSprop, linear_decay
from rmsprop_lib.training import train

RNG = np.random.default_rng(3)
X = RNG.normal(size=(12, 5))
y = RNG.integers(0, 3, size=12)


@pytest.mark.parametrize(
    "settings",
    [
        {"sizes": (5, 3)},
        {"sizes": (5, 8, 3)},
        {"sizes": (5, 8, 8, 8, 3)},  # layers of one size must not share a buffer
        {"sizes": (5, 8, 3), "dropout": 0.4},
        {"sizes": (5, 8, 8, 3), "dropout": 0.3, "input_dropout": 0.2},
    ],
    ids=str,
)
def test_gradients_agree_with_finite_differences(settings):
    model = MLP(**settings, seed=1, dtype=np.float64)
    # Biases away from 0: at 0 a unit whose inputs are all left out sits on ReLU's kink.
    for name, theta in model.params.items():
        if name.startswith("b"):
            theta += RNG.uniform(0.05, 0.1, size=theta.shape)
    assert check_gradients(model, X, y) < 1e-6


def test_check_gradients_finds_the_derivative_taken_as_one():
    """A published tutorial multiplies by `a >= 0` after the ReLU: always 1."""

    class Wrong(MLP):
        def loss_and_grads(self, X, y):
            loss, grads = super().loss_and_grads(X, y)
            hidden = np.maximum(0, X @ self.params["w1"] + self.params["b1"])
            delta = self.predict_proba(X)
            delta[np.arange(len(X)), y] -= 1
            delta = (delta / len(X)) @ self.params["w2"].T * (hidden >= 0)
            return loss, {**grads, "w1": X.T @ delta, "b1": delta.sum(axis=0)}

    assert check_gradients(Wrong((5, 8, 3), dtype=np.float64), X, y) > 0.1


def test_check_gradients_finds_one_wrong_entry_and_leaves_the_model_alone():
    class Wrong(MLP):
        def loss_and_grads(self, X, y):
            loss, grads = super().loss_and_grads(X, y)
            grads["b2"][1] *= 1.001
            return loss, grads

    model = Wrong((5, 8, 3), dtype=np.float64)
    before = {name: theta.copy() for name, theta in model.params.items()}
    assert 1e-4 < check_gradients(model, X, y) < 1e-2
    for name, theta in model.params.items():
        np.testing.assert_array_equal(theta, before[name])


def test_the_loss_is_the_mean_cross_entropy():
    model = MLP((5, 3), dtype=np.float64)
    z = X @ model.params["w1"] + model.params["b1"]
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    expected = -np.log(p[np.arange(12), y]).mean()
    np.testing.assert_allclose(model.predict_proba(X), p)
    assert model.loss(X, y) == pytest.approx(expected)
    assert model.loss_and_grads(X, y)[0] == pytest.approx(expected)


def test_large_scores_do_not_overflow():
    model = MLP((5, 3))
    model.params["w1"] *= 1e4
    big = X.astype(np.float32)
    assert np.isfinite(model.predict_proba(big)).all()
    loss, grads = model.loss_and_grads(big, y)
    assert np.isfinite(loss) and all(np.isfinite(g).all() for g in grads.values())


def test_float32_throughout():
    model = MLP((5, 8, 3), dropout=0.2)
    _, grads = model.loss_and_grads(X, y)  # X is float64
    arrays = [*model.params.values(), *grads.values(), model.predict_proba(X)]
    assert {a.dtype for a in arrays} == {np.dtype(np.float32)}


def test_first_weights_have_the_variance_of_he():
    model = MLP((400, 300, 10))
    assert model.params["w1"].std() == pytest.approx(np.sqrt(2 / 400), rel=0.02)
    assert abs(model.params["w1"].mean()) < 0.01 * model.params["w1"].std()
    assert not model.params["b1"].any()
    np.testing.assert_array_equal(model.params["w1"], MLP((400, 300, 10)).params["w1"])
    assert (model.params["w1"] != MLP((400, 300, 10), seed=1).params["w1"]).any()


def test_many_rows_are_predicted_as_one_by_one():
    model = MLP((5, 8, 3), dtype=np.float64)
    many = RNG.normal(size=(9000, 5))
    together = model.predict_proba(many)
    assert together.shape == (9000, 3)
    for i in (0, 4095, 4096, 8191, 8192, 8999):
        np.testing.assert_allclose(together[i], model.predict_proba(many[[i]])[0])
    np.testing.assert_array_equal(model.predict(many), together.argmax(axis=1))


@pytest.mark.parametrize(
    "settings, shares",
    [
        ({"dropout": 0.25}, {2: 0.25, 3: 0.25}),
        ({"input_dropout": 0.4}, {1: 0.4}),
        ({"dropout": 0.5, "input_dropout": 0.1}, {1: 0.1, 2: 0.5, 3: 0.5}),
        ({}, {}),
    ],
)
def test_dropout_leaves_out_a_share_of_its_layers(settings, shares):
    model = MLP((30, 20, 40, 3), **settings)
    masks = model.masks(4000)
    assert {n: mask.shape[1] for n, mask in masks.items()} == {
        n: model.sizes[n - 1] for n in shares
    }
    for layer, share in shares.items():
        assert (masks[layer] == 0).mean() == pytest.approx(share, abs=0.01)
        assert masks[layer].mean() == pytest.approx(1, abs=0.01)
    X = RNG.normal(size=(50, 30))
    y = RNG.integers(0, 3, size=50)
    losses = {model.loss_and_grads(X, y)[0] for _ in range(3)}
    assert len(losses) == (3 if shares else 1)
    np.testing.assert_array_equal(model.predict_proba(X), model.predict_proba(X))


def test_every_batch_size_leaves_nothing_behind():
    model = MLP((5, 8, 3))
    before = len(pickle.dumps(model))
    for n in range(1, 13):
        model.loss_and_grads(X[:n], y[:n])
    assert len(pickle.dumps(model)) == before


def test_gradients_belong_to_who_asked_for_them():
    model = MLP((5, 8, 3))
    _, first = model.loss_and_grads(X, y)
    kept = {name: g.copy() for name, g in first.items()}
    model.loss_and_grads(-X, y)
    for name, g in first.items():
        np.testing.assert_array_equal(g, kept[name])


def spoilt(row, column, value, X=X):
    X = X.copy()
    X[row, column] = value
    return X


class Frame:  # as far as a network can see, a DataFrame: it has a shape and rows
    shape = X.shape
    __array__ = X.__array__


BAD = [
    (X.astype(int), y, TypeError, "X: an array of int64 was given; expected an array"),
    (np.ma.masked_array(X, X > 1), y, TypeError, "X: MaskedArray was given"),
    (X.view(np.matrix), y, TypeError, "X: matrix was given"),
    (Frame(), y, TypeError, "X: Frame was given"),
    (X, np.ma.masked_array(y), TypeError, "y: MaskedArray was given"),
    (X[:, :, None], y, ValueError, r"X: shape \(12, 5, 1\)"),
    (X.tolist(), y, TypeError, "X: list"),
    (X[:, :4], y, ValueError, r"X: shape \(12, 4\) was given; expected \(n, 5\)"),
    (X[0], y, ValueError, r"X: shape \(5,\)"),
    (X[:0], y[:0], ValueError, r"X: shape \(0, 5\)"),
    (spoilt(7, 0, np.nan), y, ValueError, "X: NaN or infinity in row 7 was given"),
    (spoilt(9, 4, -np.inf), y, ValueError, "X: NaN or infinity in row 9 was given"),
    (spoilt(3, 2, 1e300), y, ValueError, "in row 3 .* numbers that float32 can hold"),
    (X, None, TypeError, "y: NoneType"),
    (X, y.astype(float), TypeError, "y: an array of float64"),
    (X, y.tolist(), TypeError, "y: list"),
    (X, y[:5], ValueError, r"y: shape \(5,\) was given; expected \(12,\)"),
    (X, np.where(np.arange(12) > 8, 3, y), ValueError, "class 3 in row 9 .* 0 to 2"),
    (X, np.where(np.arange(12) == 4, -1, y), ValueError, "y: class -1 in row 4"),
]


@pytest.mark.filterwarnings("error")  # and nothing else is said
@pytest.mark.parametrize("X, y, error, message", BAD, ids=[row[3] for row in BAD])
def test_bad_input_is_named_and_changes_nothing(X, y, error, message):
    model = MLP((5, 8, 3), dropout=0.3)
    before = {name: theta.copy() for name, theta in model.params.items()}
    state = model.rng.bit_generator.state
    for ask in (model.loss_and_grads, model.check, model.loss):
        with pytest.raises(error, match=message):
            ask(X, y)
    for name, theta in model.params.items():
        np.testing.assert_array_equal(theta, before[name])
    assert model.rng.bit_generator.state == state


@pytest.mark.parametrize(
    "settings, message",
    [
        ({"sizes": (5,)}, r"sizes: \(5,\) was given; expected at least 2 whole"),
        ({"sizes": (5, 0, 3)}, r"sizes\[1\]: 0 was given; expected a whole .* 1 or"),
        ({"sizes": (5, 3), "dropout": 1.0}, "dropout: 1.0"),
        ({"sizes": (5, 3), "input_dropout": -0.1}, "input_dropout: -0.1"),
        ({"sizes": (5, True)}, r"sizes\[1\]: True"),
        ({"sizes": None}, "sizes: None"),
        ({"sizes": (5, 3), "dropout": "a"}, "dropout: str"),
        ({"sizes": (5, 3), "input_dropout": "a"}, "input_dropout: str"),
        ({"sizes": (5, 3), "dropout": np.nan}, "dropout: nan"),
        ({"sizes": (5, 3), "seed": -1}, "seed: -1"),
        ({"sizes": (5, 3), "seed": 0.5}, "seed: 0.5"),
        ({"sizes": (5, 3), "dtype": np.float16}, "dtype: "),
        ({"sizes": (5, 3), "dtype": "banana"}, "dtype: 'banana'"),
        ({"sizes": (5, 3), "dtype": None}, "dtype: None was given"),  # NumPy's float64
    ],
)
def test_bad_settings_are_named(settings, message):
    with pytest.raises((TypeError, ValueError), match=message):
        MLP(**settings)


def test_whole_numbers_may_be_numpys_and_one_unit_is_enough():
    model = MLP([np.int64(5), 1, np.int32(3)], seed=np.int64(1), dtype="float64")
    assert model.sizes == (5, 1, 3) and model.params["w2"].shape == (1, 3)
    assert check_gradients(model, X, y, most=np.int64(60)) < 1e-6


@pytest.mark.parametrize(
    "name, array, message",
    [
        ("w1", None, r"params\['w1'\]: NoneType was given; expected float32 \(5, 8\)"),
        ("w1", np.zeros((5, 9), np.float32), r"float32 \(5, 9\) was given"),
        ("b2", np.zeros(3), r"params\['b2'\]: float64 \(3,\) was given"),
        ("w2", np.zeros((8, 3), int), r"params\['w2'\]: int64"),
        ("w2", np.ma.zeros((8, 3), np.float32), r"params\['w2'\]: MaskedArray"),
        (
            "w3",
            np.zeros(3),
            r"params: names .* \(missing: \[\], unexpected: \['w3'\]\)",
        ),
    ],
)
def test_parameters_that_do_not_belong_to_it_are_named(name, array, message):
    model = MLP((5, 8, 3), dropout=0.3)
    model.params[name] = array
    state = model.rng.bit_generator.state
    for ask in (lambda: model.loss_and_grads(X, y), lambda: model.predict(X)):
        with pytest.raises(ValueError, match=message):
            ask()
    assert model.rng.bit_generator.state == state


def test_a_parameter_that_is_missing_is_named():
    model = MLP((5, 8, 3))
    del model.params["b2"]
    with pytest.raises(ValueError, match=r"params: .* \(missing: \['b2'\]"):
        model.predict(X)


def test_a_hopeless_answer_costs_what_it_costs():
    model = MLP((1, 2))
    model.params["w1"][...] = [0, 1000]
    one, sure = np.ones((1, 1)), np.array([0])
    assert model.loss(one, sure) == model.loss_and_grads(one, sure)[0] == 1000


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_scores_that_overflow_are_not_passed_on_as_probabilities():
    model = MLP((5, 3))
    model.params["w1"][...] = 3e38
    for ask in (
        lambda: model.predict_proba(X),
        lambda: model.predict(X),
        lambda: model.loss(X, y),
    ):
        with pytest.raises(ValueError, match="the scores of X are not finite"):
            ask()
    assert np.isnan(model.loss_and_grads(X, y)[0])


def test_the_digits_are_learnt_to_96_and_a_half_percent():
    data = load_digits8(verbose=False)
    train_X, test_X = (
        (part / np.float32(data.max_value)).astype(np.float32)
        for part in (data.X_train, data.X_test)
    )
    accuracies = []
    for seed in range(5):
        model = MLP((64, 128, 10), seed=seed)
        optimizer = RMSprop(linear_decay(3e-3, steps=30 * 45), decay_rate=0.99)
        train(model, optimizer, train_X, data.y_train, epochs=30, batch_size=32,
              seed=seed, progress=False)  # fmt: skip
        accuracies.append((model.predict(test_X) == data.y_test).mean())
    assert np.mean(accuracies) >= 0.965
