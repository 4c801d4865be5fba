"""Finite differences, and what compares a network's gradients with them."""

import re

import numpy as np
import pytest

from rmsprop_lib.networks import MLP, check_gradients, numeric_gradient

X = np.random.default_rng(3).normal(size=(6, 5))
y = np.array([0, 1, 2, 0, 1, 2])


class Slope:
    """The loss Σ w θ² / 2 + b θ of one parameter, with as many faults as one likes."""

    def __init__(self, n=5, fault=lambda g: g, dtype=np.float64):
        self.params = {"theta": np.linspace(1, 2, n).astype(dtype)}
        self.fault, self.asked = fault, 0

    def loss_and_grads(self, X, y):
        self.asked += 1
        theta = self.params["theta"]
        w = np.arange(1.0, theta.size + 1).reshape(theta.shape)
        return (w * theta**2 / 2).sum(), {"theta": self.fault(w * theta)}


class Empty(Slope):
    def loss_and_grads(self, X, y):
        self.params = {}
        return 0.0, {}


masked = Slope()
masked.params["theta"] = np.ma.array(masked.params["theta"])


def test_the_difference_looks_h_to_both_sides():
    asked = []

    def loss(theta):
        asked.append(theta)
        return theta[0] ** 3

    assert numeric_gradient(loss, np.array([2.0, 7.0]), h=0.5)[0] == 12.25
    np.testing.assert_array_equal(asked[:2], [[2.5, 7], [1.5, 7]])
    np.testing.assert_array_equal(asked[2:], [[2, 7.5], [2, 6.5]])


@pytest.mark.parametrize("h", [0, -1, np.nan, "a", 1e-50, 1e-17, 1e-16])
def test_a_difference_of_nothing_is_refused(h):
    for one in (1.0, -1.0):  # 1 + 1e-16 is 1, and 1 − 1e-16 is not
        with pytest.raises((TypeError, ValueError), match="^h: "):
            numeric_gradient(np.sum, np.array([one, 0.0]), h)
    with pytest.raises((TypeError, ValueError), match="^step: "):
        check_gradients(MLP((5, 3), dtype=np.float64), X, y, step=h)


def test_what_is_too_small_for_the_largest_is_refused():
    with pytest.raises(ValueError, match="h: 1e-05 .* changes each parameter"):
        numeric_gradient(np.sum, np.array([0.0, 1e12]))


def test_a_wrong_entry_is_measured_against_the_largest():
    def fault(g):  # g is 1, 2.5, …, 10: the last is wrong by a tenth
        g[-1] *= 0.9
        return g

    assert check_gradients(Slope(), X, y) < 1e-9
    assert check_gradients(Slope(fault=fault), X, y) == pytest.approx(0.1, rel=1e-6)
    doubled = Slope(fault=lambda g: 2 * g)
    assert check_gradients(doubled, X, y) == pytest.approx(0.5, rel=1e-6)
    none = Slope(fault=lambda g: 0 * g)
    assert check_gradients(none, X, y) == pytest.approx(1, rel=1e-6)
    opposite = Slope(fault=lambda g: -10 * g)
    assert check_gradients(opposite, X, y) == pytest.approx(1.1, rel=1e-6)
    falling = Slope(fault=lambda g: g / 10)
    falling.params["theta"] *= -1
    assert check_gradients(falling, X, y) == pytest.approx(0.9, rel=1e-6)


@pytest.mark.parametrize("size", [1e-6, 1.0, 1e6])
def test_the_size_of_the_loss_does_not_matter(size):
    class Scaled(Slope):
        def loss_and_grads(self, X, y):
            loss, grads = super().loss_and_grads(X, y)
            return size * loss, {"theta": size * grads["theta"]}

    assert check_gradients(Scaled(), X, y) < 1e-8
    wrong = Scaled(fault=lambda g: g / 2)
    assert check_gradients(wrong, X, y) == pytest.approx(0.5, rel=1e-6)


def test_a_parameter_without_any_influence_is_right():
    class Flat(Slope):
        def loss_and_grads(self, X, y):
            return 1.0, {"theta": np.zeros(5)}

    found = check_gradients(Flat(), X, y)
    assert found == 0 and type(found) is float


