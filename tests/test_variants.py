"""The frameworks' RMSprops: first steps by hand, Graves's equations, every bad setting.

That the options are the frameworks' is what test_parity.py is about.
"""

import copy
import inspect

import numpy as np
import pytest

from rmsprop_lib.optimizers import Adam, RMSprop
from rmsprop_lib.variants import SETTINGS, RMSpropVariant, like

RNG = np.random.default_rng(15)
EVERYTHING = {
    "decay_rate": 0.8,
    "epsilon": 1e-3,
    "momentum": 0.7,
    "nesterov": True,
    "centered": True,
    "weight_decay": 0.1,
    "decoupled_weight_decay": True,
    "bias_correction": True,
    "epsilon_inside_sqrt": True,
    "initial_cache": 0.5,
    "rate_in_momentum": True,
}


def first_step(framework, g, **overrides):
    """Return how far the first update moves θ = 0, in units of the rate."""
    optimizer = like(framework, **{"learning_rate": 1.0} | overrides)
    return -optimizer.update({"x": 0.0}, {"x": g})["x"]


def run(optimizer, gradients, start):
    params = {"w": np.array(start)}
    for g in gradients:
        optimizer.update(params, {"w": np.array(g)})
    return params["w"]


def test_article_is_the_class_of_the_series():
    gradients, start = RNG.normal(size=(20, 5)), RNG.normal(size=5)
    options = {"decay_rate": 0.7, "epsilon": 1e-3}
    np.testing.assert_allclose(
        run(like("article", learning_rate=0.02, **options), gradients, start),
        run(RMSprop(0.02, **options), gradients, start),
        rtol=1e-14,
    )
    ours, theirs = (inspect.signature(c).parameters for c in (RMSpropVariant, RMSprop))
    assert all(ours[name].default == p.default for name, p in theirs.items())


@pytest.mark.parametrize(
    "framework, g, length",
    [  # g/d with d from v = (1−ρ)g² by hand
        ("article", 1.0, 1 / np.sqrt(0.1)),
        ("pytorch", 1.0, 10.0),
        ("keras", 1.0, 1 / np.sqrt(0.1 + 1e-7)),
        ("optax", 1.0, 1 / np.sqrt(0.1)),
        ("tensorflow1", 1.0, 1.0),  # v = .9·1 + .1·1
        ("tensorflow1", 1e-3, 1e-3 / np.sqrt(0.9 + 1e-7)),
        ("graves", 1.0, 1 / np.sqrt(0.05 - 0.05**2 + 1e-4)),
    ],
)
def test_first_step_by_hand(framework, g, length):
    assert first_step(framework, g) == pytest.approx(length, rel=1e-7)


def test_epsilon_inside_and_outside_at_a_small_gradient():
    options = {"learning_rate": 0.01, "epsilon": 1e-6}
    inside = first_step("article", 1e-3, **options, epsilon_inside_sqrt=True)
    outside = first_step("article", 1e-3, **options)
    assert inside == pytest.approx(0.01 * 1e-3 / np.sqrt(1.1e-6))  # .0095
    assert outside == pytest.approx(0.01 * 1e-3 / (np.sqrt(1e-7) + 1e-6))  # .0315


def test_bias_correction_makes_the_first_step_one_rate():
    assert first_step("article", -3.0, bias_correction=True) == pytest.approx(-1.0)


def test_bias_corrected_is_adam_without_its_first_mean():
    gradients, start = RNG.normal(size=(30, 4)), RNG.normal(size=4)
    ours = like("article", decay_rate=0.9, epsilon=1e-3, bias_correction=True)
    adam = Adam(learning_rate=0.01, beta1=0.0, beta2=0.9, epsilon=1e-3)
    np.testing.assert_allclose(
        run(ours, gradients, start), run(adam, gradients, start), rtol=1e-12
    )


def test_graves_equations_38_to_41():
    gradients, start = RNG.normal(size=(30, 4)) * 0.1, RNG.normal(size=4)
    n, g, delta, w = np.zeros((4, 4))
    w = start.copy()
    for e in gradients:
        n = 0.95 * n + 0.05 * e**2
        g = 0.95 * g + 0.05 * e
        delta = 0.9 * delta - 0.0001 * e / np.sqrt(n - g**2 + 0.0001)
        w = w + delta
    np.testing.assert_allclose(run(like("graves"), gradients, start), w, rtol=1e-13)


def test_l2_decay_passes_through_the_cache_and_decoupled_does_not():
    optimizer = {
        flag: like("article", weight_decay=0.5, decoupled_weight_decay=flag)
        for flag in (False, True)
    }
    moved = {k: o.update({"x": 2.0}, {"x": 0.0})["x"] for k, o in optimizer.items()}
    assert moved[False] == pytest.approx(2 - 0.01 / np.sqrt(0.1))  # whatever λ is
    assert moved[True] == pytest.approx(2 - 0.01 * 0.5 * 2)
    assert [o.cache["x"].item() for o in optimizer.values()] == [pytest.approx(0.1), 0]


def test_rate_in_momentum_shows_only_when_the_rate_changes():
    gradients, start = RNG.normal(size=(12, 3)), np.zeros(3)

    def path(rate, inside):
        options = {"momentum": 0.9, "rate_in_momentum": inside}
        return run(RMSpropVariant(rate, **options), gradients, start)

    np.testing.assert_allclose(path(0.1, True), path(0.1, False), rtol=1e-12)

    def falling(step):
        return 0.1 if step < 6 else 0.01

    assert np.abs(path(falling, True) - path(falling, False)).max() > 0.05


