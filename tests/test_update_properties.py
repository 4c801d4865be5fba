"""`RMSprop.update` and the compiled one against `rmsprop_update`: the same bits.

Both do the same operations in the same order, one into new arrays, the other in place
and block by block. Shapes, memory orders, types and block sizes are made up by
hypothesis, the same ones every time. Only where the class converts a gradient to its
parameter's type do the two round differently; there they agree to 1e-6.
"""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from rmsprop_lib import optimizers
from rmsprop_lib.compiled import CompiledRMSprop
from rmsprop_lib.optimizers import RMSprop, rmsprop_update

FLOATS = (np.float32, np.float64)
STEPS = 3
both = pytest.mark.parametrize("kind", [RMSprop, CompiledRMSprop])
same_every_time = settings(
    max_examples=50, deadline=None, derandomize=True, database=None
)
shapes = hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=9)
dtypes = st.sampled_from(FLOATS)
hyper = st.fixed_dictionaries(
    {
        "learning_rate": st.floats(1e-6, 10),
        "decay_rate": st.floats(0, 0.9999),
        "epsilon": st.floats(1e-10, 1),
    }
)


def in_order(values):
    return values.copy()


def fortran(values):
    return np.array(values, order="F")


def every_other(values):
    """The same numbers as a view of an array in which NaN lies between them."""
    parent = np.full([2 * n for n in values.shape], np.nan, values.dtype)
    view = parent[(..., *(slice(None, None, 2) for _ in values.shape))]
    view[...] = values
    return view


def backwards(values):
    index = (..., *(slice(None, None, -1) for _ in values.shape))
    return values[index].copy()[index]


def transposed(values):
    return values.T.copy().T if values.ndim else values.copy()


def a_row_of_more(values):
    """The same numbers as part of a longer array: contiguous, but not its own."""
    parent = np.zeros(values.size + 3, values.dtype)
    parent[1 : values.size + 1] = values.ravel()
    return parent[1 : values.size + 1].reshape(values.shape)


layouts = st.sampled_from(
    [in_order, fortran, every_other, backwards, transposed, a_row_of_more]
)


@pytest.fixture(autouse=True)
def block_as_it_was(monkeypatch):
    monkeypatch.setattr(optimizers, "BLOCK", optimizers.BLOCK)


def numbers(data, shape, dtype, largest):
    """Return an array of normal and small numbers and zeros, of both signs."""
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32)))
    scale = largest * 10.0 ** rng.uniform(-12, 0, shape)
    values = rng.uniform(-1, 1, shape) * scale * (rng.random(shape) < 0.9)
    return np.asarray(values, dtype)


def frozen(array):
    array = array.copy()
    array.flags.writeable = False
    return array


@both
@same_every_time
@given(st.data(), shapes, dtypes, hyper, st.sampled_from([16, 64, 200, 2**19]))
def test_the_class_and_the_pure_function_agree_to_the_bit(
    kind, data, shape, dtype, setting, block
):
    optimizers.BLOCK = block  # 16 bytes: 2 or 4 numbers
    theta = numbers(data, shape, dtype, 1e3)
    mine, v = data.draw(layouts)(theta), dtype(0)
    optimizer, params = kind(**setting), {"w": mine}
    lays = data.draw(layouts)
    for _ in range(STEPS):
        g = numbers(data, shape, dtype, 1e6)
        given_g = lays(g)
        assert optimizer.update(params, {"w": given_g})["w"] is mine
        theta, v = rmsprop_update(theta, g, v, **setting)
        assert (mine.dtype, optimizer.cache["w"].dtype) == (dtype, dtype)
        np.testing.assert_array_equal(mine, theta)
        np.testing.assert_array_equal(optimizer.cache["w"], v)
        np.testing.assert_array_equal(given_g, g)  # left as it was
    if lays is every_other and shape:
        assert np.isnan(given_g.base[1::2]).all()


