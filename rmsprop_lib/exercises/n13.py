"""The checks of notebook 13, *Compare six optimizers*."""

import numpy as np
from scipy.stats import ttest_rel

from rmsprop_lib.datasets import load_digits8
from rmsprop_lib.exercises import trial
from rmsprop_lib.exercises.checks import check_function, tell
from rmsprop_lib.networks import MLP
from rmsprop_lib.optimizers import (
    SGD,
    AdaGrad,
    AdamW,
    Optimizer,
    RMSprop,
    linear_decay,
)
from rmsprop_lib.sweeps import at_the_edge
from rmsprop_lib.training import train


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


def _means(new_v):
    """Return Adam's means with another v, of the new m, the old v, g and β₂."""

    def means(m, v, g, b1, b2):
        m = b1 * m + (1 - b1) * g
        return m, new_v(m, v, g, b2)

    return means


def _corrected_outside(theta, g, m, v, t, rate, beta1, beta2, epsilon):
    def correct(m, v, b1, b2, t):
        return m / (1 - b1**t), v / (1 - b2**t) ** 2

    return _adam(theta, g, m, v, t, rate, beta1, beta2, epsilon, correct=correct)


def _corrected_in_the_rate(theta, g, m, v, t, rate, beta1, beta2, epsilon):
    rate = rate * np.sqrt(1 - beta2**t) / (1 - beta1**t)

    def uncorrected(m, v, b1, b2, t):
        return m, v

    return _adam(theta, g, m, v, t, rate, beta1, beta2, epsilon, correct=uncorrected)


