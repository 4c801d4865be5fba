"""The checks of notebook 16, *Make one step fast*."""

import numpy as np

from rmsprop_lib.exercises.agreement import agree
from rmsprop_lib.exercises.checks import Scenario, check_function, check_number
from rmsprop_lib.optimizers import RMSprop


def check_least_bytes(answer):
    """Check the bytes that a step moves if each number travels once each way."""
    check_number(
        answer,
        20,
        {
            "That is what is read. A step also writes.": 12,
            "That is what is written. What has to be read before?": 8,
            "These are the numbers. How many bytes has each, in float32?": 5,
            "These are the arrays. Which of them are read, which written, and how many "
            "bytes has a number?": 3,
            "These are bits. How many of them make a byte?": 160,
            "That is for float64.": 40,
            "One of the three arrays is not changed. Does it have to be written?": 24,
            "Each array is counted once per step or not at all. Can θ be moved by "
            "somebody who has not read it?": 16,
            "That is what the nine operations move. Which of it is on behalf of t, "
            "and which of it is a second trip with the same number?": 84,
            "That is what the nine operations move for θ, g and v. Which of these "
            "trips are made a second time with the same number?": 36,
        },
        right="θ, g and v are read, θ and v are written: five numbers of four bytes",
        rtol=1e-3,
    )


def check_copies(answer):
    """Check how many copies' time a step in one pass takes, counted in bytes."""
    check_number(
        answer,
        2.5,
        {
            "You compare with the bytes of one array. A copy reads one and writes "
            "another.": 5,
            "These are the bytes of the step. How many does a copy move?": 20,
            "That is the step in nine operations. And in a single pass?": 10.5,
            "You compare the nine operations with the single pass. What is asked for "
            "is the single pass, measured in copies.": 4.2,
            "That is for what the step reads. It also writes.": 1.5,
            "That is for what the step writes. It also reads.": 1,
            "Six trips of a number? One of the three arrays is not changed.": 3,
            "How many copies is the step, not how many steps is a copy.": 0.4,
            "You count that a processor fetches what a copy will write over. Many do, "
            "and the text comes to it; count what is read and written, first.": 20 / 12,
        },
        right="20 bytes a number, and a copy moves 8",
    )


# ---- the loop ------------------------------------------------------------------------

_rng = np.random.default_rng(16)


def _case(n, dtype, rate, rho, epsilon):
    theta, g = _rng.normal(size=(2, n)).round(2)
    v = _rng.uniform(0.1, 2, size=n).round(2)
    arrays = (array.astype(dtype) for array in (theta, g, v))
    return *arrays, rate, rho, 1 - rho, epsilon


_CASES = [
    _case(4, np.float64, 0.5, 0.75, 0.5),
    _case(7, np.float32, 0.25, 0.875, 0.25),
    _case(1, np.float64, 0.125, 0.5, 2.0),
    (np.ones(3), np.array([2.0, 0.0, -1.0]), np.zeros(3), 0.5, 0.75, 0.25, 0.125),
]


def _run_loop(function, theta, g, v, *settings):
    """Return the caller's arrays as they are after the call."""
    function(theta, g, v, *settings)
    return {"θ": theta, "v": v, "g": g}


def _by_apply(theta, g, v, rate, rho, rest, epsilon):
    RMSprop(rate, rho, epsilon).apply(theta, g, v, rate)


def _with(line_of_v=None, line_of_theta=None, places=slice(None)):
    """Return the step with another first or second line, or not at all places."""

    def step(theta, g, v, rate, rho, rest, epsilon):
        before = v.copy()
        first = line_of_v or (lambda g, v, rho, rest: rho * v + rest * g**2)
        second = line_of_theta or (lambda g, v, old, eps: g / (np.sqrt(v) + eps))
        v[places] = first(g, v, rho, rest)[places]
        theta[places] -= rate * second(g, v, before, epsilon)[places]

    return step


def _v_stays(theta, g, v, *settings):
    _by_apply(theta, g, v.copy(), *settings)


def _theta_stays(theta, g, v, *settings):
    _by_apply(theta.copy(), g, v, *settings)


def _g_squared(theta, g, v, *settings):
    _by_apply(theta, g.copy(), v, *settings)
    g *= g


def _twice(theta, g, v, *settings):
    _by_apply(theta, g, v, *settings)
    _by_apply(theta, g, v, *settings)


