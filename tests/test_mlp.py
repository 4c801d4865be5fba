"""The network: its gradients by finite differences, its inputs, its arithmetic."""

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
    with pytest.raises(ValueError, match="w1: float32 was given; expected float64"):
        check_gradients(MLP((5, 3)), X, y)


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
    assert {a.dtype for a in [*arrays, *model._buffers.values()]} == {
        np.dtype(np.float32)
    }


def test_first_weights_have_the_variance_of_he():
    model = MLP((400, 300, 10))
    assert model.params["w1"].std() == pytest.approx(np.sqrt(2 / 400), rel=0.02)
    assert not model.params["b1"].any()
    np.testing.assert_array_equal(model.params["w1"], MLP((400, 300, 10)).params["w1"])
    assert (model.params["w1"] != MLP((400, 300, 10), seed=1).params["w1"]).any()


def test_many_rows_are_predicted_as_one_by_one():
    model = MLP((5, 8, 3), dtype=np.float64)
    many = RNG.normal(size=(5000, 5))
    together = model.predict_proba(many)
    assert together.shape == (5000, 3)
    for i in (0, 4095, 4096, 4999):
        np.testing.assert_allclose(together[i], model.predict_proba(many[[i]])[0])
    np.testing.assert_array_equal(model.predict(many), together.argmax(axis=1))


def test_dropout_leaves_out_a_share_and_keeps_the_mean():
    model = MLP((5, 8, 3), dropout=0.25)
    mask = model._mask((400, 400), 0.25)
    assert (mask == 0).mean() == pytest.approx(0.25, abs=0.01)
    assert mask.mean() == pytest.approx(1, abs=0.01)
    quiet = model.predict_proba(X)
    np.testing.assert_array_equal(quiet, model.predict_proba(X))


BAD = [
    (X.astype(int), y, TypeError, "X: int64 was given; expected an array of floats"),
    (X.tolist(), y, TypeError, "X: list"),
    (X[:, :4], y, ValueError, r"X: shape \(12, 4\) was given; expected \(n, 5\)"),
    (X[0], y, ValueError, r"X: shape \(5,\)"),
    (X[:0], y[:0], ValueError, "X: no rows"),
    (np.where(X > 1, np.nan, X), y, ValueError, "X: NaN or infinity"),
    (np.where(X > 1, np.inf, X), y, ValueError, "X: NaN or infinity"),
    (np.where(X > 1, 1e300, X), y, ValueError, "or a number too large for float32"),
    (X, None, TypeError, "y: NoneType"),
    (X, y.astype(float), TypeError, "y: float64"),
    (X, y.tolist(), TypeError, "y: list"),
    (X, y[:5], ValueError, r"y: shape \(5,\) was given; expected \(12,\)"),
    (X, np.where(y == 2, 3, y), ValueError, "classes from 0 to 3 .* expected 0 to 2"),
    (X, y - 1, ValueError, "classes from -1"),
]


@pytest.mark.parametrize("X, y, error, message", BAD, ids=[row[3] for row in BAD])
def test_bad_input_is_named_and_changes_nothing(X, y, error, message):
    model = MLP((5, 8, 3), dropout=0.3)
    before = {name: theta.copy() for name, theta in model.params.items()}
    state = model.rng.bit_generator.state
    with pytest.raises(error, match=message):
        model.loss_and_grads(X, y)
    for name, theta in model.params.items():
        np.testing.assert_array_equal(theta, before[name])
    assert model.rng.bit_generator.state == state


@pytest.mark.parametrize(
    "settings, message",
    [
        ({"sizes": (5,)}, "sizes: "),
        ({"sizes": (5, 0, 3)}, "sizes: "),
        ({"sizes": (5, 3), "dropout": 1.0}, "dropout: 1.0"),
        ({"sizes": (5, 3), "input_dropout": -0.1}, "input_dropout: -0.1"),
        ({"sizes": (5, True)}, r"sizes: \(5, True\)"),
        ({"sizes": None}, "sizes: None"),
        ({"sizes": (5, 3), "dropout": "a"}, "dropout: 'a'"),
        ({"sizes": (5, 3), "dropout": np.nan}, "dropout: nan"),
        ({"sizes": (5, 3), "seed": -1}, "seed: -1"),
        ({"sizes": (5, 3), "seed": 0.5}, "seed: 0.5"),
        ({"sizes": (5, 3), "dtype": np.float16}, "dtype: "),
        ({"sizes": (5, 3), "dtype": "banana"}, "dtype: 'banana'"),
    ],
)
def test_bad_settings_are_named(settings, message):
    with pytest.raises(ValueError, match=message):
        MLP(**settings)


@pytest.mark.parametrize(
    "name, array, message",
    [
        ("w1", None, r"params\['w1'\]: NoneType was given; expected float32 \(5, 8\)"),
        ("w1", np.zeros((5, 9), np.float32), r"float32 \(5, 9\) was given"),
        ("b2", np.zeros(3), r"params\['b2'\]: float64 \(3,\) was given"),
        ("w2", np.zeros((8, 3), int), r"params\['w2'\]: int64"),
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


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_scores_that_overflow_are_not_passed_on_as_probabilities():
    model = MLP((5, 3))
    model.params["w1"][...] = 3e38
    for ask in (lambda: model.predict_proba(X), lambda: model.loss(X, y)):
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
