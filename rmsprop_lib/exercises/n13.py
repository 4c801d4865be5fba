"""The checks of notebook 13, *Compare five optimizers*."""

import numpy as np

from rmsprop_lib.exercises.checks import check_choice, check_function, check_number
from rmsprop_lib.sweeps import at_the_edge


def _adam(
    theta,
    g,
    m,
    v,
    t,
    rate,
    beta1,
    beta2,
    epsilon,
    *,
    means=lambda m, v, g, b1, b2: (
        b1 * m + (1 - b1) * g,
        b2 * v + (1 - b2) * g**2,
    ),
    correct=lambda m, v, b1, b2, t: (m / (1 - b1**t), v / (1 - b2**t)),
    step=lambda m, v, g, epsilon: m / (np.sqrt(v) + epsilon),
    sign=-1,
    keep_corrected=False,
):
    """Adam's step, with its parts exchangeable for mistakes."""
    m, v = means(m, v, g, beta1, beta2)
    m_hat, v_hat = correct(m, v, beta1, beta2, t)
    theta = theta + sign * rate * step(m_hat, v_hat, g, epsilon)
    return (theta, m_hat, v_hat) if keep_corrected else (theta, m, v)


def _wrong(**parts):
    return lambda *case: _adam(*case, **parts)


def _epsilon_added(theta, *rest):
    new, m, v = _wrong(step=lambda m, v, g, epsilon: m / np.sqrt(v))(theta, *rest)
    return new + rest[-1], m, v


# Large ε, gradients of both signs, means that are not 0, an early and a late step.
_ADAM_CASES = [
    (
        np.array([1.0, -2.0, 0.5]),
        np.array([0.3, -4.0, 2.0]),
        np.array([0.1, 0.5, -1.0]),
        np.array([0.2, 3.0, 0.7]),
        *(3, 0.1, 0.8, 0.95, 0.2),
    ),
    (
        np.array([0.0, 1.0]),
        np.array([2.0, -0.5]),
        np.zeros(2),
        np.zeros(2),
        *(1, 0.05, 0.9, 0.999, 0.1),
    ),
]

_ADAM_MISTAKES = {
    "Nothing has changed yet: θ, m and v come back as they were. Begin with the two "
    "means.": lambda theta, g, m, v, *rest: (theta, m, v),
    "θ is right, but you return the corrected means. Which m and v must the next step "
    "start from, those before or after the division?": _wrong(keep_corrected=True),
    "The two means are right, but θ is still the old one. What is the step?":
        lambda theta, *rest: (theta, *_adam(theta, *rest)[1:]),
    "The rate is missing: what is the step multiplied by?":
        lambda theta, g, m, v, t, rate, *rest: _adam(theta, g, m, v, t, 1.0, *rest),
    "ε is added to θ, not to the root. Where do brackets belong?": _epsilon_added,
    "Your means are not corrected. They start at 0: by what is each too small at step "
    "t?": _wrong(correct=lambda m, v, b1, b2, t: (m, v)),
    "Only m is corrected. Does v start at 0 as well?": _wrong(
        correct=lambda m, v, b1, b2, t: (m / (1 - b1**t), v)
    ),
    "Only v is corrected. Does m start at 0 as well?": _wrong(
        correct=lambda m, v, b1, b2, t: (m, v / (1 - b2**t))
    ),
    "The correction has no t in it, so that it stays for ever. How much of the 0 at "
    "the start is left after t steps?": _wrong(
        correct=lambda m, v, b1, b2, t: (m / (1 - b1), v / (1 - b2))
    ),
    "The correction is that of step t + 1. `t` is 1 at the first step already.": _wrong(
        correct=lambda m, v, b1, b2, t: (
            m / (1 - b1 ** (t + 1)),
            v / (1 - b2 ** (t + 1)),
        )
    ),
    "β₁ and 1 − β₁ are swapped, and β₂ likewise: which share of the old mean is kept?":
        _wrong(
            means=lambda m, v, g, b1, b2: (
                (1 - b1) * m + b1 * g,
                (1 - b2) * v + b2 * g**2,
            )
        ),
    "β₁ and β₂ have changed places. Which of them belongs to the squares?": _wrong(
        means=lambda m, v, g, b1, b2: (b2 * m + (1 - b2) * g, b1 * v + (1 - b1) * g**2),
        correct=lambda m, v, b1, b2, t: (m / (1 - b2**t), v / (1 - b1**t)),
    ),
    "v averages g, not g². What is under the root?": _wrong(
        means=lambda m, v, g, b1, b2: (b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g)
    ),
    "Your m is momentum's sum, b ← μb + g. In Adam it is a mean: what does the new "
    "gradient weigh?": _wrong(
        means=lambda m, v, g, b1, b2: (b1 * m + g, b2 * v + (1 - b2) * g**2)
    ),
    "You step along g, as RMSprop does. What does Adam put in its place?": _wrong(
        step=lambda m, v, g, epsilon: g / (np.sqrt(v) + epsilon)
    ),
    "There is no root: v̂ has the unit of g squared. What do you divide by?": _wrong(
        step=lambda m, v, g, epsilon: m / (v + epsilon)
    ),
    "ε stands inside the root. In this series it is added to the root.": _wrong(
        step=lambda m, v, g, epsilon: m / np.sqrt(v + epsilon)
    ),
    "ε is missing. What if v̂ is 0?": _wrong(
        step=lambda m, v, g, epsilon: m / np.sqrt(v)
    ),
    "You go uphill. Which sign has the step?": _wrong(sign=1),
}  # fmt: skip