def _without_brackets(theta, g, v, rate, rho, rest, epsilon):
    v[:] = rho * v + rest * g**2
    theta -= rate * g / np.sqrt(np.maximum(v, 1e-300)) + epsilon


_MISTAKES = {
    "Nothing has changed in the caller's arrays. Write into their places, `v[i] = …`. "
    "`v = …` gives a new name, and nobody looks at a new array that is returned.":
        lambda *case: None,
    "θ is right, and v is where it was. Is the new v written into `v[i]`? The next "
    "step needs it.": _v_stays,
    "v is right, and θ is where it was. Is the new θ written into `theta[i]`?":
        _theta_stays,
    "θ and v are right, but g has changed. It is not yours to write into.": _g_squared,
    "Only the first number is stepped. Where does the loop end, and is there a "
    "`return` in it?": _with(places=slice(1)),
    "The last number is left out. At which i does `range` end?":
        _with(places=slice(-1)),
    "The first number is left out. At which i does `range` begin?":
        _with(places=slice(1, None)),
    "θ moves by the old v. Which of the two lines comes first?":
        _with(None, lambda g, v, old, eps: g / (np.sqrt(old) + eps)),
    "ε is inside the root. Where is it in the formula?":
        _with(None, lambda g, v, old, eps: g / np.sqrt(v + eps)),
    "There is no root in your second line. Which unit has v?":
        _with(None, lambda g, v, old, eps: g / (v + eps)),
    "ε does not enter.": _with(
        None, lambda g, v, old, eps: g / np.sqrt(np.maximum(v, 1e-300))),
    "ε is added to the step and not to the root. Where do the brackets end?":
        _without_brackets,
    "You moved uphill. What is subtracted?":
        _with(None, lambda g, v, old, eps: -g / (np.sqrt(v) + eps)),
    "The gradient is not in your second line: every step has a sign and a size that "
    "are not g's.": _with(None, lambda g, v, old, eps: 1 / (np.sqrt(v) + eps)),
    "v takes in g. What should it take in?":
        _with(lambda g, v, rho, rest: rho * v + rest * g),
    "v takes in all of g². Which share is new?":
        _with(lambda g, v, rho, rest: rho * v + g**2),
    "v keeps all that it was. Which share is kept?":
        _with(lambda g, v, rho, rest: v + rest * g**2),
    "v only adds up, as in AdaGrad. Which share of it is kept, and which is new?":
        _with(lambda g, v, rho, rest: v + g**2),
    "The two shares have changed places: ρ is kept, 1 − ρ is new.":
        _with(lambda g, v, rho, rest: rest * v + rho * g**2),
    "v forgets what it was. Where is the share that is kept?":
        _with(lambda g, v, rho, rest: rest * g**2),
    "Two steps are made in one call.": _twice,
}  # fmt: skip


def check_loop(function):
    """Check `one_loop(theta, g, v, rate, rho, rest, epsilon)`: one step, in place."""
    check_function(
        Scenario(_run_loop, function),
        lambda *case: _run_loop(_by_apply, *case),
        _CASES,
        {
            hint: (lambda *case, mistake=mistake: _run_loop(mistake, *case))
            for hint, mistake in _MISTAKES.items()
        },
        returns="nothing, and write into `theta` and `v`",
        right="each number is read once and written once",
        may_change_inputs=True,  # _run_loop looks at them itself
    )


def loop_is_right(function):
    """Return whether the reader's loop is right, so that later cells may use it."""
    return agree(function, _by_apply, _run_loop, _CASES)


# ---- half the bytes ------------------------------------------------------------------


def check_small_memories(answer):
    """Check the bytes of Adam's step with θ in float32 and g, m, v in float16."""
    check_number(
        answer,
        18,
        {
            "That is with everything in float32.": 28,
            "The gradient is only read, and has two bytes.": 20,
            "θ is in float32, and it is both read and written.": 14,
            "That is what is read. What is written?": 10,
            "That is what is written. What is read?": 8,
            "These are numbers. How many bytes has each?": 7,
            "These are bits.": 144,
            "m and v have changed. Are both written?": 16,
            "m and v are two memories, and both are in float16.": 22,
            "m and v are both read and written, in float16.": 26,
        },
        right="8 for θ, 2 for g, 4 each for m and v: less than RMSprop in float32",
        rtol=1e-3,
    )
