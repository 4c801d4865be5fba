"""The checks of notebook 06, *Give it arrays of every kind*."""

import copy

import numpy as np

from rmsprop_lib.exercises.checks import (
    Scenario,
    check_choice,
    check_function,
    check_number,
)
from rmsprop_lib.optimizers import RMSprop

_CASES = [
    (
        {"learning_rate": 0.1, "decay_rate": 0.75, "epsilon": 0.5},
        {"w": np.array([[1.0, -2.0], [3.0, 0.5]]), "b": np.array([4.0, 0.25])},
        {"w": np.array([[2.0, -1.0], [0.0, 3.0]]), "b": np.array([-1.0, 0.5])},
    )
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
        given = {name: np.array(value) for name, value in returned.items()}
    for name in held:
        seen[f"{name} of the caller"] = params[name]
        seen[f"the array that was {name}"] = held[name]
        seen[f"gradient {name} of the caller"] = grads[name]
    return seen


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


def _of_zeros(optimizer, params, grads):
    return optimizer.update({name: 0.0 * p for name, p in params.items()}, grads)


def _negated(optimizer, params, grads):
    return updated(optimizer, params, {name: -g for name, g in grads.items()})


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
    "Two updates are made: one of the caller's arrays and one of the copies.":
        _updated_twice,
    "Your new arrays have the right shape, but they start from 0. Which numbers should "
    "be in them?": _of_zeros,
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
        Scenario(_run_calls, function),
        lambda *case: _run_calls(updated, *case),
        _CASES,
        mistakes,
        returns="a dict with the names of `params`, holding arrays of their shapes",
        right="the copies have moved; the caller's arrays are as they were",
        may_change_inputs=True,  # _run_calls looks at them itself
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
            "That is the gap at 1. How does it grow with the number?": 2.0**-23,
            "That is the gap at 1 times 100. The gap doubles at each power of 2; ask "
            "`np.spacing`.": 100 * 2.0**-23,
            "That is half of the gap at 1 times 100. The gap doubles at each power of "
            "2; ask `np.spacing`.": 100 * 2.0**-24,
            "That is for float64. Is `np.spacing` given a float32?":
                float(np.spacing(100.0)) / 2,
            "That is half of the gap at 1,000.":
                float(np.spacing(np.float32(1000))) / 2,
        },
        right="half the gap between neighbouring float32 numbers at 100",
        rtol=0.03,
    )  # fmt: skip


def check_broadcast(answer):
    """Check what a column minus a flat array is."""
    check_choice(
        answer,
        "sixteen numbers",
        {
            "sixteen numbers": "the column is repeated along the row, and the flat "
            "array along the column: every number meets every other.",
            "four numbers": "NumPy lines the shapes up from the right: (4, 1) and (4,) "
            "become (4, 1) and (1, 4). Which shape holds both?",
            "an error": "an error would help. NumPy stretches every axis of length 1 "
            "to fit. Which axes are that in (4, 1) and (1, 4)?",
        },
    )