def test_the_worst_of_the_parameters_counts():
    class Two(MLP):
        def loss_and_grads(self, X, y):
            loss, grads = super().loss_and_grads(X, y)
            return loss, {**grads, "w1": 3 * grads["w1"]}

    assert check_gradients(Two((5, 4, 3), dtype=np.float64), X, y) > 0.6


def test_a_model_may_use_its_arrays_again():
    class Thrifty(Slope):
        def loss_and_grads(self, X, y):
            loss, grads = super().loss_and_grads(X, y)
            self.kept = vars(self).get("kept", np.empty(5))
            self.kept[:] = grads["theta"]
            return loss, {"theta": self.kept}

    assert check_gradients(Thrifty(), X, y) < 1e-8


def test_of_large_arrays_some_entries_are_tried():
    calls = []
    check_gradients(Slope(300, lambda g: calls.append(g) or g), X, y)
    assert len(calls) == 1 + 2 * 60

    def fault(g):
        g[:150] += 1e4  # of 300
        return g

    model = Slope(300, fault)
    assert all(check_gradients(model, X, y, seed=seed) > 0.4 for seed in range(5))
    found = [check_gradients(model, X, y, most=1, seed=seed) > 0.4 for seed in range(9)]
    assert 0 < sum(found) < 9
    assert found == [
        check_gradients(model, X, y, most=np.int64(1), seed=seed) > 0.4
        for seed in range(9)
    ]


def test_arrays_in_any_order_of_memory_are_tried():
    model = MLP((5, 3), dtype=np.float64)
    model.params["w1"] = np.asfortranarray(model.params["w1"])
    assert check_gradients(model, X, y) < 1e-6


def test_the_readers_model_is_never_touched():
    class Fails(MLP):
        calls = 0

        def loss_and_grads(self, X, y):
            self.calls += 1
            if self.calls == 4:
                raise RuntimeError("in the middle")
            return super().loss_and_grads(X, y)

    model = Fails((5, 3), input_dropout=0.3, dtype=np.float64)
    before = {name: theta.copy() for name, theta in model.params.items()}
    state = model.rng.bit_generator.state
    with pytest.raises(RuntimeError, match="in the middle"):
        check_gradients(model, X, y)
    assert model.calls == 0 and model.rng.bit_generator.state == state
    for name, theta in model.params.items():
        np.testing.assert_array_equal(theta, before[name])
    simple = Slope()
    check_gradients(simple, X, y)
    assert simple.asked == 0 and not hasattr(simple, "rng")


@pytest.mark.parametrize(
    "model, options, message",
    [
        (Slope(dtype=np.float32), {}, "params['theta']: an array of float32 was given"),
        (Slope(fault=lambda g: g[:, None]), {}, "grads['theta']: shape (5, 1)"),
        (Slope(fault=lambda g: g * np.nan), {}, "grads['theta']: NaN or infinity"),
        (Empty(), {}, "params: an empty dict was given"),
        (masked, {}, "params['theta']: MaskedArray was given"),
        (Slope(), {"most": 0}, "most: 0 was given; expected a whole number, 1 or more"),
        (Slope(), {"most": True}, "most: True"),
        (Slope(), {"seed": -1}, "seed: -1"),
    ],
)
def test_what_cannot_be_compared_is_named(model, options, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        check_gradients(model, X, y, **options)


def test_a_gradient_of_another_name_is_named():
    class Other(Slope):
        def loss_and_grads(self, X, y):
            loss, grads = super().loss_and_grads(X, y)
            return loss, {"phi": grads["theta"]}

    names = r"grads: names .* \(missing: \['theta'\], unexpected: \['phi'"
    with pytest.raises(ValueError, match=names):
        check_gradients(Other(), X, y)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_loss_that_is_nan_is_never_right():
    class Cliff(Slope):
        def loss_and_grads(self, X, y):
            loss, grads = super().loss_and_grads(X, y)
            return loss + 0 * np.log(2 - self.params["theta"][-1]), grads

    assert not check_gradients(Cliff(), X, y) < 1e-6