def _step_of_old_means(theta, g, m, v, t, rate, beta1, beta2, epsilon):
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    new = _adam(theta, g, m, v, t, rate, beta1, beta2, epsilon)
    return theta - rate * m_hat / (np.sqrt(v_hat) + epsilon), *new[1:]


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
    "β₁ and β₂ have changed places in the correction. Which of them belongs to m?":
        _wrong(correct=lambda m, v, b1, b2, t: (m / (1 - b2**t), v / (1 - b1**t))),
    "Both means are corrected with β₁. Which of the two belongs to v?":
        _wrong(correct=lambda m, v, b1, b2, t: (m / (1 - b1**t), v / (1 - b1**t))),
    "Both means are corrected with β₂. Which of the two belongs to m?":
        _wrong(correct=lambda m, v, b1, b2, t: (m / (1 - b2**t), v / (1 - b2**t))),
    "The means are multiplied by 1 − βᵗ. They are too small: what makes them larger?":
        _wrong(correct=lambda m, v, b1, b2, t: (m * (1 - b1**t), v * (1 - b2**t))),
    "The means are divided by βᵗ. By what are they too small?":
        _wrong(correct=lambda m, v, b1, b2, t: (m / b1**t, v / b2**t)),
    "The means are divided by (1 − β)ᵗ. Which power is subtracted from 1?":
        _wrong(correct=lambda m, v, b1, b2, t: (m / (1 - b1) ** t, v / (1 - b2) ** t)),
    "You correct the old means, and average then. Which ones are too small, and does "
    "the next step start from them?": lambda theta, g, m, v, t, rate, b1, b2, e: _adam(
        theta, g, m / (1 - b1**t), v / (1 - b2**t), t, rate, b1, b2, e,
        correct=lambda m, v, b1, b2, t: (m, v)),
    "The means are divided by 1 − β·t. Is β multiplied by t, or raised to it?":
        _wrong(correct=lambda m, v, b1, b2, t: (m / (1 - b1 * t), v / (1 - b2 * t))),
    "The correction is that of step t − 1. What is `t` at the first step?": _wrong(
        correct=lambda m, v, b1, b2, t: (
            m / (1 - b1 ** max(t - 1, 1)), v / (1 - b2 ** max(t - 1, 1)))),
    "Only θ's step and m are right: you return v after its correction. Which v must "
    "the next step start from?": lambda theta, g, m, v, *rest: (
        *_adam(theta, g, m, v, *rest)[:2],
        _adam(theta, g, m, v, *rest)[2] / (1 - rest[3] ** rest[0])),
    "Only θ's step and v are right: you return m after its correction. Which m must "
    "the next step start from?": lambda theta, g, m, v, *rest: (
        _adam(theta, g, m, v, *rest)[0],
        _adam(theta, g, m, v, *rest)[1] / (1 - rest[2] ** rest[0]),
        _adam(theta, g, m, v, *rest)[2]),
    "Your correction is in the rate, so that ε is added to √v and not to √v̂. Where "
    "does it stand here?": _corrected_in_the_rate,
    "g is averaged into m a second time before the step, as Nesterov would. Which m̂ "
    "is Adam's?": lambda theta, g, m, v, t, rate, b1, b2, e: _adam(
        theta, g, m, v, t, rate, b1, b2, e,
        correct=lambda m, v, b1, b2, t: (
            (b1 * m + (1 - b1) * g) / (1 - b1**t), v / (1 - b2**t))),
    "The rate is divided by t. Where does t enter?":
        lambda theta, g, m, v, t, rate, *rest: _adam(
            theta, g, m, v, t, rate / t, *rest),
    "The rate is divided by √t. Where does t enter?":
        lambda theta, g, m, v, t, rate, *rest: _adam(
            theta, g, m, v, t, rate / np.sqrt(t), *rest),
    "`1 - beta * g` is 1, and then β g is subtracted. Where do brackets belong?":
        lambda theta, g, m, v, t, rate, b1, b2, e: _adam(
            theta, g, m, v, t, rate, b1, b2, e, means=lambda m, v, g, b1, b2: (
                b1 * m + 1 - b1 * g, b2 * v + 1 - b2 * g**2)),
    "√v is corrected, and v should be: the correction belongs under the root.":
        _corrected_outside,
    "v takes in the new m, squared. Of what is v the mean?": _wrong(
        means=_means(lambda m, v, g, b2: b2 * v + (1 - b2) * m**2)),
    "v averages g, not g², and the root is that of |v|. What is under the root?":
        _wrong(means=_means(lambda m, v, g, b2: b2 * v + (1 - b2) * g),
               correct=lambda m, v, b1, b2, t: (
                   m / (1 - b1**t), np.abs(v) / (1 - b2**t))),
    "v averages g, not g², and there is no root. What makes a size of squares?":
        _wrong(means=_means(lambda m, v, g, b2: b2 * v + (1 - b2) * g),
               step=lambda m, v, g, epsilon: m / (v + epsilon)),
    "v averages |g|, not g². What is under the root?": _wrong(
        means=_means(lambda m, v, g, b2: b2 * v + (1 - b2) * np.abs(g))),
    "The new g² enters v with its full weight. Which factor is missing?": _wrong(
        means=_means(lambda m, v, g, b2: b2 * v + g**2)),
    "1 − β₂ is squared with g. What does the square belong to?": _wrong(
        means=_means(lambda m, v, g, b2: b2 * v + ((1 - b2) * g) ** 2)),
    "v forgets with β₁. Which of the two belongs to the squares?":
        lambda theta, g, m, v, t, rate, b1, b2, e: _adam(
            theta, g, m, v, t, rate, b1, b2, e, means=lambda m, v, g, b1, b2: (
                b1 * m + (1 - b1) * g, b1 * v + (1 - b1) * g**2)),
    "Your means only look at the newest gradient. What is kept of the old ones?":
        _wrong(means=lambda m, v, g, b1, b2: ((1 - b1) * g, (1 - b2) * g**2)),
    "The means that you return are new. Your step takes the old ones: which m and v "
    "are corrected?": _step_of_old_means,
    "θ is right, but you return m and v as they came in. Which ones must the next step "
    "start from?": lambda theta, g, m, v, *rest: (
        _adam(theta, g, m, v, *rest)[0], m, v),
    "That is the step. Where does it lead θ?": lambda theta, *rest: (
        theta - _adam(theta, *rest)[0], *_adam(theta, *rest)[1:]),
    "That is the step, downhill. Where does it lead θ?": lambda theta, *rest: (
        _adam(theta, *rest)[0] - theta, *_adam(theta, *rest)[1:]),
    "0.9 and 0.999 are written into your function. Where do β₁ and β₂ enter?":
        lambda theta, g, m, v, t, rate, b1, b2, e: _adam(
            theta, g, m, v, t, rate, 0.9, 0.999, e),
    "The root is taken of m as well, or of the whole fraction. What is under it?":
        _wrong(step=lambda m, v, g, epsilon: np.sign(m) * np.sqrt(
            np.abs(m) / (v + epsilon))),
    "ε stands inside the root. In this series it is added to the root.": _wrong(
        step=lambda m, v, g, epsilon: m / np.sqrt(v + epsilon)
    ),
    "`epsilon` does not enter: it is missing, or another one is written there.": _wrong(
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
        section="Who competes?",
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
    _table([9, 0.1, 9], [2, 2, 2], [5, 5, 5]),  # one lucky run on the edge
    _table([5, 5, 5], [2, 2, 2], [1, _INF, _INF]),  # the last rate diverges
    _table([9, 9, 9], [8, 8, 8], [2, 3, 4], [5, 5, 5]),  # inside, last but one
    _table([3, 2, 3], [9, 8, 9], [7, 6, 7], [5, 4, 5]),  # first; the worst inside
    _table([9, 8, 9], [3, 2, 3], [7, 6, 7], [5, 4, 5]),  # inside; the worst first
    _table([4, 5, 3], [6, 7, 8], [3, 9, 4], [8, 7, 9]),  # first by median, by mean …
    _table([9, 8, 9], [8, 9, 8], [1, 2, 3], [7, 8, 7], [9, 9, 8]),  # in the middle
    _table(*[[k, k + 1, k + 2] for k in (9, 8, 7, 6, 5, 4, 3)]),  # last of seven
    _table(*[[k, k + 1, k + 2] for k in (9, 8, 7, 6, 5, 4, 3, 9)]),  # no. 7 of eight
    _table([5, 5, 5], [2, 2, 9], [4.5, 4.5, 4.5]),  # inside, by the mean as well
    _table([3, 3, 3], [2, 9, 2], [5, 5, 5], [9, 9, 9]),  # first by the worst run
    _table([2, 1, 1, 7], [9, 9, 9, 9]),  # an even number of seeds
    _table([1, 1, 9, 9], [4, 4, 4, 4], [6, 6, 6, 6]),  # 5, not 1, is their median
    _table([5, 5, 5, 5], [3, 3, 6, 6], [7, 7, 7, 7]),  # 4.5, not 6, is their median
    _table([0, 4, 4], [3, 3, 3], [9, 9, 9]),  # inside; the lower two say the first
    _table([5, 5, 5], [3, 3, 9], [6, 6, 6]),  # inside; the upper two say the first
    _table([3, 3, 3, 3, 3], [0, 0, 9, 9, 9], [5, 5, 1, 5, 5], [6, 6, 6, 2, 6]),
    _table([1, 9, 9], [2, 2, 2], [5, 5, 5]),  # the first seed is a lucky one
    _table([5, 5, 1], [2, 2, 2], [5, 5, 5]),  # the last seed is a lucky one
]


