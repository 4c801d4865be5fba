"""Checks of notebook 14: a step back in time, clipping, paired difference, read-out."""

import numpy as np

from rmsprop_lib.exercises.checks import check_choice, check_function
from rmsprop_lib.sweeps import paired_difference


def one_step_back(g, h, wh):
    """Return δ and the gradient of the state before, the answer of exercise 1."""
    a = g * (1 - h**2)
    return a, a @ wh.T


def _wrong_step(a, back=None):
    """Return a step with `a(g, h)` and, if given, `back(a, g, wh)`."""

    def step(g, h, wh):
        delta = a(g, h)
        return delta, (delta @ wh.T if back is None else back(delta, g, wh))

    return step


def _right_a(g, h):
    return g * (1 - h**2)


def _untouched(g, h, wh):
    return g, g


def _exchanged(g, h, wh):
    return one_step_back(g, h, wh)[::-1]


_STEP_MISTAKES = {
    "Nothing is computed yet: put your lines in place of the comment.": _untouched,
    "h is the output of tanh already. What is tanh' in terms of the "
    "output?": _wrong_step(lambda g, h: g * (1 - np.tanh(h) ** 2)),
    "h(1 − h) is the derivative of the sigmoid. What is that of tanh?": _wrong_step(
        lambda g, h: g * h * (1 - h)
    ),
    "1 − h: what has happened to the square?": _wrong_step(lambda g, h: g * (1 - h)),
    "Your gradient goes around tanh. Which factor does it add?": _wrong_step(
        lambda g, h: g
    ),
    "On the way forward h is multiplied by wh. By what on the way back?": _wrong_step(
        _right_a, lambda a, g, wh: a @ wh
    ),
    "What goes back to the state before must have passed through tanh first. Which of "
    "your two arrays has?": _wrong_step(_right_a, lambda a, g, wh: g @ wh.T),
    "Both results are the same array. How does the gradient get from a to the state "
    "before?": _wrong_step(_right_a, lambda a, g, wh: a),
    "Your δ is the slope of tanh alone. Where is g?": _wrong_step(
        lambda g, h: 1 - h**2
    ),
    "Your two results have changed places: first δ, then g of the state before.": (
        _exchanged
    ),
}


def check_step_back(answer):
    rng = np.random.default_rng(14)
    cases = [
        (rng.normal(size=(4, 3)), np.tanh(rng.normal(size=(4, 3))), w)
        for w in (rng.normal(size=(3, 3)), rng.normal(size=(3, 3)))
    ]
    check_function(
        answer,
        one_step_back,
        cases,
        _STEP_MISTAKES,
        returns="two arrays of the shape of h: ∂loss/∂a and what reaches the state "
        "before",
        right="the gradient passes tanh, then wh turned around",
    )


def _clip(grads, largest):
    norm = np.sqrt(sum(np.sum(np.square(g)) for g in grads.values()))
    factor = min(1, largest / norm)
    return {name: g * factor for name, g in grads.items()}


def _each_array(grads, largest):
    return {name: _clip({name: g}, largest)[name] for name, g in grads.items()}


def _scaled(factor):
    """Return clipping that scales by `factor(norm, largest)`."""

    def clip(grads, largest):
        norm = np.sqrt(sum(np.sum(np.square(g)) for g in grads.values()))
        return {name: g * factor(norm, largest) for name, g in grads.items()}

    return clip


def _squared(grads, largest):
    norm = sum(np.sum(np.square(g)) for g in grads.values())
    return {name: g * min(1, largest / norm) for name, g in grads.items()}


def _sum_of_norms(grads, largest):
    norm = sum(np.sqrt(np.sum(np.square(g))) for g in grads.values())
    return {name: g * min(1, largest / norm) for name, g in grads.items()}


def _bounded(grads, largest):
    return {name: np.minimum(g, largest) for name, g in grads.items()}


def _absolute(grads, largest):
    norm = sum(np.sum(np.abs(g)) for g in grads.values())
    return {name: g * min(1, largest / norm) for name, g in grads.items()}


def _each_number(grads, largest):
    return {name: np.clip(g, -largest, largest) for name, g in grads.items()}


def _not_clipped(grads, largest):
    return dict(grads)


