"""The optimizers against formulas written out plainly, and against every bad input."""

import contextlib
import copy
import itertools
import threading
import warnings

import numpy as np
import pytest

from rmsprop_lib.optimizers import (
    BLOCK,
    SGD,
    AdaGrad,
    Adam,
    AdamW,
    RMSprop,
    linear_decay,
    rmsprop_update,
)

RNG = np.random.default_rng(7)
EVERY = [
    SGD(0.1),
    SGD(0.1, momentum=0.8),
    SGD(0.1, momentum=0.8, nesterov=True),
    AdaGrad(0.1),
    RMSprop(0.1),
    Adam(0.1),
    AdamW(0.1, weight_decay=0.2),
]


def names(optimizer):
    return f"{type(optimizer).__name__}-{getattr(optimizer, 'momentum', 0)}"


def plain_sgd(theta, gradients, lr=0.03, mu=0.0, nesterov=False):
    b = np.zeros_like(theta)
    for g in gradients:
        b = mu * b + g
        theta = theta - lr * (g + mu * b if nesterov else b)
    return theta


def plain_adagrad(theta, gradients, lr=0.03, eps=1e-3):
    total = np.zeros_like(theta)
    for g in gradients:
        total = total + g**2
        theta = theta - lr * g / (np.sqrt(total) + eps)
    return theta


def plain_rmsprop(theta, gradients, lr=0.03, rho=0.8, eps=1e-3):
    v = np.zeros_like(theta)
    for g in gradients:
        v = rho * v + (1 - rho) * g**2
        theta = theta - lr * g / (np.sqrt(v) + eps)
    return theta


def plain_adam(theta, gradients, lr=0.03, b1=0.8, b2=0.95, eps=1e-3):
    m, v = np.zeros_like(theta), np.zeros_like(theta)
    for t, g in enumerate(gradients, start=1):
        m, v = b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g**2
        theta = theta - lr * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps)
    return theta