def _best(losses):
    return np.median(losses, axis=1).argmin()


def _at(best):
    return lambda losses: best(losses) in (0, len(losses) - 1)


def _beside(losses):
    m = np.median(losses, axis=1)
    return m[0] < m[1] or m[-1] < m[-2]


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
    "You compare the worst runs, and one bad run spoils a good row. Which number of a "
    "row does not mind one bad run?": _at(lambda losses: losses.max(axis=1).argmin()),
    "You look at the first seed only. Which number is typical of all seeds of a row?":
        _at(lambda losses: losses[:, 0].argmin()),
    "You look at the last seed only. Which number is typical of all seeds of a row?":
        _at(lambda losses: losses[:, -1].argmin()),
    "You count on seven rows. What is the number of the last one, however many there "
    "are?": lambda losses: _best(losses) in (0, 6),
    "You count on the seeds: `shape[1]` is how many columns there are. What is the "
    "number of the last row?": lambda losses: _best(losses) in (
        0, losses.shape[1] - 1),
    "The last but one counts as the last for you. What is the number of the last row?":
        lambda losses: _best(losses) in (0, len(losses) - 2),
    "The second row counts as an end for you, too. What is the number of the first?":
        lambda losses: _best(losses) in (0, 1, len(losses) - 1),
    "Rows next to an end count as ends for you. When is a list too short?":
        lambda losses: not 1 < _best(losses) < len(losses) - 2,
    "You ask whether any run has diverged. Which row has the lowest median?":
        lambda losses: np.isinf(losses).any(),
    "You compare the two ends with each other. What of the rows between them?":
        lambda losses: np.median(losses[0]) < np.median(losses[-1]),
    "You compare the two ends with each other. What of the rows between them, and in "
    "which direction is a loss good?":
        lambda losses: np.median(losses[0]) > np.median(losses[-1]),
    "You compare each end with its neighbour. A row in the middle may be lower than "
    "both: which row is the lowest of all?": _beside,
    "You take the second best row. Which place has the lowest in a sorted order?":
        lambda losses: np.argsort(np.median(losses, axis=1))[1] in (
            0, len(losses) - 1),
    "You ask whether the medians only rise or only fall. Which row is the lowest?":
        lambda losses: len(set(np.sign(np.diff(np.median(losses, axis=1))))) == 1,
    "You take the number in the middle of a row without sorting it. What is a median?":
        lambda losses: losses[:, losses.shape[1] // 2].argmin() in (
            0, len(losses) - 1),
    "You look which row is the best for most seeds. It may be bad for all others: "
    "which row has the lowest median?": lambda losses: np.bincount(
        losses.argmin(axis=0)).argmax() in (0, len(losses) - 1),
    "You return a comparison for each row. Is it the first or the last that is the "
    "lowest?": lambda losses: (
        np.median(losses, axis=1) == np.median(losses, axis=1).min()),
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
    "You ask how many rates there are. Where does the best of them stand?":
        lambda losses: len(losses) < 3,
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
        section="What makes a comparison fair?",
    )


