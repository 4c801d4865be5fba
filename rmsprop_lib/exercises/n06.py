"""The checks of notebook 06, *Give it arrays of every kind*."""

import copy

import numpy as np

from rmsprop_lib.exercises.checks import Scenario, check_function, check_number
from rmsprop_lib.optimizers import RMSprop

_CASES = [
    (
        {"learning_rate": 0.1, "decay_rate": 0.75, "epsilon": 0.5},
        {"w": np.array([[1.0, -2.0], [3.0, 0.5]]), "b": np.array([4.0, 0.25])},
        {"w": np.array([[2.0, -1.0], [0.0, 3.0]]), "b": np.array([-1.0, 0.5])},
    ),
    (
        {"learning_rate": 0.3, "decay_rate": 0.9, "epsilon": 0.25},
        {
            "w1": np.array([[0.7, 2.0, -1.5], [0.4, -3.0, 2.5]], dtype=np.float32),
            "w2": np.array([1.2]),
        },
        {
            "w1": np.array([[-1.0, 0.5, 2.0], [3.0, 1.5, -0.7]], dtype=np.float32),
            "w2": np.array([0.8]),
        },
    ),
]


def _run_calls(function, settings, params, grads):
    """Return what two calls return, and the caller's arrays after them."""
    optimizer = RMSprop(**settings)
    seen = {}
    given, held = params, dict(params)
    for call in (1, 2):
        returned = function(optimizer, given, grads)
        if not isinstance(returned, dict) or set(returned) != set(params):
            return returned
        for name in params:
            seen[f"{name}, returned by call {call}"] = np.array(returned[name])
        given = {  # a list, or another dtype, is taken for what it means
            name: np.array(value, dtype=params[name].dtype)
            for name, value in returned.items()
        }
    for name in held:
        seen[f"{name} of the caller"] = params[name]
        seen[f"the array that was {name}"] = held[name]
        seen[f"gradient {name} of the caller"] = grads[name]
    return seen


def _first_returned(found, case):
    return {(name,): found[f"{name}, returned by call 1",] for name in case[1]}


def updated(optimizer, params, grads):
    """Return the parameters after one update; the caller's arrays stay as they are."""
    return optimizer.update({name: p.copy() for name, p in params.items()}, grads)


def _updated_twice(optimizer, params, grads):
    optimizer.update(params, grads)
    return updated(optimizer, params, grads)


def _copied_gradients(optimizer, params, grads):
    return optimizer.update(params, copy.deepcopy(grads))


def _old_copies(optimizer, params, grads):
    copies = {name: p.copy() for name, p in params.items()}
    optimizer.update(params, grads)
    return copies


def _copies_put_back(optimizer, params, grads):
    copies = {name: p.copy() for name, p in params.items()}
    new = dict(optimizer.update(params, grads))
    params.update(copies)
    return new


def _of_zeros(optimizer, params, grads):
    return optimizer.update({name: 0.0 * p for name, p in params.items()}, grads)


def _twice(optimizer, params, grads):
    return optimizer.update(updated(optimizer, params, grads), grads)


def _exchanged(optimizer, params, grads):
    return optimizer.update(grads, {name: p.copy() for name, p in params.items()})


def _by_another(optimizer, params, grads):
    return updated(RMSprop(), params, grads)


def _by_another_alike(optimizer, params, grads):
    return updated(RMSprop(optimizer.learning_rate), params, grads)


def _negated(optimizer, params, grads):
    return updated(optimizer, params, {name: -g for name, g in grads.items()})


def _moves(optimizer, params, grads):
    new = updated(optimizer, params, grads)
    return {name: params[name] - new[name] for name in params}


def _by_gradient(optimizer, params, grads):
    return {
        name: params[name] - optimizer.learning_rate * grads[name] for name in grads
    }