_CLIP_MISTAKES = {
    "Nothing is clipped yet: put your lines in place of the comment.": _not_clipped,
    "You clip each number by itself, as the article does. Which way does the gradient "
    "point after that?": _each_number,
    "Each array has a factor of its own. What would keep the direction of them "
    "all?": _each_array,
    "A gradient that is shorter than `largest` should be left as it is.": _scaled(
        lambda norm, largest: largest / norm
    ),
    "Which gradients should be scaled, the long or the short ones?": _scaled(
        lambda norm, largest: max(1, largest / norm)
    ),
    "Norms of parts are not added; their squares are.": _sum_of_norms,
    "`largest` is a length, not a bound on each number of the gradient.": _bounded,
    "That is the sum of squares. What is missing for a norm?": _squared,
    "That is the sum of absolute values. How is a length computed?": _absolute,
    "The length should become `largest`, not 1.": _scaled(
        lambda norm, largest: min(1, 1 / norm)
    ),
}


def check_clip(answer):
    grads = {
        "w": np.array([[3.0, -1.0], [0.5, 6.0], [1.5, -0.5]]),
        "b": np.array([-4.0, 0.2]),
    }
    check_function(
        answer,
        _clip,
        [(grads, 2.5), (grads, 50.0)],
        _CLIP_MISTAKES,
        returns="a dict with an array for each name",
        right="one factor for all arrays; the direction stays",
    )


def _differences(right_a, right_b):
    return 100 * (np.asarray(right_a, float) - np.asarray(right_b, float))


def _half(half):
    """Return a paired difference with `half(d)` as half its interval."""

    def paired(right_a, right_b):
        d = _differences(right_a, right_b)
        return d.mean(), half(d)

    return paired


def _standard_error(d):
    return d.std(ddof=1) / np.sqrt(len(d))


def _nothing_measured(right_a, right_b):
    return 0.0, 0.0


def _in_shares(right_a, right_b):
    mean, half = paired_difference(right_a, right_b)
    return mean / 100, half / 100


def _other_sign(right_a, right_b):
    mean, half = paired_difference(right_a, right_b)
    return -mean, half


def _unpaired(right_a, right_b):
    a, b = 100 * np.asarray(right_a, float), 100 * np.asarray(right_b, float)
    variances = a.var(ddof=1) + b.var(ddof=1)
    return a.mean() - b.mean(), 1.96 * np.sqrt(variances / len(a))


def _without_sign(right_a, right_b):
    d = np.abs(_differences(right_a, right_b))
    return d.mean(), 1.96 * _standard_error(d)


_PAIRED_MISTAKES = {
    "Nothing is computed yet: put your lines in place of the "
    "comment.": _nothing_measured,
    "These are shares. How many points is that?": _in_shares,
    "By how much is a better than b, not b than a.": _other_sign,
    "That is the interval for two different sets of texts. Here both answer the same "
    "ones: what varies from text to text?": _unpaired,
    "Where one is right and the other is not, who is it? Absolute values forget "
    "that.": _without_sign,
    "That is how single texts vary. How much less does the mean of n of them "
    "vary?": _half(lambda d: 1.96 * d.std(ddof=1)),
    "A mean varies like 1/√n, not 1/n.": _half(lambda d: 1.96 * d.std(ddof=1) / len(d)),
    "That is one standard error. How many of them does a 95 % interval reach to each "
    "side?": _half(_standard_error),
    "Two standard errors are close. For 95 % it is 1.96.": _half(
        lambda d: 2 * _standard_error(d)
    ),
    "That is the whole width of the interval. Half of it is asked for.": _half(
        lambda d: 2 * 1.96 * _standard_error(d)
    ),
    "That is a variance. What is missing for a standard error?": _half(
        lambda d: 1.96 * d.var(ddof=1) / len(d)
    ),
}


def check_paired(answer):
    rng = np.random.default_rng(14)
    cases = [  # so many that n or n − 1 under the root makes no difference
        (rng.random(n) < 0.8, rng.random(n) < share)
        for n, share in ((30_000, 0.6), (20_000, 0.9))
    ]
    check_function(
        answer,
        paired_difference,
        cases,
        _PAIRED_MISTAKES,
        returns="two numbers: the mean difference and half its interval, in points",
        right="the differences text by text, and the error of their mean",
    )