def _paired(a, b):
    d = a - b
    return d.mean(), d.std(ddof=1) / np.sqrt(len(d))


# Losses seed by seed: seeds that are hard for both, another number of them each time.
_PAIRED_CASES = [
    (
        np.array([0.31, 0.12, 0.24, 0.19, 0.45]),
        np.array([0.27, 0.15, 0.17, 0.18, 0.38]),
    ),
    (np.array([1.2, 0.7, 2.9, 1.6]), np.array([1.5, 1.1, 2.7, 2.3])),
    (
        np.array([0.9, 0.4, 0.6, 0.8, 0.5, 0.7, 0.3]),
        np.array([0.5, 0.3, 0.7, 0.4, 0.2, 0.6, 0.35]),
    ),
]

_PAIRED_MISTAKES = {
    "Nothing is computed yet. Begin with the differences, seed by seed.":
        lambda a, b: (0.0, 0.0),
    "Your error is that of two groups that have nothing to do with each other. What do "
    "the two runs of one seed share, and what cancels in a − b?": lambda a, b: (
        a.mean() - b.mean(),
        np.sqrt(a.var(ddof=1) / len(a) + b.var(ddof=1) / len(b)),
    ),
    "Your error is the spread of single differences. How much closer does the mean of "
    "n of them come?":
        lambda a, b: ((a - b).mean(), (a - b).std(ddof=1)),
    "Single differences spread by that much, if one divides by n. Two questions: by "
    "what does one divide when the mean comes from the same numbers, and how much "
    "closer does the mean of n come?": lambda a, b: ((a - b).mean(), (a - b).std()),
    "Almost: the spread is divided by n. The mean was estimated from the same "
    "numbers: by what does one divide then?":
        lambda a, b: ((a - b).mean(), (a - b).std() / np.sqrt(len(a))),
    "You divide the spread by n. With four times as many seeds, is the mean four "
    "times as sure?": lambda a, b: ((a - b).mean(), (a - b).std(ddof=1) / len(a)),
    "That is the square of the error. In which unit should it be?":
        lambda a, b: ((a - b).mean(), (a - b).var(ddof=1) / len(a)),
    "That is b − a. A negative number should say that a is lower.":
        lambda a, b: (_paired(b, a)[0], _paired(a, b)[1]),
    "You drop the signs before you take the mean: then no method is ever behind. Do "
    "differences of both signs cancel?": lambda a, b: (
        np.abs(a - b).mean(),
        np.abs(a - b).std(ddof=1) / np.sqrt(len(a)),
    ),
    "The first number is a median. The error that you return belongs to the mean.":
        lambda a, b: (np.median(a - b), _paired(a, b)[1]),
    "Your error is that of two groups that have nothing to do with each other, with n "
    "for n − 1. What do the two runs of one seed share, and what cancels in their "
    "difference?": lambda a, b: (
        a.mean() - b.mean(), np.sqrt((a.var() + b.var()) / len(a))),
    "You return half an interval, two errors or so. Here one error is asked for.":
        lambda a, b: (_paired(a, b)[0], 1.96 * _paired(a, b)[1]),
    "The root of n is missing its n: how many seeds are there? Count them, do not "
    "write the number.": lambda a, b: (
        (a - b).mean(),
        (a - b).std(ddof=1) / np.sqrt(15),
    ),
    "Your error is the difference of two errors. How far do the *differences* a − b "
    "spread?": lambda a, b: (_paired(a, b)[0], (a.std(ddof=1) - b.std(ddof=1))
                             / np.sqrt(len(a))),
    "Your error is that of a alone. How far do the *differences* a − b spread?":
        lambda a, b: (_paired(a, b)[0], a.std(ddof=1) / np.sqrt(len(a))),
    "Your error is that of b alone. How far do the *differences* a − b spread?":
        lambda a, b: (_paired(a, b)[0], b.std(ddof=1) / np.sqrt(len(a))),
    "Your error is the sum of two errors. How far do the *differences* a − b spread?":
        lambda a, b: (_paired(a, b)[0], (a.std(ddof=1) + b.std(ddof=1))
                      / np.sqrt(len(a))),
    "Your second number is the mean in standard errors, t. The error itself is asked "
    "for.": lambda a, b: (_paired(a, b)[0], _paired(a, b)[0] / _paired(a, b)[1]),
    "These are the two ends, the mean less and plus an error. Which two numbers are "
    "asked for?": lambda a, b: (
        _paired(a, b)[0] - _paired(a, b)[1], _paired(a, b)[0] + _paired(a, b)[1]),
    "These are the two ends of an interval. Which two numbers are asked for?":
        lambda a, b: (_paired(a, b)[0] - 1.96 * _paired(a, b)[1],
                      _paired(a, b)[0] + 1.96 * _paired(a, b)[1]),
    "2.14 errors are half the interval of 15 seeds. Here one error is asked for.":
        lambda a, b: (_paired(a, b)[0], 2.14 * _paired(a, b)[1]),
    "You multiply by √n. Are more seeds less sure?": lambda a, b: (
        _paired(a, b)[0], (a - b).std(ddof=1) * np.sqrt(len(a))),
    "The root is of n − 1, and the spread has taken n − 1 into account already. By "
    "which root is it divided?": lambda a, b: (
        _paired(a, b)[0], (a - b).std(ddof=1) / np.sqrt(len(a) - 1)),
    "That is the variance of single differences. How much closer does the mean come, "
    "and in which unit?": lambda a, b: (_paired(a, b)[0], (a - b).var(ddof=1)),
    "That is a variance over √n. Is the spread of the differences its square, or its "
    "root?": lambda a, b: (_paired(a, b)[0], (a - b).var(ddof=1) / np.sqrt(len(a))),
    "All differences are there. What is their mean?": lambda a, b: (
        a - b, _paired(a, b)[1]),
    "Your spread is a root mean square around 0. Around which number do differences "
    "spread?": lambda a, b: (_paired(a, b)[0], np.sqrt(np.mean((a - b) ** 2))
                             / np.sqrt(len(a))),
    "Your spread is one around 0, with n − 1. Around which number do differences "
    "spread?": lambda a, b: (_paired(a, b)[0], np.sqrt(
        np.sum((a - b) ** 2) / (len(a) - 1) / len(a))),
    "`n ** 1 / 2` is n, and half of that. Where do brackets belong, around 1 / 2?":
        lambda a, b: (_paired(a, b)[0], (a - b).std(ddof=1) / len(a) / 2),
    "a and b are sorted before you subtract. Which losses belong to one seed?":
        lambda a, b: (_paired(a, b)[0], _paired(np.sort(a), np.sort(b))[1]),
    "Your error is the mean of two errors. How far do the *differences* a − b spread?":
        lambda a, b: (_paired(a, b)[0], (a.std(ddof=1) + b.std(ddof=1))
                      / (2 * np.sqrt(len(a)))),
    "Your error is that of 2n numbers. How many differences are there?":
        lambda a, b: (_paired(a, b)[0], (a - b).std(ddof=1) / np.sqrt(2 * len(a))),
    "What a and b have in common is added where it cancels: the sign of the covariance "
    "is turned.": lambda a, b: (_paired(a, b)[0], _paired(a, -b)[1]),
    "That is the square of the error, with n for n − 1. In which unit should it be?":
        lambda a, b: (_paired(a, b)[0], (a - b).var() / len(a)),
    "Your spread is a mean of absolute deviations. Standard errors come from squares.":
        lambda a, b: (_paired(a, b)[0], np.abs(a - b - (a - b).mean()).mean()
                      / np.sqrt(len(a))),
    "The differences are divided by b. By *how much* is a higher?": lambda a, b: (
        ((a - b) / b).mean(), ((a - b) / b).std(ddof=1) / np.sqrt(len(a))),
    "The first number is a sum over the seeds. What is their mean?": lambda a, b: (
        (a - b).sum(), _paired(a, b)[1]),
    "The first number is a ratio. By how much is a higher than b?": lambda a, b: (
        (a / b).mean(), _paired(a, b)[1]),
    "You square the differences. What is their mean, with its sign?": lambda a, b: (
        ((a - b) ** 2).mean(), _paired(a, b)[1]),
    "The first number is a's mean. What is that of a − b?": lambda a, b: (
        a.mean(), _paired(a, b)[1]),
    "You count on how many seeds a is lower. By *how much* is it, on average?":
        lambda a, b: ((a < b).mean(), _paired(a, b)[1]),
}  # fmt: skip


