"""The optimizers against formulas written out plainly, and against every bad input."""

import copy
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from rmsprop_lib.optimizers import (
    BLOCK,
    SGD,
    AdaGrad,
    Adam,
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
SHAPES = [(), (4,), (3, 5), (BLOCK // 8 + 1,), (0, 2)]


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


BAD = {
    "params no dict": ([1.0], GRADS, TypeError, "params: list was given"),
    "grads no dict": (GOOD, None, TypeError, "grads: NoneType"),
    "nothing": ({}, {}, ValueError, "params: an empty dict"),
    "missing": (GOOD, {"w": GRADS["w"]}, ValueError, r"missing: \['b'\]"),
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
    "infinity": (
        GOOD,
        with_(GRADS, w=np.array([1.0, -np.inf])),
        ValueError,
        "infinity",
    ),
    "read-only": (with_(GOOD, b=READ_ONLY), GRADS, ValueError, "read-only"),
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
        optimizer.update(params, {"w": np.array([1e25, 0.0], np.float32)})
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
@pytest.mark.parametrize("value", [0, -1e-8, float("nan"), None], ids=str)
def test_bad_epsilon(kind, value):
    with pytest.raises((ValueError, TypeError), match="epsilon: "):
        kind(epsilon=value)


def test_nesterov_needs_momentum():
    with pytest.raises(ValueError, match="nesterov: True .* momentum 0"):
        SGD(nesterov=True)


@pytest.mark.parametrize(
    "changed, message",
    [
        ({"grad": np.ones(3)}, r"grad: shape \(3,\)"),
        ({"cache": np.zeros(3)}, r"cache: shape \(3,\)"),
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


def test_other_names_or_shapes_than_before_are_refused():
    optimizer = RMSprop()
    optimizer.update(copy.deepcopy(GOOD), GRADS)
    state = optimizer.state_dict()
    with pytest.raises(ValueError, match=r"params: names \['w'\] .* as in the updates"):
        optimizer.update({"w": np.ones(2)}, {"w": np.ones(2)})
    wider = {"w": np.ones(3), "b": np.ones(1)}
    with pytest.raises(ValueError, match=r"params\['w'\]: float64 \(3,\) was given"):
        optimizer.update(wider, wider)
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
        ({"step": 1}, r"RMSprop expects \['cache', 'step'\]"),
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


def test_threads_and_copies_do_not_meet_in_scratch():
    """Each thread has an optimizer that is a shallow copy of the same one."""
    n, first = BLOCK // 2, RMSprop(0.01)
    expected = {"w": np.zeros(n, np.float32)}
    grads = [
        {"w": np.full(n, g, np.float32)}
        for g in np.random.default_rng(0).normal(size=20)
    ]
    for g in grads:
        first.update(expected, g)

    def run(optimizer):
        params = {"w": np.zeros(n, np.float32)}
        for g in grads:
            optimizer.update(params, g)
        return params["w"]

    copies = [copy.copy(RMSprop(0.01)) for _ in range(4)]
    for twin in copies[1:]:
        vars(twin).update(vars(copies[0]) | {"cache": {}})
    with ThreadPoolExecutor(4) as pool:
        for w in pool.map(run, copies):
            np.testing.assert_array_equal(w, expected["w"])