# ε is large here, so that leaving it out, or moving it, is far outside the tolerance.
CASES = {
    "SGD": (lambda: SGD(0.03), plain_sgd),
    "momentum": (
        lambda: SGD(0.03, momentum=0.8),
        lambda theta, g: plain_sgd(theta, g, mu=0.8),
    ),
    "Nesterov": (
        lambda: SGD(0.03, momentum=0.8, nesterov=True),
        lambda theta, g: plain_sgd(theta, g, mu=0.8, nesterov=True),
    ),
    "AdaGrad": (lambda: AdaGrad(0.03, epsilon=1e-3), plain_adagrad),
    "RMSprop": (lambda: RMSprop(0.03, decay_rate=0.8, epsilon=1e-3), plain_rmsprop),
    "Adam": (lambda: Adam(0.03, beta1=0.8, beta2=0.95, epsilon=1e-3), plain_adam),
}
# (), a matrix, one that spans several blocks, and one whose memory is not in order
SHAPES = [(), (4,), (3, 5), (BLOCK // 4 + 1,), (0, 2)]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("shape", SHAPES)
def test_follows_its_formula(case, shape):
    make, formula = CASES[case]
    theta = RNG.normal(size=shape)
    gradients = [RNG.normal(size=shape) * 10.0 ** RNG.integers(-4, 3) for _ in range(6)]
    expected = formula(theta, gradients)
    optimizer, params = make(), {"w": np.array(theta)}
    for g in gradients:
        optimizer.update(params, {"w": np.array(g)})
    np.testing.assert_allclose(params["w"], expected, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("case", CASES)
def test_array_whose_memory_is_not_in_order(case):
    make, formula = CASES[case]
    theta = RNG.normal(size=(3, 5))
    gradients = [RNG.normal(size=(3, 5)) for _ in range(3)]
    expected = formula(theta, gradients)
    view = theta.T  # a view: the step must reach `theta`
    optimizer = make()
    for g in gradients:
        optimizer.update({"w": view}, {"w": g.T})
    np.testing.assert_allclose(theta, expected, rtol=1e-12)


def test_rmsprop_update_by_hand():
    # v: .4, .76; steps: .01·2/√.4 = .0316228, .01·2/√.76 = .0229416
    theta, v = rmsprop_update(5.0, 2.0, 0.0, learning_rate=0.01)
    assert (theta, v) == (pytest.approx(4.9683772, abs=1e-7), pytest.approx(0.4))
    theta, v = rmsprop_update(theta, 2.0, v, learning_rate=0.01)
    assert (theta, v) == (pytest.approx(4.9454357, abs=1e-7), pytest.approx(0.76))


def test_rmsprop_update_makes_new_arrays_and_equals_the_class():
    theta, g = RNG.normal(size=(2, 6))
    before = theta.copy(), g.copy()
    cache = np.zeros(6)
    optimizer, params = RMSprop(0.02, 0.7, 1e-4), {"w": theta.copy()}
    new = theta
    for _ in range(3):
        new, cache = rmsprop_update(new, g, cache, 0.02, 0.7, 1e-4)
        optimizer.update(params, {"w": g})
    np.testing.assert_array_equal((theta, g), before)
    np.testing.assert_allclose(params["w"], new, rtol=1e-14)
    np.testing.assert_allclose(optimizer.cache["w"], cache, rtol=1e-14)


@pytest.mark.parametrize("epsilon_scale", [1e-8, 1.0])
def test_epsilon_stands_outside_the_root(epsilon_scale):
    g = 1e-4
    (theta, v) = rmsprop_update(0.0, g, 0.0, 1.0, decay_rate=0.0, epsilon=epsilon_scale)
    assert theta == pytest.approx(-g / (g + epsilon_scale), rel=1e-12)


@pytest.mark.parametrize("optimizer", EVERY, ids=names)
def test_float32_stays_float32_and_in_place(optimizer):
    optimizer = copy.deepcopy(optimizer)
    array = RNG.normal(size=(2, 3)).astype(np.float32)
    params = {"w": array}
    returned = optimizer.update(params, {"w": np.ones((2, 3))})  # a float64 gradient
    assert returned is params and params["w"] is array
    for slot in optimizer.slots:
        assert getattr(optimizer, slot)["w"].dtype == np.float32
    before = array.copy()
    optimizer.update(params, {"w": np.ones((2, 3), dtype=np.float32)})
    assert not np.array_equal(array, before)


def test_python_numbers_are_bound_anew():
    params = {"x": 5, "y": np.float64(2.0)}
    assert SGD(0.5).update(params, {"x": 2.0, "y": 1}) is params
    assert params == {"x": 4.0, "y": 1.5} and type(params["x"]) is float


def test_gradient_that_is_the_parameter_itself():
    # ½θ² has the gradient θ: a caller may pass the same array as both
    w, u = np.array([1.0, -2.0]), np.array([3.0, 4.0])
    SGD(0.5).update({"w": w, "u": u}, {"w": w, "u": w})
    np.testing.assert_array_equal(w, [0.5, -1.0])
    np.testing.assert_array_equal(u, [2.5, 5.0])  # from w as it was


def test_gradient_that_is_a_view_of_a_parameter():
    w, u = np.array([1.0, -2.0]), np.array([3.0, 4.0])
    SGD(0.5).update({"w": w, "u": u}, {"w": w[::-1], "u": w[:]})
    np.testing.assert_array_equal(w, [2.0, -2.5])  # from both numbers as they were
    np.testing.assert_array_equal(u, [2.5, 5.0])


def test_parameters_may_be_pieces_of_one_array_but_not_of_each_other():
    whole = np.arange(6.0)
    SGD(1.0).update(
        {"even": whole[::2], "odd": whole[1::2]},  # between each other's numbers
        {"even": np.ones(3), "odd": np.zeros(3)},
    )
    np.testing.assert_array_equal(whole, [-1, 1, 1, 3, 3, 5])
    tied = whole.reshape(2, 3)
    for params in ({"w": tied, "wt": tied.T}, {"a": whole[:2], "b": whole[1:]}):
        grads = {name: np.ones_like(theta) for name, theta in params.items()}
        one, other = params
        expected = f"arrays that share memory under {one!r} and {other!r}"
        with pytest.raises(ValueError, match=expected):
            SGD(1.0).update(params, grads)
    np.testing.assert_array_equal(whole, [-1, 1, 1, 3, 3, 5])


def test_rate_as_a_function_of_the_step():
    seen = []
    optimizer = SGD(lambda step: seen.append(step) or 1.0 / (step + 1))
    params = {"x": np.zeros(1)}
    for _ in range(3):
        optimizer.update(params, {"x": np.array([-1.0])})
    assert seen == [0, 1, 2]
    assert params["x"] == pytest.approx(1 + 1 / 2 + 1 / 3)


def test_linear_decay():
    rate = linear_decay(0.2, steps=10)
    assert [rate(0), rate(5)] == [pytest.approx(0.2), pytest.approx(0.1)]
    assert linear_decay(0.2, steps=1)(0) == 0.2
    with pytest.raises(ValueError, match=r"learning_rate \(step 10\): 0.0 was given"):
        optimizer = SGD(rate)
        for _ in range(11):
            optimizer.update({"x": np.zeros(1)}, {"x": np.ones(1)})
    with pytest.raises(ValueError, match="steps: 0"):
        linear_decay(0.1, steps=0)


# ---- bad input: the error names it, and nothing has changed --------------------------

GOOD = {"w": np.array([1.0, 2.0]), "b": np.array([3.0])}
GRADS = {"w": np.array([0.5, -0.5]), "b": np.array([0.1])}
READ_ONLY = np.array([3.0])
READ_ONLY.flags.writeable = False


def with_(given, **changes):
    return {**given, **changes}


ONE = np.ones(2)
with warnings.catch_warnings(action="ignore"):  # NumPy advises against it
    MATRIX = np.matrix([[1.0]])
BAD = {
    "params no dict": ([1.0], GRADS, TypeError, "params: list was given"),
    "grads no dict": (GOOD, None, TypeError, "grads: NoneType"),
    "nothing": ({}, {}, ValueError, "params: an empty dict"),
    "missing": (GOOD, {"w": GRADS["w"]}, ValueError, r"grads: .* \(missing: \['b'\]"),
    "missing, names of two types": (
        with_(GOOD, **{"c": GOOD["b"]}) | {3: GOOD["w"]},
        GRADS,
        ValueError,
        r"missing: \[3, 'c'\]",
    ),
    "unexpected": (
        GOOD,
        with_(GRADS, c=GRADS["b"]),
        ValueError,
        r"unexpected: \['c'\]",
    ),
    "shape": (
        GOOD,
        with_(GRADS, b=np.ones((1, 1))),
        ValueError,
        r"grads\['b'\]: shape",
    ),
    "broadcast": (GOOD, with_(GRADS, w=0.5), ValueError, r"grads\['w'\]: shape \(\)"),
    "integers": (with_(GOOD, b=np.array([3])), GRADS, TypeError, "array of int64"),
    "objects": (
        with_(GOOD, b=np.array([3.0], dtype=object)),
        GRADS,
        TypeError,
        "object",
    ),
    "integer g": (GOOD, with_(GRADS, b=np.array([1])), TypeError, r"grads\['b'\]"),
    "object g": (GOOD, with_(GRADS, b=np.array([1.0], object)), TypeError, "of object"),
    "list": (with_(GOOD, b=[3.0]), GRADS, TypeError, r"params\['b'\]: list"),
    "bool": (with_(GOOD, b=True), with_(GRADS, b=1.0), TypeError, "bool"),
    "complex": (GOOD, with_(GRADS, b=np.array([1j])), TypeError, "complex128"),
    "float16": (with_(GOOD, b=np.ones(1, np.float16)), GRADS, TypeError, "float16"),
    "NaN": (GOOD, with_(GRADS, b=np.array([np.nan])), ValueError, r"grads\['b'\]: NaN"),
    "NaN, a number": (
        {"w": 1.0},
        {"w": float("nan")},
        ValueError,
        r"grads\['w'\]: NaN or infinity was given",
    ),
    "infinity": (
        GOOD,
        with_(GRADS, w=np.array([1.0, -np.inf])),
        ValueError,
        "infinity",
    ),
    "read-only": (with_(GOOD, b=READ_ONLY), GRADS, ValueError, "read-only"),
    "masked": (
        with_(GOOD, b=np.ma.array([3.0], mask=[True])),
        GRADS,
        TypeError,
        r"params\['b'\]: MaskedArray",
    ),
    "masked g": (
        GOOD,
        with_(GRADS, b=np.ma.array([np.nan], mask=[True])),
        TypeError,
        r"grads\['b'\]: MaskedArray",
    ),
    "matrix": (
        {"w": MATRIX},
        {"w": np.ones((1, 1))},
        TypeError,
        r"params\['w'\]: matrix",
    ),
    "matrix g": ({"w": np.ones((1, 1))}, {"w": MATRIX}, TypeError, "matr"),
    "one array twice": (
        {"w": ONE, "b": ONE},
        {"w": np.ones(2), "b": np.ones(2)},
        ValueError,
        "params: one array under 'w' and 'b'",
    ),
}


@pytest.mark.parametrize("optimizer", EVERY, ids=names)
@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("started", [False, True], ids=["first update", "later"])
def test_bad_input_is_named_and_changes_nothing(optimizer, bad, started):
    params, grads, error, message = copy.deepcopy(BAD[bad])
    if bad == "read-only":
        params["b"] = READ_ONLY
    optimizer = copy.deepcopy(optimizer)
    if started:
        optimizer.update(copy.deepcopy(GOOD), GRADS)
    before = copy.deepcopy(params), optimizer.state_dict()
    with pytest.raises(error, match=message):
        optimizer.update(params, grads)
    assert_same(params, before[0])
    assert_same(optimizer.state_dict(), before[1])


def assert_same(a, b):
    """Like ==, for nested dicts of arrays."""
    assert type(a) is type(b)
    if isinstance(a, dict):
        assert set(a) == set(b)
        for name in a:
            assert_same(a[name], b[name])
    else:
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("optimizer", [AdaGrad(), RMSprop(), Adam()], ids=names)
def test_gradient_whose_square_overflows_is_refused(optimizer):
    params = {"w": np.ones(2, np.float32)}
    with pytest.raises(ValueError, match=r"grads\['w'\]: 1e\+25 .* float32"):
        optimizer.update(params, {"w": np.array([-1e25, 0.0], np.float32)})
    with np.errstate(all="raise"):  # as a float32 it is infinite
        with pytest.raises(ValueError, match=r"grads\['w'\]: NaN or infinity"):
            optimizer.update(params, {"w": np.array([1e200, 0.0])})
    # the sum of squares overflows, no single square does: fine
    optimizer.update(params, {"w": np.array([1.5e19, 1.5e19], np.float32)})
    assert np.isfinite(params["w"]).all() and optimizer.step == 1


def test_large_gradient_is_no_error_for_sgd():
    params = SGD(1e-25).update({"w": np.zeros(1)}, {"w": np.array([1e200])})
    assert params["w"] == pytest.approx(-1e175)


RATES = [0, -0.1, float("nan"), float("inf"), "0.1", None, True, np.array([0.1])]


@pytest.mark.parametrize("kind", [SGD, AdaGrad, RMSprop, Adam])
@pytest.mark.parametrize("rate", RATES, ids=str)
def test_bad_rate(kind, rate):
    with pytest.raises((ValueError, TypeError), match="learning_rate: .* expected a"):
        kind(learning_rate=rate)
    # a schedule is asked at each update: then, too, nothing may change
    if not callable(rate):
        optimizer, params = kind(learning_rate=lambda step: rate), {"x": np.ones(1)}
        with pytest.raises((ValueError, TypeError), match=r"learning_rate \(step 0\)"):
            optimizer.update(params, {"x": np.ones(1)})
        assert params["x"] == 1 and optimizer.step == 0


@pytest.mark.parametrize(
    "kind, setting",
    [(RMSprop, "decay_rate"), (Adam, "beta1"), (Adam, "beta2"), (SGD, "momentum")],
)
@pytest.mark.parametrize("value", [1, 1.5, -0.1, float("nan"), "0.9"], ids=str)
def test_bad_decay(kind, setting, value):
    with pytest.raises((ValueError, TypeError), match=rf"{setting}: .*\[0, 1\)"):
        kind(**{setting: value})
    # ... nor may it become so afterwards
    optimizer, params = kind(), {"x": np.ones(1)}
    setattr(optimizer, setting, value)
    with pytest.raises((ValueError, TypeError), match=setting):
        optimizer.update(params, {"x": np.ones(1)})
    assert params["x"] == 1


@pytest.mark.parametrize("kind", [AdaGrad, RMSprop, Adam])
@pytest.mark.parametrize("value", [0, -1e-8, 1e-50, 1e39, float("nan"), None], ids=str)
def test_bad_epsilon(kind, value):
    with pytest.raises((ValueError, TypeError), match="epsilon: "):
        kind(epsilon=value)


def test_a_setting_at_the_end_of_its_range_is_taken():
    tiny, largest = np.finfo(np.float32).tiny, np.finfo(np.float32).max
    adagrad = AdaGrad(largest, epsilon=tiny)
    assert (adagrad.learning_rate, adagrad.epsilon) == (largest, float(tiny))
    assert RMSprop(epsilon=largest).epsilon == float(largest)
    assert (SGD(momentum=0).momentum, RMSprop(decay_rate=0.0).decay_rate) == (0, 0)
    assert SGD(5e-324).rate() == 5e-324 and SGD(np.int64(2)).rate() == 2


def test_nesterov_needs_momentum():
    with pytest.raises(ValueError, match="nesterov: True .* momentum 0"):
        SGD(nesterov=True)
    with pytest.raises(TypeError, match="nesterov: 1 was given; expected True or Fal"):
        SGD(momentum=0.9, nesterov=1)


@pytest.mark.parametrize(
    "changed, message",
    [
        ({"grad": np.ones(3)}, r"grad: shape \(3,\) .* the shape of param, \(2,\)"),
        ({"cache": np.zeros(3)}, r"cache: shape \(3,\) .* the shape of param, \(2,\)"),
        ({"grad": np.array([np.nan, 1])}, "grad: NaN"),
        ({"cache": np.array([-1.0, 1])}, "cache: a negative"),
        ({"learning_rate": 0}, "learning_rate: 0"),
        ({"decay_rate": 1.0}, "decay_rate: 1.0"),
        ({"epsilon": 0}, "epsilon: 0"),
    ],
)
def test_rmsprop_update_names_bad_input(changed, message):
    good = {
        "param": np.ones(2),
        "grad": np.ones(2),
        "cache": np.zeros(2),
        "learning_rate": 0.1,
    }
    with pytest.raises(ValueError, match=message):
        rmsprop_update(**{**good, **changed})
    with pytest.raises(TypeError, match="param: str was given; expected a number or"):
        rmsprop_update("5", 1.0, 0.0, 0.1)
    with pytest.raises(TypeError, match="cache: an array of bool"):
        rmsprop_update(np.ones(2), np.ones(2), np.array([True, False]), 0.1)


def test_other_names_or_shapes_than_before_are_refused():
    optimizer = RMSprop()
    optimizer.update(copy.deepcopy(GOOD), GRADS)
    state = optimizer.state_dict()
    with pytest.raises(ValueError, match=r"params: names \['w'\] .* as in the updates"):
        optimizer.update({"w": np.ones(2)}, {"w": np.ones(2)})
    wider = {"w": np.ones(3), "b": np.ones(1)}
    with pytest.raises(ValueError, match=r"params\['w'\]: float64 \(3,\) was given"):
        optimizer.update(wider, wider)
    single = {name: theta.astype(np.float32) for name, theta in GOOD.items()}
    message = r"float32 \(2,\) .* float64 \(2,\), as before"
    with pytest.raises(ValueError, match=message):
        optimizer.update(single, GRADS)
    assert_same(optimizer.state_dict(), state)


# ---- saving and loading --------------------------------------------------------------


@pytest.mark.parametrize("optimizer", EVERY, ids=names)
def test_goes_on_bit_for_bit_from_its_state(optimizer):
    gradients = [
        {"w": RNG.normal(size=3), "b": RNG.normal(size=(2, 2))} for _ in range(6)
    ]
    params = {"w": np.ones(3), "b": np.ones((2, 2))}
    first = copy.deepcopy(optimizer)
    for g in gradients[:3]:
        first.update(params, g)
    second = copy.deepcopy(optimizer)
    second.load_state_dict(first.state_dict())
    others = copy.deepcopy(params)
    for g in gradients[3:]:
        first.update(params, g)
        second.update(others, g)
    assert_same(params, others)


def test_state_dict_is_a_copy_in_both_directions():
    optimizer = RMSprop()
    optimizer.update({"w": np.ones(1)}, {"w": np.ones(1)})
    state = optimizer.state_dict()
    other = RMSprop()
    other.load_state_dict(state)
    state["cache"]["w"][:] = 99
    assert optimizer.cache["w"] == other.cache["w"] == pytest.approx(0.1)


@pytest.mark.parametrize(
    "state, message",
    [
        (None, "NoneType was given"),
        ({"step": 1}, r"\['step'\] was given; RMSprop expects \['cache', 'step'\]"),
        ({"step": 1, "m": {}, "v": {}}, "RMSprop expects"),
        ({"step": -1, "cache": {}}, r"state\['step'\]: -1"),
        ({"step": 1, "cache": None}, r"state\['cache'\]: NoneType"),
        ({"step": 1, "cache": {"w": np.array([1])}}, "of int64"),
        ({"step": 1, "cache": {"w": np.array([np.nan])}}, "NaN"),
    ],
)
def test_wrong_state_is_refused_and_changes_nothing(state, message):
    optimizer = RMSprop()
    optimizer.update({"w": np.ones(1)}, {"w": np.ones(1)})
    before = optimizer.state_dict()
    with pytest.raises(ValueError, match=message):
        optimizer.load_state_dict(state)
    assert_same(optimizer.state_dict(), before)


@pytest.mark.parametrize(
    "grad", [np.array([100], np.int8), np.array([65536], np.int32), 4_000_000_000]
)
def test_the_square_of_an_integer_does_not_overflow(grad):
    _, v = rmsprop_update(np.zeros(np.shape(grad)), grad, 0.0, 0.1)
    assert v == pytest.approx(0.1 * float(np.ravel(grad)[0]) ** 2)


@pytest.mark.parametrize("name", ["param", "grad", "cache"])
def test_an_integer_beyond_any_float_is_named(name):
    given = {"param": 1.0, "grad": 1.0, "cache": 1.0, name: 10**400}
    with pytest.raises(ValueError, match=f"{name}: an integer beyond any float"):
        rmsprop_update(**given, learning_rate=0.1)


# ---- a step is whole or not made -----------------------------------------------------

STRICT = [
    lambda: np.errstate(all="raise"),
    lambda: np.errstate(all="warn"),
    lambda: np.errstate(all="ignore"),
]


@pytest.mark.parametrize("strict", STRICT, ids=["raise", "warn", "ignore"])
@pytest.mark.parametrize("optimizer", EVERY, ids=names)
def test_numbers_too_small_to_square_are_no_error(optimizer, strict):
    g = {"a": np.float32([1e-30, 1.0]), "b": np.float32([1.0])}
    runs = []
    for guard in (contextlib.nullcontext, strict):
        mine, params = copy.deepcopy(optimizer), {n: np.ones_like(g[n]) for n in g}
        with guard(), warnings.catch_warnings():
            warnings.simplefilter("error")
            for _ in range(3):
                mine.update(params, g)
        runs.append({"params": params, **mine.state_dict()})
    assert_same(*runs)


@pytest.mark.parametrize("strict", STRICT, ids=["raise", "warn", "ignore"])
def test_a_step_that_overflows_is_made_whole_and_then_told(strict):
    params = {"a": np.full(2, 3e38, np.float32), "b": np.ones(1, np.float32)}
    optimizer = SGD(1e38)
    with strict(), warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(RuntimeWarning, match="overflow encountered in an update"):
            optimizer.update(
                params, {n: -np.full_like(p, 2) for n, p in params.items()}
            )
    assert np.isinf(params["a"]).all() and params["b"] > 1e38 and optimizer.step == 1


@pytest.mark.filterwarnings("error")
def test_an_overflow_is_told_once_and_by_its_own_update_alone():
    huge, small = {"w": np.float32([np.inf])}, {"w": np.float32([1.0])}
    with pytest.raises(RuntimeWarning, match="overflow"):  # and then ∞ − ∞
        SGD(3e38).update(huge, {"w": np.float32([2.0])})
    assert np.isnan(huge["w"]).all()
    SGD(0.5).update(small, {"w": np.float32([2.0])})
    assert small["w"] == 0


@pytest.mark.filterwarnings("error")
def test_an_overflow_in_another_thread_is_not_told_here():
    told = []

    def elsewhere():
        params = {"w": np.float32([3e38])}
        with pytest.raises(RuntimeWarning, match="overflow"):
            SGD(3e38).update(params, {"w": np.float32([2.0])})
        told.append(True)

    class Meanwhile(SGD):
        def apply(self, *arrays):
            super().apply(*arrays)
            thread = threading.Thread(target=elsewhere)
            thread.start()
            thread.join()

    params = Meanwhile(0.5).update({"w": np.ones(1)}, {"w": np.ones(1)})
    assert told and params["w"] == 0.5


def test_rmsprop_update_minds_no_small_number_and_refuses_a_square_that_overflows():
    with np.errstate(all="raise"):
        theta, v = rmsprop_update(np.float32([0.0]), np.float32([1e-30]), 0.0, 0.1)
        assert theta < 0 and v == 0
        with pytest.raises(
            ValueError, match="grad: 1e\\+30 was given.*squares are fin"
        ):
            rmsprop_update(np.float32([1.0]), np.float32([1e30]), 0.0, 0.1)


def test_adagrads_state_can_be_taken_over_after_its_sum_has_overflowed():
    params, adagrad = {"w": np.ones(2, np.float32)}, AdaGrad()
    with pytest.warns(RuntimeWarning, match="overflow") as said:
        for _ in range(4):
            adagrad.update(params, {"w": np.float32([1.5e19, 1.0])})
    assert said[0].filename == __file__  # the line of the caller, not the library's
    before = params["w"].copy()
    twin = AdaGrad()
    twin.load_state_dict(adagrad.state_dict())
    twin.update(params, {"w": np.float32([1.0, 1.0])})
    assert params["w"][0] == before[0] and params["w"][1] < before[1]


@pytest.mark.parametrize("slot", ["m", "v"])
def test_what_is_no_number_is_refused_as_state(slot):
    state = {"step": 1, "m": {"w": np.ones(1)}, "v": {"w": np.ones(1)}}
    for bad in (np.nan, -np.inf):
        wrong = {**state, slot: {"w": np.array([bad])}}
        with pytest.raises(ValueError, match=rf"state\['{slot}'\]\['w'\]"):
            Adam().load_state_dict(wrong)
    state["v"] = {"b": np.ones(1)}
    with pytest.raises(ValueError, match="names that differ"):
        Adam().load_state_dict(state)
    state["v"] = {"w": np.array([1.0, -1e-3])}  # a partly negative mean of squares
    with pytest.raises(ValueError, match="squares, all 0 or more"):
        Adam().load_state_dict(state)


@pytest.mark.parametrize(
    "make",
    [
        lambda f: SGD(f(0.1), momentum=f(0.9)),
        lambda f: AdaGrad(f(0.1), epsilon=f(1e-3)),
        lambda f: RMSprop(f(0.1), f(0.9), f(1e-3)),
        lambda f: RMSprop(lambda step: f(0.1), f(0.9), f(1e-3)),
        lambda f: AdamW(f(0.1), f(0.9), f(0.99), f(1e-3), f(0.1)),
    ],
)
def test_settings_that_are_numpys_numbers_leave_float32_what_it_is(make):
    """A float64 among float32 numbers would make NumPy calculate in float64."""
    g = RNG.normal(size=(3, 40)).astype(np.float32)
    ends = []
    for kind in (float, np.float64):
        optimizer, params = make(kind), {"w": np.ones(40, np.float32)}
        for gradient in g:
            optimizer.update(params, {"w": gradient})
        ends.append({"params": params, **optimizer.state_dict()})
    assert_same(*ends)


def test_the_gradient_of_one_parameter_may_lie_in_another():
    together = np.arange(1.0, 7.0)
    params = {"a": together[:3], "b": together[3:]}
    expected = together - 0.1 * np.tile(together[:3], 2)
    SGD(0.1).update(params, {"a": params["a"].copy(), "b": params["a"]})
    np.testing.assert_allclose(together, expected)
    a = np.ones(2)
    every = [(theta, g) for theta in (a, a[:]) for g in (a, a[:])]
    for (theta, g), b in itertools.product(every, (np.ones(2), np.ones(2)[:])):
        a[:], b[:] = 1, 1
        SGD(0.1).update({"a": theta, "b": b}, {"a": np.ones(2), "b": g})
        np.testing.assert_allclose(b, 0.9)


def test_decoupled_decay_is_adams_step_after_a_shrinking():
    g = RNG.normal(size=(4, 3))
    plain, decayed = {"w": np.ones(3)}, {"w": np.ones(3)}
    adam, adamw = Adam(0.1), AdamW(0.1, weight_decay=0.5)
    for gradient in g:
        before = decayed["w"].copy()
        adamw.update(decayed, {"w": gradient})
        plain["w"][:] = before * (1 - 0.1 * 0.5)
        adam.update(plain, {"w": gradient})
        np.testing.assert_allclose(decayed["w"], plain["w"], rtol=1e-12)
    with pytest.raises(ValueError, match="weight_decay: -1 was given.* number, 0 or m"):
        AdamW(weight_decay=-1)
    with pytest.raises(TypeError, match="weight_decay: bool was given"):
        AdamW(weight_decay=False)
    assert AdamW(weight_decay=0).weight_decay == 0


def test_the_defaults_are_those_of_the_papers_and_the_article():
    found = {kind.__name__: vars(kind()) for kind in (SGD, AdaGrad, RMSprop, AdamW)}
    assert (found["SGD"]["learning_rate"], found["SGD"]["momentum"]) == (0.01, 0.0)
    assert (found["AdaGrad"]["learning_rate"], found["AdaGrad"]["epsilon"]) == (
        0.01,
        1e-8,
    )
    names = ("learning_rate", "decay_rate", "epsilon")
    assert [found["RMSprop"][name] for name in names] == [0.01, 0.9, 1e-8]
    names = ("learning_rate", "beta1", "beta2", "epsilon", "weight_decay")
    assert [found["AdamW"][name] for name in names] == [0.001, 0.9, 0.999, 1e-8, 0.01]
    assert [vars(Adam())[name] for name in names[:4]] == [0.001, 0.9, 0.999, 1e-8]
    theta, v = rmsprop_update(0.0, 1e-8, 0.0, 1.0)
    assert (theta, v) == pytest.approx((-1 / (0.1**0.5 + 1), 1e-17), rel=1e-9, abs=0)