_MISTAKES = {
    "What you return has not moved. Which dict do you give to `update`, and which one "
    "do you return?": lambda optimizer, params, grads: params,
    "The caller's arrays have moved, too. `dict(params)`, `params.copy()` and views "
    "like `p[:]` lead to the same arrays, and a copy made after the update comes too "
    "late. What has to be copied, and when?": _copied_gradients,
    "Your copies have stayed, and the caller's arrays have moved. Which of the two do "
    "you give to `update`?": _old_copies,
    "The second call starts with an empty cache. Is it the caller's optimizer that "
    "makes the update?":
        lambda optimizer, params, grads: updated(
            copy.deepcopy(optimizer), params, grads
        ),
    "The caller's dict holds copies now, and the arrays that were in it have moved. "
    "Who else may hold them, and what has to be copied before the update?":
        _copies_put_back,
    "Two updates are made: one of the caller's arrays and one of the copies.":
        _updated_twice,
    "Each call makes two updates of its copies. How often is `update` called?": _twice,
    "You give the gradients for the parameters, and the parameters for the gradients. "
    "What does `update` take first?": _exchanged,
    "Another optimizer makes the update, with other settings and an empty cache. Whose "
    "`update` should it be?": _by_another,
    "Another optimizer makes the update, with the same rate alone, and an empty cache. "
    "Whose `update` should it be?": _by_another_alike,
    "Your new arrays have the right shape, but they start from 0. Which numbers should "
    "be in them?": _of_zeros,
    "You return how far the parameters move. Where do they arrive?": _moves,
    "You moved uphill: the optimizer subtracts by itself.": _negated,
    "You do the step of gradient descent yourself. Who knows the caches?": _by_gradient,
}  # fmt: skip


def check_updated(function):
    """Check `updated(optimizer, params, grads)`: new arrays, the caller's untouched."""
    mistakes = {
        hint: (lambda *case, mistake=mistake: _run_calls(mistake, *case))
        for hint, mistake in _MISTAKES.items()
    }
    check_function(
        Scenario(_run_calls, function, _first_returned),
        lambda *case: _run_calls(updated, *case),
        _CASES,
        mistakes,
        returns="a dict with the names of `params`, holding arrays of their shapes",
        right="the copies have moved; the caller's arrays are as they were",
        may_change_inputs=True,  # _run_calls looks at them itself
        section="In place or a copy?",
    )


def check_smallest_step(answer):
    """Check the step below which a float32 parameter at 100 does not move."""
    half = float(np.spacing(np.float32(100))) / 2
    check_number(
        answer,
        half,
        {
            "That is the whole gap to the next number. Which steps does rounding take "
            "up to it?": 2 * half,
            "That is for a parameter at 1. How does the gap grow with the number?":
                2.0**-24,
            "That is half the gap below 1. How does the gap grow with the number?":
                2.0**-25,
            "That is half the gap below 1, times 100. The gap doubles at each power of "
            "2; ask `np.spacing`.": 100 * 2.0**-25,
            "That is the gap at 1. How does it grow with the number?": 2.0**-23,
            "That is the gap at 1 times 100. The gap doubles at each power of 2; ask "
            "`np.spacing`.": 100 * 2.0**-23,
            "That is half of the gap at 1 times 100. The gap doubles at each power of "
            "2; ask `np.spacing`.": 100 * 2.0**-24,
            "That is for float64. Is `np.spacing` given a float32?":
                float(np.spacing(100.0)) / 2,
            "That is half of the gap at 1,000.":
                float(np.spacing(np.float32(1000))) / 2,
            "That is the gap of float64. Is `np.spacing` given a float32, and which "
            "steps does rounding take up?": float(np.spacing(100.0)),
            "That is a quarter of the gap. From where on is the next number nearer?":
                half / 2,
            "That is the smallest number that float32 has, near 0. How large is the "
            "gap at 100?": float(np.finfo(np.float32).tiny),
            "That is the usual ε, which has nothing to do with it. How large is the "
            "gap at 100?": 1e-8,
            "That is a number, not a gap. How far is it to the next one?": 100.0,
            "That is half of 100 and the gap together. How large is the gap alone?":
                50.0,
            "That is for float16. Which dtype has the parameter?":
                float(np.spacing(np.float16(100))) / 2,
            "That is the gap of float16. Which dtype has the parameter?":
                float(np.spacing(np.float16(100))),
            "That is a share of 100. How long is the step itself?": half / 100,
            "That is a gap as a share of 100. How long is the step itself?": half / 50,
            "Seven digits are a rule of thumb for a number near 1. What does "
            "`np.spacing` say at 100?": 1e-7,
            "Seven digits are a rule of thumb. What does `np.spacing` say at 100?":
                1e-5,
            "That is half of the seventh digit, by a rule of thumb. What does "
            "`np.spacing` say at 100?": 5e-6,
            "That is the rate of the walk above, which began at 1. How large is the "
            "gap at 100?": 2e-8,
            "That is in the right place of the sixth digit, but a rule of thumb. What "
            "does `np.spacing` say at 100?": 1e-6,
        },
        right="half the gap between neighbouring float32 numbers at 100",
        rtol=0.03,
        section="Which float?",
    )  # fmt: skip