@both
@same_every_time
@given(st.data(), shapes, layouts, hyper, st.sampled_from([16, 2**19]))
def test_what_lies_between_the_numbers_of_a_view_stays(
    kind, data, shape, layout, setting, block
):
    optimizers.BLOCK = block
    mine = every_other(numbers(data, shape, np.float64, 1.0))
    g = layout(numbers(data, shape, np.float64, 1.0))
    kind(**setting).update({"w": mine}, {"w": g})
    assert not np.isnan(mine).any()
    parent = mine if mine.base is None else mine.base
    assert np.isnan(parent).sum() == parent.size - mine.size


@same_every_time
@given(st.data(), shapes, dtypes, st.sampled_from([np.float16, *FLOATS]), hyper)
def test_a_gradient_of_another_type_is_converted_first(
    data, shape, dtype, g_dtype, setting
):
    start = numbers(data, shape, dtype, 1e3)
    optimizer, params = RMSprop(**setting), {"w": start.copy()}
    exact, v64 = start.astype(np.float64), np.float64(0)
    theta, v, way = start, dtype(0), np.abs(exact)
    for _ in range(STEPS):
        g = numbers(data, shape, g_dtype, 1e4)
        optimizer.update(params, {"w": g})
        theta, v = rmsprop_update(theta, g.astype(dtype), v, **setting)
        before = exact
        exact, v64 = rmsprop_update(exact, g.astype(np.float64), v64, **setting)
        way = way + np.abs(exact - before)
    np.testing.assert_array_equal(params["w"], theta)
    assert (np.abs(params["w"] - exact) <= 1e-6 * way).all()


@both
@same_every_time
@given(st.data(), st.lists(st.tuples(shapes, dtypes), min_size=1, max_size=4), hyper)
def test_several_arrays_are_as_good_as_one_at_a_time(kind, data, kinds, setting):
    params = {f"w{i}": numbers(data, *kind, 1e3) for i, kind in enumerate(kinds)}
    alone = {name: theta.copy() for name, theta in params.items()}
    together, by_itself = (
        kind(**setting),
        {name: kind(**setting) for name in alone},
    )
    for _ in range(STEPS):
        grads = {
            name: frozen(numbers(data, theta.shape, theta.dtype.type, 1e3))
            for name, theta in params.items()
        }
        together.update(params, grads)
        for name, optimizer in by_itself.items():
            optimizer.update({name: alone[name]}, {name: grads[name]})
    for name, theta in params.items():
        np.testing.assert_array_equal(theta, alone[name])


@both
@same_every_time
@given(st.data(), st.integers(1, 40), st.integers(-5, 5), dtypes)
def test_a_gradient_that_overlaps_with_its_parameter(kind, data, size, shift, dtype):
    optimizers.BLOCK = 16
    memory = numbers(data, (size + 10,), dtype, 1.0)
    theta, g = memory[5 : 5 + size], memory[5 + shift : 5 + shift + size]
    expected, _ = rmsprop_update(theta.copy(), g.copy(), 0.0, 0.1)
    kind(0.1).update({"w": theta}, {"w": g})
    np.testing.assert_array_equal(theta, expected)


@same_every_time
@given(st.data(), shapes, dtypes, hyper)
def test_read_only_parameter_is_refused_and_nothing_changes(
    data, shape, dtype, setting
):
    free = numbers(data, shape, dtype, 1.0)
    locked = frozen(free)
    optimizer = RMSprop(**setting)
    grads = {name: numbers(data, shape, dtype, 1.0) for name in ("a", "b")}
    with pytest.raises(ValueError, match=r"params\['b'\]: a read-only array"):
        optimizer.update({"a": free, "b": locked}, grads)
    np.testing.assert_array_equal(free, locked)
    assert optimizer.step == 0 and optimizer.cache == {}


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("dtype", FLOATS)
def test_an_update_of_a_large_array_needs_less_than_two_megabytes(dtype, order):
    theta = np.ones((1000, 4000), dtype, order=order)
    params, grads, optimizer = {"w": theta}, {"w": theta * 2}, RMSprop()
    optimizer.update(params, grads)
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    optimizer.update(params, grads)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak - before < 2e6