def check_adam_step(adam_step):
    """Check `adam_step(theta, g, m, v, t, rate, beta1, beta2, epsilon)`."""
    check_function(
        adam_step,
        _adam,
        _ADAM_CASES,
        _ADAM_MISTAKES,
        returns="three arrays: new θ, m and v",
        right="Adam's step, with both means corrected for their start at 0",
    )


def _table(*rows):
    return (np.array(rows, dtype=float),)


_INF = np.inf
_EDGE_CASES = [
    _table([1, 1, 1], [2, 2, 2], [3, 3, 3]),  # first
    _table([3, 3, 3], [2, 2, 2], [1, 1, 1]),  # last
    _table([3, 3, 3], [1, 1, 1], [2, 2, 2]),  # inside
    _table([5, 5, 5], [4, 4, 4], [2, 2, 90]),  # last by median, not by mean
    _table([5, 5, 5], [2, 2, 90], [4, 4, 4]),  # inside by median
    _table([0.1, 9, 9], [2, 2, 2], [5, 5, 5]),  # one lucky run on the edge
    _table([5, 5, 5], [2, 2, 2], [1, _INF, _INF]),  # the last rate diverges
    _table([9, 9, 9], [8, 8, 8], [2, 3, 4], [5, 5, 5]),  # inside, last but one
    _table([3, 2, 3], [9, 8, 9], [7, 6, 7], [5, 4, 5]),  # first; the worst inside
    _table([9, 8, 9], [3, 2, 3], [7, 6, 7], [5, 4, 5]),  # inside; the worst first
]


def _best(losses):
    return np.median(losses, axis=1).argmin()


def _at(best):
    return lambda losses: best(losses) in (0, len(losses) - 1)


_EDGE_MISTAKES = {
    "You say that no list is ever too short. Which row has the lowest median?":
        lambda losses: False,
    "You say that every list is too short. When is it long enough?":
        lambda losses: True,
    "Only the first row counts for you. What if the best rate is the last one? (Of n "
    "rows, it has the number n − 1.)": lambda losses: _best(losses) == 0,
    "You look at the last row only. What if the best rate is the first one?":
        lambda losses: _best(losses) == len(losses) - 1,
    "It is the other way round: the list is too short if the best row is at an end.":
        lambda losses: not _at(_best)(losses),
    "You return the number of the best row. Is it the first or the last one?": _best,
    "You compare means, and one bad run spoils a good row. Which number of a row does "
    "not mind one bad run?": _at(lambda losses: losses.mean(axis=1).argmin()),
    "A single lucky run decides. Which number is typical of a row?":
        _at(lambda losses: losses.min(axis=1).argmin()),
    "You leave out runs that diverged, so that a rate that mostly diverges looks good. "
    "How bad is infinity?":
        _at(
            lambda losses: np.nanmedian(
                np.where(np.isinf(losses), np.nan, losses), axis=1
            ).argmin()
        ),
    "You take the row with the highest median. Is a large loss good?":
        _at(lambda losses: np.median(losses, axis=1).argmax()),
    "Your median runs over the rates. Which axis counts the seeds?":
        lambda losses: np.median(losses, axis=0).argmin() in (0, len(losses) - 1),
}  # fmt: skip


def check_edge(list_too_short):
    """Check `list_too_short(losses)`: whether the best row is the first or last."""
    check_function(
        list_too_short,
        at_the_edge,
        _EDGE_CASES,
        _EDGE_MISTAKES,
        returns="True or False",
        right="the best setting must have a worse one on either side",
    )


def check_all_five(answer):
    """Check how likely one of two equals is ahead on all five seeds."""
    check_number(
        answer,
        1 / 16,
        {
            "That is how likely a *certain* one of the two is ahead on all five. "
            "Either of them would have made you write about it.": 1 / 32,
            "That is one seed. How likely is the same result five times?": 1 / 2,
            "The chances of independent seeds multiply; they are not divided by "
            "their number.": 1 / 10,
            "Five seeds, but each of them can go two ways. How many outcomes are "
            "there in all?": 1 / 5,
            "That is four seeds ahead out of five, and only for one of the two.":
                5 / 32,
            "In percent? The answer is a share between 0 and 1.": 6.25,
        },
        right="2 of the 32 outcomes: five seeds of five are not yet rare",
        rtol=0.01,
    )  # fmt: skip


def check_moved_rate(answer):
    """Check how the best rate moves when ρ goes from 0.9 to 0.999."""
    check_choice(
        answer,
        "smaller",
        {
            "smaller": "the first step is η/√(1−ρ), 3 η for ρ = 0.9 and 32 η for "
            "ρ = 0.999: the start is too violent unless η is smaller.",
            "larger": "how long is the first step, η/√(1−ρ), for ρ = 0.999?",
            "the same": "that would be so if v did not start at 0. How long is the "
            "first step, η/√(1−ρ), for each of them?",
        },
    )