def gradient_for(g, shape):
    """Return the gradient of a parameter of this shape that was stretched to g's.

    Examples
    --------
    >>> gradient_for(np.ones((3, 5)), (3, 1)).ravel()
    array([5., 5., 5.])
    """
    return _reduced(g, shape, np.sum)


def _reduced(g, shape, reduce):
    """Return g with one number, made by `reduce`, in place of all uses of a number."""
    g = np.asarray(g, dtype=float)
    extra = g.ndim - len(shape)
    stretched = [extra + axis for axis, n in enumerate(shape) if n == 1]
    axes = (*range(extra), *stretched)
    return reduce(g, axis=axes).reshape(shape) if axes else g


def _first(g, axis):
    return g[tuple(0 if n in axis else slice(None) for n in range(g.ndim))]


def _of_leading_axes(g, shape):
    """Return the sum over the axes that the parameter lacks, and of the others one."""
    g = g.sum(axis=tuple(range(g.ndim - len(shape))))
    return g[tuple(slice(0, n) for n in shape)]


def _of_stretched_axes(g, shape):
    """Return the sum over the axes of length 1, and of the others the first entry."""
    return _reduced(g[(0,) * (g.ndim - len(shape))], shape, np.sum)


def _in_two_ways(g, shape, reduce):
    """Return the sum over the axes that the parameter lacks; `reduce` the others."""
    return _reduced(g.sum(axis=tuple(range(g.ndim - len(shape)))), shape, reduce)


_ANY = np.random.default_rng(6)
_GRADIENT_CASES = [
    (_ANY.normal(size=(3, 5)), (3, 1)),
    (_ANY.normal(size=(4, 3)), (3,)),
    (_ANY.normal(size=(2, 3)), (2, 3)),
    (_ANY.normal(size=(2, 4, 3)), (4, 1)),
    (_ANY.normal(size=(3, 3)), (1, 3)),
    (_ANY.normal(size=(2, 2)), ()),
]

_GRADIENT_MISTAKES = {
    "All gradients are 0. Which entries of g belong to the same number of the "
    "parameter?": lambda g, shape: np.zeros(shape),
    "You take the mean over the uses. A number that is used twice has twice the "
    "influence: what does the text say of the uses?":
        lambda g, shape: _reduced(g, shape, np.mean),
    "You keep the first use and drop the others. Do they not count?":
        lambda g, shape: _reduced(g, shape, _first),
    "You keep the largest use. Do the others not count?":
        lambda g, shape: _reduced(g, shape, np.max),
    "You cut the first numbers out of g (resize, or reshape of a part). Do they belong "
    "to these parameters?": lambda g, shape: np.resize(g, shape),
    "Every parameter gets the sum over all of g: this is the very mistake with the "
    "biases. Over which axes are the uses of *one* number?":
        lambda g, shape: np.full(shape, np.sum(g)),
    "You sum the axes that the parameter lacks, but not those in which it has the "
    "length 1.": _of_leading_axes,
    "You sum the axes in which the parameter has the length 1, but not those that it "
    "lacks.": _of_stretched_axes,
    "You sum the axes that the parameter lacks; in those of length 1 you take the "
    "mean. What does the text say of the uses?":
        lambda g, shape: _in_two_ways(g, shape, np.mean),
    "You sum the axes that the parameter lacks; in those of length 1 you keep the "
    "largest use. What does the text say of the uses?":
        lambda g, shape: _in_two_ways(g, shape, np.max),
    "You cut g into pieces of the shape that is asked for, and add them. Do the "
    "numbers of a piece lie in the order of the parameter?":
        lambda g, shape: g.reshape(-1, *shape).sum(axis=0),
    "You sum absolute values. May uses not cancel?":
        lambda g, shape: _reduced(np.abs(g), shape, np.sum),
    "You multiply the uses. What does the text say of them?":
        lambda g, shape: _reduced(g, shape, np.prod),
    "The sign is reversed. The optimizer subtracts by itself.":
        lambda g, shape: -gradient_for(g, shape),
}  # fmt: skip


def check_gradient_for(function):
    """Check `gradient_for(g, shape)`: the sum over all uses of each number."""
    check_function(
        function,
        gradient_for,
        _GRADIENT_CASES,
        _GRADIENT_MISTAKES,
        returns="an array of the shape `shape`",
        may_change_inputs=True,
        right="each number gets the sum over its uses",
        section="Does the shape matter?",
    )