def check_control(answer):
    check_choice(
        answer,
        "no",
        {
            "yes": "The control, without wh, never sees order, and does as well. "
            "What, then, does their accuracy come from?",
            "no": "what it knows of the reviews it could know from single words, as "
            "the control does. That order says a little, the pairs of words show",
            "it reads no order at all": "That goes further than the measurement. What "
            "would order have to bring for this table to show it?",
        },
    )


def _winners(h, lengths):
    words = np.arange(len(h))[:, None] < np.asarray(lengths)
    return np.where(words[:, :, None], h, -np.inf)


def _largest_back(h, lengths, dr):
    heights = _winners(h, lengths)
    return np.where(heights == heights.max(axis=0), dr, 0.0)


def _to(share):
    """Return a way back that gives each state `share(h, inside, lengths)` of dr."""

    def back(h, lengths, dr):
        inside = (np.arange(len(h))[:, None] < np.asarray(lengths))[:, :, None]
        return share(h, inside, np.asarray(lengths)[None, :, None]) * dr

    return back


def _of_largest(heights, axis=0):
    return heights == heights.max(axis=axis, keepdims=True)


def _by_word(h, inside, lengths):
    height = np.where(inside, h, -np.inf).sum(axis=2, keepdims=True)
    return _of_largest(height)


_LARGEST_MISTAKES = {
    "Nothing goes back yet: put your lines in place of the comment.": _to(
        lambda h, inside, lengths: 0 * h
    ),
    "Padding has won somewhere. Which values may take part in the maximum?": _to(
        lambda h, inside, lengths: _of_largest(h)
    ),
    "Setting padding to 0 keeps it in the race. What of a number that is below 0 at "
    "every word?": _to(lambda h, inside, lengths: _of_largest(h * inside)),
    "A padding place that wins and is struck out afterwards leaves the word with "
    "nothing. When must it be struck out?": _to(
        lambda h, inside, lengths: _of_largest(h) * inside
    ),
    "That is the way back of a mean. If h changes a little at a word that is not the "
    "largest, does r change?": _to(lambda h, inside, lengths: inside / lengths),
    "Every word gets the whole of dr. Which of them does r depend on?": _to(
        lambda h, inside, lengths: inside + 0.0 * h
    ),
    "That is the way back of the last state. Is the largest value always there?": _to(
        lambda h, inside, lengths: (
            (np.arange(len(h))[:, None, None] == lengths - 1) + 0 * h
        )
    ),
    "All hidden numbers of a text go back to one word. Does each of them have its "
    "maximum at the same word?": _to(_by_word),
    "Your maximum is over the hidden numbers of one word. Over what is it taken?": _to(
        lambda h, inside, lengths: _of_largest(h, axis=2) * inside
    ),
    "Largest means largest, not furthest from 0.": _to(
        lambda h, inside, lengths: _of_largest(np.where(inside, np.abs(h), -1))
    ),
    "That is the smallest value.": _to(
        lambda h, inside, lengths: _of_largest(np.where(inside, -h, -np.inf))
    ),
    "The value itself is a factor in your result. What is the slope of r by the "
    "largest value?": _to(
        lambda h, inside, lengths: _of_largest(np.where(inside, h, -np.inf)) * h
    ),
    "You have gone through tanh as well. ∂L/∂h is asked for.": _to(
        lambda h, inside, lengths: (
            _of_largest(np.where(inside, h, -np.inf)) * (1 - h**2)
        )
    ),
    "You tell where the maximum is, but what comes back there is dr.": (
        lambda h, lengths, dr: 1.0 * _of_largest(_winners(h, lengths))
    ),
}


def check_largest_back(answer):
    rng = np.random.default_rng(14)
    cases = []
    for lengths, hidden in (([4, 2, 1], 3), ([6, 3, 5, 1, 2], 4)):
        shape = (max(lengths), len(lengths), hidden)
        h = np.tanh(rng.normal(size=shape))
        h[:, 1] = -np.abs(h[:, 1])  # below 0, where padding of 0 would win
        cases.append((h, np.array(lengths), rng.normal(size=shape[1:])))
    check_function(
        answer,
        _largest_back,
        cases,
        _LARGEST_MISTAKES,
        returns="an array of the shape of h",
        right="each number's gradient goes to the one word where it was largest",
    )