def check_seed_by_seed(paired):
    """Check `paired(a, b)`: the mean of a − b over seeds, and its standard error."""
    check_function(
        paired,
        _paired,
        _PAIRED_CASES,
        _PAIRED_MISTAKES,
        returns="two numbers: the mean difference and its standard error",
        right="what is hard about a seed is hard for both, and cancels",
        section="And on a network?",
    )


_NEW_SEEDS = range(200, 215)


def _table_best():
    """Return a new optimizer as the first of the table of digits has it."""
    return AdamW(linear_decay(0.05, 180))


def _test_losses(make):
    """Return the losses on the test images, as notebook 13 trains, on new seeds."""
    data = load_digits8(verbose=False)
    images, test = data.X_train / data.max_value, data.X_test / data.max_value
    losses = []
    for seed in _NEW_SEEDS:
        model = MLP((64, 32, 10), seed=seed, dtype=np.float64)
        how = {"epochs": 10, "batch_size": 64, "seed": seed, "progress": False}
        train(model, make(), images[287:], data.y_train[287:], **how)
        losses.append(model.loss(test, data.y_test))
    return np.array(losses)


def check_beats_the_table(my_optimizer):
    """Judge `my_optimizer()`, which returns a new optimizer, on seeds that are new.

    It may be a dict as well: `{"method": Adam, "learning_rate": …, …}`.
    """
    name = "check_beats_the_table"
    make = my_optimizer
    if isinstance(make, dict):
        settings = dict(make)
        method = settings.pop("method", None)
        if not callable(method):
            line = 'your dict has no "method": which class are the settings for?'
            return tell(name, "wrong", line)
        make = lambda: method(**settings)  # noqa: E731
    if make is None:
        return tell(name, "not tried", "no answer yet: write `my_optimizer`")

    def judge():
        try:
            outcome, line = _outcome(make)
        except trial.TooSlow:
            raise
        except BaseException as error:  # whatever the reader's optimizer may raise
            outcome = "wrong"
            line = f"it stops with {trial.describe(error, my_optimizer)}"
        yield {"outcome": outcome, "line": line}

    found = trial.tried(judge, seconds=60)  # fifteen runs, some of them in slow loops
    section = "What makes a comparison fair?"
    tell(name, found["outcome"], found["line"], section=section)