@pytest.mark.parametrize("inside", [False, True])
def test_centered_on_constant_gradients_is_finite(inside):
    optimizer = like("pytorch", centered=True, epsilon_inside_sqrt=inside)
    params = {"x": np.zeros(1)}
    for _ in range(4000):  # v − m² falls to 0 and, by rounding, below
        optimizer.update(params, {"x": np.full(1, 0.1)})
    assert optimizer.cache["x"] < optimizer.mean["x"] ** 2  # rounded below 0
    assert np.isfinite(params["x"]).all() and params["x"] < -1e3


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("shape", [(), (3,), (2, 70_000), (0, 2)])
def test_in_place_in_its_own_dtype(dtype, shape):
    optimizer = RMSpropVariant(0.1, **EVERYTHING)
    theta, g = RNG.normal(size=(2, *shape)).astype(dtype)
    theta, g = np.array(theta), np.array(g)
    before, g_before = theta.copy(), g.copy()
    params = {"w": theta}
    assert optimizer.update(params, {"w": g}) is params and params["w"] is theta
    np.testing.assert_array_equal(g, g_before)
    assert optimizer.cache["w"].dtype == theta.dtype == dtype
    np.testing.assert_allclose(optimizer.mean["w"], 0.2 * g, rtol=1e-6)  # its sign, too
    decayed = before * (1 - 0.1 * 0.1)
    v, m = (0.8 * 0.5 + 0.2 * g**2) / 0.2, g
    u = 0.1 * g / np.sqrt(np.maximum(v - m**2, 0) + 1e-3)
    expected = decayed - (u + 0.7 * u)
    tolerance = 1e-5 if dtype is np.float32 else 1e-13
    np.testing.assert_allclose(theta, expected, rtol=tolerance, atol=tolerance)


def test_state_goes_on_as_before():
    optimizer = RMSpropVariant(lambda step: 0.1 / (step + 1), **EVERYTHING)
    params = {"w": RNG.normal(size=5), "x": 1.0}
    gradients = RNG.normal(size=(6, 5))
    for g in gradients[:3]:
        optimizer.update(params, {"w": g, "x": 0.5})
    resumed = RMSpropVariant(lambda step: 0.1 / (step + 1), **EVERYTHING)
    resumed.load_state_dict(optimizer.state_dict())
    copied = copy.deepcopy(params)
    for g in gradients[3:]:
        optimizer.update(params, {"w": g, "x": 0.5})
        resumed.update(copied, {"w": g, "x": 0.5})
    np.testing.assert_array_equal(params["w"], copied["w"])
    assert params["x"] == copied["x"]


@pytest.mark.parametrize(
    "options, error, message",
    [
        ({"decay_rate": 1.0}, ValueError, r"decay_rate: 1.0 .*\[0, 1\)"),
        ({"epsilon": 0}, ValueError, "epsilon: 0 was given"),
        ({"momentum": 1}, ValueError, "momentum: 1 was given"),
        ({"momentum": "0.9"}, TypeError, "momentum: str"),
        ({"nesterov": True}, ValueError, "nesterov: True was given with momentum 0"),
        ({"weight_decay": -0.1}, ValueError, "weight_decay: -0.1"),
        ({"weight_decay": float("nan")}, ValueError, "weight_decay: nan"),
        ({"initial_cache": -1}, ValueError, "initial_cache: -1"),
        # the decay itself in place of the flag
        ({"decoupled_weight_decay": 0.01}, TypeError, "decoupled_weight_decay: 0.01"),
        ({"centered": 1}, TypeError, "centered: 1 was given; expected True or False"),
        ({"rate_in_momentum": 1}, TypeError, "rate_in_momentum: 1 was given"),
        ({"learning_rate": 0}, ValueError, "learning_rate: 0"),
    ],
)
def test_bad_settings_are_named(options, error, message):
    with pytest.raises(error, match=message):
        RMSpropVariant(**options)
    optimizer, params = RMSpropVariant(), {"x": np.ones(2)}
    optimizer.update(params, {"x": np.ones(2)})
    before, state = params["x"].copy(), optimizer.state_dict()
    vars(optimizer).update(options)
    with pytest.raises(error, match=message):
        optimizer.update(params, {"x": np.ones(2)})
    np.testing.assert_array_equal(params["x"], before)
    np.testing.assert_array_equal(optimizer.cache["x"], state["cache"]["x"])


@pytest.mark.parametrize("framework", ["torch", "PyTorch", None, ["keras"]])
def test_unknown_framework_is_named_with_the_known(framework):
    with pytest.raises(ValueError, match="framework: .* was given; expected") as info:
        like(framework)
    assert repr(framework) in str(info.value)
    assert all(known in str(info.value) for known in SETTINGS)


def test_framework_words_are_told_our_names():
    with pytest.raises(ValueError, match=r"overrides: \['rho'\].*decay_rate"):
        like("keras", rho=0.9)


def test_overrides_win_over_the_framework():
    graves = like("graves", centered=False, learning_rate=0.5)
    assert (graves.centered, graves.learning_rate, graves.momentum) == (False, 0.5, 0.9)
    assert like("graves").rate_in_momentum
    assert like("graves").centered  # the settings themselves are untouched


def test_every_option_is_documented():
    for option in inspect.signature(RMSpropVariant).parameters:
        assert f"\n{option} :" in inspect.getdoc(RMSpropVariant)
