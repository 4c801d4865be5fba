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
            "Two trips too many are in it. Is t needed, if a number stays in the "
            "processor? Or is something read or written twice?": 28,
            "Three trips too many are in it. Which numbers are needed, and which of "
            "them change?": 32,
            "That is one trip of one number. Which numbers have to come, and which to "
            "go?": 4,
            "These are the operations. How many bytes has each number that travels?": 9,
            "These are the trips of the nine operations. Which of them are needed, and "
            "how many bytes is one?": 21,
            "These are ten trips of a byte, or five of two. How many bytes has "
            "a float32?": 10,
            "That is for float64.": 40,
            "That is for ten million parameters. How many bytes travel for one?": 2e8,
            "One of the three arrays is not changed. Does it have to be written?": 24,
            "16 lacks one trip. Which arrays does a step change, and is each of them "
            "both read and written?": 16,
            "That is what the nine operations move. Which of it is on behalf of t, "
            "and which of it is a second trip with the same number?": 84,
            "That is what the nine operations move for θ, g and v. Which of these "
            "trips are made a second time with the same number?": 36,
        },
        right="θ, g and v are read, θ and v are written: five numbers of four bytes",
        rtol=1e-3,
        section="How often does the formula go over memory?",
    )


def check_copies(answer):
    """Check how many copies' time a step in one pass takes, counted in bytes."""
    check_number(
        answer,
        2.5,
        {
            "Is it 20/4? A copy reads one array and writes another. (Or 40/8? The "
            "numbers of the step are float32, too.)": 5,
            "These are operations, halved: a copy is not two of them. How many bytes "
            "does the step move, and how many a copy?": 4.5,
            "28/8 has two trips too many in it. Which numbers travel?": 3.5,
            "Is it rounded, or 16/8, or a copy for each array that changes? A step "
            "need not take whole copies, and not all that it reads is written.": 2,
            "These are the bytes of a copy. How often are they in the step's?": 8,
            "These are operations. With so many parameters the bytes decide: how many "
            "does the step move, and how many a copy?": 9,
            "That is for a copy of float64. How many bytes has a float32?": 1.25,
            "The number of parameters is on both sides. What is left of it?": 2.5e7,
            "A copy moves 8 bytes for each number: one is read, one is written. How "
            "many does the step move?": 4,
            "These are the bytes of the step. How many does a copy move?": 20,
            "That is the step in nine operations. And in a single pass?": 10.5,
            "You compare the nine operations with the single pass. What is asked for "
            "is the single pass, measured in copies.": 4.2,
            "That is for what the step reads. It also writes.": 1.5,
            "That is for what the step writes. It also reads.": 1,
            "Is it rounded? Or six trips of a number? One of the three arrays is not "
            "changed.": 3,
            "How many copies is the step, not how many steps is a copy.": 0.4,
            "You count that a processor fetches what a copy will write over. Many do, "
            "and the text comes to it; count what is read and written, first.": 20 / 12,
        },
        right="20 bytes a number, and a copy moves 8",
        section="How often does the formula go over memory?",
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


def _run_loop(function, theta, g, v, rate, rho, rest, epsilon):
    """Return the caller's arrays as they are after the call."""
    function(theta, g, v, rate, rho, rest, epsilon)
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
    theta -= rate * g / np.sqrt(v) + epsilon


def _as_often(places):
    """Return as many steps of these places as there are numbers."""

    def steps(theta, g, v, *settings):
        for _ in range(theta.size):
            _by_apply(theta[places], g[places], v[places], *settings)

    return steps


def _all_of_theta(theta, g, v, rate, rho, rest, epsilon):
    for i in range(theta.size):
        v[i] = rho * v[i] + rest * g[i] ** 2
        theta -= rate * g / (np.sqrt(v) + epsilon)


def _all_of_v(theta, g, v, rate, rho, rest, epsilon):
    for i in range(theta.size):
        v[:] = rho * v + rest * g**2
        theta[i] -= rate * g[i] / (np.sqrt(v[i]) + epsilon)


def _step_of_one_for_all(theta, g, v, rate, rho, rest, epsilon):
    for i in range(theta.size):
        v[i] = rho * v[i] + rest * g[i] ** 2
        theta -= rate * g[i] / (np.sqrt(v[i]) + epsilon)


def _g_divided(theta, g, v, rate, rho, rest, epsilon, factor=1.0):
    _by_apply(theta, g, v, rate, rho, rest, epsilon)
    g *= factor / (np.sqrt(v) + epsilon)


def _from_the_left(name):
    def steps(theta, g, v, rate, rho, rest, epsilon):
        for i in range(theta.size):
            v[i] = rho * v[i - (name == "v")] + rest * g[i] ** 2
            step = rate * g[i] / (np.sqrt(v[i]) + epsilon)
            theta[i] = theta[i - (name == "θ")] - step

    return steps


def _rebound(theta, g, v, rate, rho, rest, epsilon):
    for i in range(theta.size):
        v = rho * v + rest * g**2
        theta[i] -= rate * g[i] / (np.sqrt(v[i]) + epsilon)


def _theta_is_the_step(theta, g, v, *settings):
    before = theta.copy()
    _by_apply(theta, g, v, *settings)
    theta[:] = before - theta


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
    "ε does not enter.": _with(None, lambda g, v, old, eps: g / np.sqrt(v)),
    "ε is added to the step and not to the root. Where do the brackets end?":
        _without_brackets,
    "You moved uphill. What is subtracted?":
        _with(None, lambda g, v, old, eps: -g / (np.sqrt(v) + eps)),
    "The gradient is not in your second line: every step has a sign and a size that "
    "are not g's.": _with(None, lambda g, v, old, eps: 1 / (np.sqrt(v) + eps)),
    "v takes in g. What should it take in?":
        _with(lambda g, v, rho, rest: rho * v + rest * g),
    "v takes in g, and there is no root. What makes a size of squares?":
        _with(lambda g, v, rho, rest: rho * v + rest * g,
              lambda g, v, old, eps: g / (v + eps)),
    "θ moves by the old v, and ε is inside the root. Which of the two lines comes "
    "first?": _with(None, lambda g, v, old, eps: g / np.sqrt(old + eps)),
    "v takes in all of g². Which share is new?":
        _with(lambda g, v, rho, rest: rho * v + g**2),
    "v keeps all that it was. Which share is kept?":
        _with(lambda g, v, rho, rest: v + rest * g**2),
    "v only adds up, as in AdaGrad. Which share of it is kept, and which is new?":
        _with(lambda g, v, rho, rest: v + g**2),
    "The two shares have changed places: ρ is kept, 1 − ρ is new.":
        _with(lambda g, v, rho, rest: rest * v + rho * g**2),
    "`v[i] += …` adds to v what v is to become. Which of the two does your line mean?":
        _with(lambda g, v, rho, rest: v + rho * v + rest * g**2),
    "`** 1 / 2` is half of v, not its root. Where do brackets belong?":
        _with(None, lambda g, v, old, eps: g / (v / 2 + eps)),
    "All of v is renewed in each turn, and used before the next. Which number of v is "
    "the turn of `i`?": _all_of_v,
    "v is right, and each step moves all of θ. Which number of θ is the turn of `i`?":
        _step_of_one_for_all,
    "v forgets what it was. Where is the share that is kept?":
        _with(lambda g, v, rho, rest: rest * g**2),
    "Two steps are made in one call.": _twice,
    "In each turn of your loop the whole arrays make a step. Which number is its "
    "turn?": _as_often(slice(None)),
    "v is right, and your second line moves all of θ in each turn. Which number of θ, "
    "of g and of v is its turn?": _all_of_theta,
    "The first number makes all the steps. Which number is the turn of `i`?":
        _as_often(slice(1)),
    "The last number makes all the steps. Which number is the turn of `i`?":
        _as_often(slice(-1, None)),
    "v takes in g, and a root of what is negative is avoided. What should it take in?":
        _with(lambda g, v, rho, rest: rho * v + rest * g,
              lambda g, v, old, eps: g / (np.sqrt(np.abs(v)) + eps)),
    "v takes in |g|. What should it take in?":
        _with(lambda g, v, rho, rest: rho * v + rest * np.abs(g)),
    "The share of what is new is squared with g. Where does the square end?":
        _with(lambda g, v, rho, rest: rho * v + (rest * g) ** 2),
    "What is new enters with ρ, as what is kept does: `rest` is 1 − ρ already.":
        _with(lambda g, v, rho, rest: rho * v + (1 - rest) * g**2),
    "Number i gets the gradient of its left neighbour. Which gradient belongs to it?":
        lambda theta, g, *rest: _by_apply(theta, np.roll(g, 1), *rest),
    "Number i of v goes on from its left neighbour. Which v belongs to it?":
        _from_the_left("v"),
    "Number i of θ goes on from its left neighbour. Which θ belongs to it?":
        _from_the_left("θ"),
    "Not `v[i]` but the name `v` gets something new in each turn, and then the next "
    "turn uses it. What is written into the caller's array?": _rebound,
    "ε² is inside the root. Where is it in the formula?":
        _with(None, lambda g, v, old, eps: g / np.sqrt(v + eps**2)),
    "Number i gets the gradient of its right neighbour. Which gradient belongs to it?":
        lambda theta, g, *rest: _by_apply(theta, np.roll(g, -1), *rest),
    "θ and v are right, but g has become the step, or a part of it. It is not yours to "
    "write into.": _g_divided,
    "θ and v are right, but g has become the whole step. It is not yours to write "
    "into.": lambda *case: _g_divided(*case, factor=case[3]),
    "θ has become the step. From what is it subtracted?": _theta_is_the_step,
    "Every step is one rate long. How large is it, if v remembers larger gradients?":
        _with(None, lambda g, v, old, eps: np.sign(g)),
    "The step has the size of g itself. What is it divided by?":
        _with(None, lambda g, v, old, eps: g),
    "You multiply by √v + ε. Is a large gradient to make a larger step still?":
        _with(None, lambda g, v, old, eps: g * (np.sqrt(v) + eps)),
    "The rate does not enter.": lambda theta, g, v, rate, *rest: _by_apply(
        theta, g, v, 1.0, *rest),
    "The rate is not yours: 0.001 is written into your function.":
        lambda theta, g, v, rate, *rest: _by_apply(theta, g, v, 0.001, *rest),
    "ρ is not yours: 0.9 is written into your function.":
        lambda theta, g, v, rate, rho, rest, epsilon: _by_apply(
            theta, g, v, rate, 0.9, 0.1, epsilon),
    "The step is made of g², not of g. Which of the two has its sign?":
        _with(None, lambda g, v, old, eps: g**2 / (np.sqrt(v) + eps)),
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
        section="What does one compiled loop do?",
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
            "20 is RMSprop's number in float32. (Is it your sum? g is in float16, and "
            "only read.)": 20,
            "14 lacks four bytes. Has θ four, and is it both read and written? Are m "
            "and v both there, and both read and written?": 14,
            "12 lacks six bytes. Has θ four, and is it both read and written? And m "
            "and v?": 12,
            "That is what is read. What is written?": 10,
            "That is what is written. What is read?": 8,
            "These are numbers. How many bytes has each?": 7,
            "These are bits.": 144,
            "16 lacks two bytes. Is g there? And m and v, both read and written?": 16,
            "m and v are two memories, and both are in float16.": 22,
            "m and v are both read and written, in float16.": 26,
            "That is the difference to RMSprop's. How many bytes travel?": 2,
            "A number is converted in the processor. Does that travel?": 30,
            "That is in parts of RMSprop's. How many bytes is it?": 0.9,
            "24 has six bytes too many. Which of the arrays are in float16?": 24,
            "That is for float64. Which types have θ, and the others?": 56,
        },
        right="8 for θ, 2 for g, 4 each for m and v: less than RMSprop in float32",
        rtol=1e-3,
        section="How often does the formula go over memory?",
    )