def _outcome(make):
    """Return the outcome and what to say of optimizers that `make()` returns."""
    first, second = make(), make()
    if first is None:
        line = "no answer yet: `my_optimizer` returns None, not an optimizer"
        return "not tried", line
    if isinstance(first, type):
        return "wrong", (
            f"`my_optimizer()` returns the class {first.__name__}. What makes an "
            "optimizer of it, and with which rate?"
        )
    if isinstance(first, dict):  # it has an `update`, too
        return "wrong", (
            "`my_optimizer()` returns a dict of settings. Which class is to be called "
            "with them?"
        )
    if not callable(getattr(first, "update", None)):
        return "wrong", "`my_optimizer()` should return an optimizer, with `update`"
    if first is second:
        return "wrong", (
            "you return the same optimizer each time, and it would bring the memory of "
            "one run into the next. Where is it made?"
        )
    mine = trial.asked(_test_losses, make)
    return _verdict(mine, _test_losses(_table_best), first)


def _of_the_rate(optimizer):
    """Return what to ask about a rate that has not come down by the last update."""
    if not isinstance(optimizer, Optimizer):
        return ""
    rate = optimizer.learning_rate
    if not callable(rate):
        return f"Your rate stays at {rate:g}. What did a falling one do to losses?"
    rates = [rate(step) for step in range(180)]
    last = rates[-1] / max(rates)
    return "" if last < 0.3 else (
        f"In the last of the 180 updates your rate is still {last:.0%} of its largest. "
        "Over how many updates does it fall?"
    )  # fmt: skip


def _of_the_method(optimizer):
    """Return what to ask about an optimizer that has lost."""
    kind = type(optimizer)
    if kind in (AdaGrad, RMSprop) or kind is SGD and optimizer.momentum == 0:
        return (
            f"The table has AdamW ahead of {kind.__name__}, each at its best falling "
            "rate. Has what you changed closed that gap on the held-out images?"
        )
    return "Was it better on the held-out images? Is the rate inside its list?"


def _verdict(mine, table, optimizer):
    """Return the outcome and what to say of losses, seed by seed."""
    if np.array_equal(mine, table):
        return "wrong", (
            "these are the table's own settings, to the last digit. What have the 300 "
            "runs found that is better?"
        )
    low, high = ttest_rel(mine, table).confidence_interval()
    apart = f"{np.mean(mine - table):+.4f}, interval {low:+.4f} to {high:+.4f}"
    if high < 0:
        return "right", f"below the table on {len(mine)} new seeds ({apart} nats)"
    why = _of_the_rate(optimizer)
    if low > 0:
        why = why or _of_the_method(optimizer)
        return "wrong", f"above the table's best on new seeds ({apart} nats). {why}"
    return "wrong", (
        f"one cannot tell it from the table's best on new seeds ({apart} nats). "
        f"{why or 'Which other setting have you not tried?'}"
    )
