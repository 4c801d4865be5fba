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
    "0 or 1 is the slope of ReLU. What is that of tanh?": _wrong_step(
        lambda g, h: g * (h > 0)
    ),
    "wh comes first with you, and then the slope of tanh. Which of the two did h pass "
    "last on its way forward?": lambda g, h, wh: (
        (g @ wh.T) * (1 - h**2),
        g @ wh.T,
    ),
    "δ is right. What goes back has met wh before the slope of tanh. In which order "
    "does it pass them?": lambda g, h, wh: (_right_a(g, h), (g @ wh.T) * (1 - h**2)),
    "δ is right. What goes back is multiplied by h besides. Of which step is h the "
    "output?": lambda g, h, wh: (_right_a(g, h), (_right_a(g, h) @ wh.T) * h),
    "δ is right. It is δ that goes back through wh, not h.": lambda g, h, wh: (
        _right_a(g, h),
        h @ wh.T,
    ),
    "1 − 2h: what is the square of h?": _wrong_step(lambda g, h: g * (1 - 2 * h)),
    "δ is right. g is added to what goes back. Does any of it go around tanh?": (
        _wrong_step(_right_a, lambda a, g, wh: a @ wh.T + g)
    ),
    "You divide by the slope of tanh. What does the chain rule do with it?": (
        _wrong_step(lambda g, h: g / (1 - h**2))
    ),
    "You add the slope of tanh. What does the chain rule do with it?": _wrong_step(
        lambda g, h: g + 1 - h**2
    ),
    "You take the root of the slope of tanh. What is 1 − h² already?": _wrong_step(
        lambda g, h: g * np.sqrt(1 - h**2)
    ),
    "1 + h²: which sign has the square in tanh'?": _wrong_step(
        lambda g, h: g * (1 + h**2)
    ),
    "You multiply by h itself. What is the slope of tanh in terms of h?": _wrong_step(
        lambda g, h: g * h
    ),
    "You multiply by h². What is the slope of tanh in terms of h?": _wrong_step(
        lambda g, h: g * h**2
    ),
    "(1 − h)² is not 1 − h². Where does the square belong?": _wrong_step(
        lambda g, h: g * (1 - h) ** 2
    ),
    "δ is right. What goes back has met the slope of tanh twice: of which step is it "
    "the gradient then?": lambda g, h, wh: (
        (delta := _right_a(g, h)),
        (delta @ wh.T) * (1 - h**2),
    ),
    "δ is right. That is the gradient of wh. What reaches the state before?": (
        lambda g, h, wh: (_right_a(g, h), h.T @ _right_a(g, h))
    ),
    "δ is right. What reaches the state before lacks wh on its way.": _wrong_step(
        _right_a, lambda a, g, wh: g
    ),
    "δ is right. What reaches the state before has been multiplied number by number. "
    "On the way forward, is it a product of matrices?": _wrong_step(
        _right_a, lambda a, g, wh: a * wh.sum(axis=1)
    ),
    "You divide by the number of rows. Where is a mean over the batch taken, and how "
    "often?": _wrong_step(lambda g, h: _right_a(g, h) / len(g)),
    "tanh' is taken of g. At which point has tanh its slope?": _wrong_step(
        lambda g, h: g * (1 - g**2)
    ),
    "tanh' is taken of g, and multiplied by h. Which is which?": _wrong_step(
        lambda g, h: h * (1 - g**2)
    ),
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
    """Check `step_back(g, h, wh)`: δ, and what reaches the state before."""
    rng = np.random.default_rng(14)
    cases = [
        (rng.normal(size=(n, m)), np.tanh(rng.normal(size=(n, m))), wh)
        for n, m, wh in (
            (4, 3, rng.normal(size=(3, 3))),
            (2, 5, rng.normal(size=(5, 5))),
        )
    ]
    check_function(
        answer,
        one_step_back,
        cases,
        _STEP_MISTAKES,
        returns="two arrays of the shape of h: ∂loss/∂a and what reaches the state "
        "before",
        right="the gradient passes tanh, then wh turned around",
        section="How does a gradient go back through time?",
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


def _length(grads):
    return np.sqrt(sum(np.sum(np.square(g)) for g in grads.values()))


def _scaled_if(grads, largest, factor):
    """Scale by `factor(norm)` where the gradient is too long."""
    by = factor(_length(grads)) if _length(grads) > largest else 1
    return {name: by * g for name, g in grads.items()}


def _scaled_by(grads, largest, norm):
    return {name: g * min(1, largest / norm) for name, g in grads.items()}


def _by_norm(norm):
    """Return clipping by another norm of all numbers in a row."""

    def clip(grads, largest):
        row = np.concatenate([np.ravel(g) for g in grads.values()])
        return {name: g * min(1, largest / norm(row)) for name, g in grads.items()}

    return clip


def _by_one(grads, largest, place):
    norm = np.linalg.norm(list(grads.values())[place])
    return {name: g * min(1, largest / norm) for name, g in grads.items()}


def _by_the_longest(grads, largest):
    norm = max(np.linalg.norm(g) for g in grads.values())
    return {name: g * min(1, largest / norm) for name, g in grads.items()}


def _as_it_adds_up(grads, largest):
    names = list(grads)
    return {
        name: _clip({n: grads[n] for n in names[: place + 1]}, largest)[name]
        for place, name in enumerate(names)
    }


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
    "Each array gets the length `largest`, also a short one. What would keep the "
    "direction of them all, and which gradients are to stay as they are?": (
        lambda grads, largest: {
            name: g * largest / np.linalg.norm(g) for name, g in grads.items()
        }
    ),
    "Which gradients should be scaled, the long or the short ones?": _scaled(
        lambda norm, largest: max(1, largest / norm)
    ),
    "Norms of parts are not added; their squares are.": _sum_of_norms,
    "A long gradient gets the length 1. Which length is it to have?": (
        lambda grads, largest: _scaled_if(grads, largest, lambda norm: 1 / norm)
    ),
    "A long gradient is set to 0. Which length is it to have?": (
        lambda grads, largest: _scaled_if(grads, largest, lambda norm: 0)
    ),
    "Your factor is upside down. By what must a number be multiplied to get from "
    "`norm` to `largest`?": _scaled(lambda norm, largest: min(1, norm / largest)),
    "Your factor is upside down, and always there. By what must a number be multiplied "
    "to get from `norm` to `largest`?": _scaled(lambda norm, largest: norm / largest),
    "Your factor is upside down where the gradient is too long, so that it becomes "
    "longer. By what must a number be multiplied to get from `norm` to `largest`?": (
        _scaled(lambda norm, largest: max(1, norm / largest))
    ),
    "Each array is scaled by the norm of those that came before it, and its own. When "
    "is the norm of all of them known?": _as_it_adds_up,
    "You divide by `largest`. By what must a number be multiplied to get from `norm` "
    "to `largest`?": _scaled(
        lambda norm, largest: 1 / largest if norm > largest else 1
    ),
    "You add up norms and take a root. What is added up for a length?": (
        lambda grads, largest: _scaled_by(
            grads, largest, sum(map(np.linalg.norm, grads.values())) ** 0.5
        )
    ),
    "You take the mean of the norms. What is added up for a length?": (
        lambda grads, largest: _scaled_by(
            grads, largest, np.mean([np.linalg.norm(g) for g in grads.values()])
        )
    ),
    "You go to the root of `largest`. Which length is it to have?": _scaled(
        lambda norm, largest: min(1, largest**0.5 / norm)
    ),
    "Your factor is divided by the number of arrays. Of how many lengths is one?": (
        lambda grads, largest: {
            name: g * min(1, largest / _length(grads) / len(grads))
            for name, g in grads.items()
        }
    ),
    "You add up the numbers, and signs cancel. How is a length computed?": (
        _by_norm(lambda row: abs(row.sum()))
    ),
    "You take the root of a sum of numbers, not of squares. How is a length "
    "computed?": (_by_norm(lambda row: np.sqrt(abs(row.sum())))),
    "Your factor is squared. By what must a number be multiplied to get from `norm` to "
    "`largest`?": _scaled(lambda norm, largest: min(1, (largest / norm) ** 2)),
    "Your factor is a root. By what must a number be multiplied to get from `norm` to "
    "`largest`?": _scaled(lambda norm, largest: min(1, (largest / norm) ** 0.5)),
    "The numbers become `largest` times too large. By what do you multiply?": (
        _scaled(lambda norm, largest: min(1, largest / norm) * largest)
    ),
    "That is the root of the *mean* of squares. Of what is a length the root?": (
        _by_norm(lambda row: np.sqrt(np.mean(row**2)))
    ),
    "That is the mean of squares. Of what is a length the root?": _by_norm(
        lambda row: np.mean(row**2)
    ),
    "Your norm is the largest entry. Which numbers does a length come from?": _by_norm(
        lambda row: np.abs(row).max()
    ),
    "Your norm is that of the first array alone. Does your loop add up all of them "
    "before it scales?": lambda grads, largest: _by_one(grads, largest, 0),
    "Your norm is that of the last array alone. Do you add up in your loop, or "
    "overwrite?": lambda grads, largest: _by_one(grads, largest, -1),
    "Your norm is that of the longest array. What do the others add?": (
        lambda grads, largest: _by_the_longest(grads, largest)
    ),
    "Only the first array is scaled, and the others are as they were. To which of them "
    "does the factor belong?": lambda grads, largest: {
        name: _clip(grads, largest)[name] if n == 0 else g
        for n, (name, g) in enumerate(grads.items())
    },
    "Something is subtracted from all numbers, where they should be scaled.": (
        lambda grads, largest: {
            name: g - max(0, _length(grads) - largest) for name, g in grads.items()
        }
    ),
    "`largest` is a length, not a bound on each number of the gradient.": _bounded,
    "That is the sum of squares. What is missing for a norm?": _squared,
    "That is the sum of absolute values. How is a length computed?": _absolute,
    "The length should become `largest`, not 1.": _scaled(
        lambda norm, largest: min(1, 1 / norm)
    ),
}


def check_clip(answer):
    """Check `clip(grads, largest)`: one factor for all arrays."""
    long, other = (  # names that no answer can know beforehand
        {
            "embedding": np.array([[3.0, -1.0], [0.5, 6.0], [1.5, -0.5]]),
            "wh": np.array([[0.7]]),
            "bh": np.array([-4.0, 0.2]),
        },
        {
            "embedding": np.array([[0.7, 1.9, -1.1]]),
            "wh": np.array([[-2.9], [1.3]]),
            "bh": np.array([0.4, -1.2]),
        },
    )
    check_function(
        answer,
        _clip,
        [(long, 2.5), (long, 50.0), (other, 1.7)],
        _CLIP_MISTAKES,
        returns="a dict with an array for each name",
        right="one factor for all arrays; the direction stays",
        section="When is it good to clip a gradient?",
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


def _of_unlike(d):
    d = d[d != 0]
    return d.mean(), 1.96 * _standard_error(d)


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
    "That is how single texts vary, one standard deviation. How much less does the "
    "mean of n of them vary, and how many errors are asked for?": _half(
        lambda d: d.std(ddof=1)
    ),
    "That is a variance over √n. Is a standard deviation its square, or its root?": (
        _half(lambda d: 1.96 * d.var(ddof=1) / np.sqrt(len(d)))
    ),
    "You multiply by √n. Are more texts less sure?": _half(
        lambda d: 1.96 * d.std(ddof=1) * np.sqrt(len(d))
    ),
    "These are shares, and by how much b is better than a. How many points is that, "
    "and in which direction?": lambda right_a, right_b: tuple(
        part / 100 for part in _other_sign(right_a, right_b)
    ),
    "These are shares, of which one is a mean and the other a standard deviation. How "
    "many points is that, and how much less does the mean of n texts vary?": (
        lambda right_a, right_b: (
            (d := _differences(right_a, right_b)).mean() / 100,
            d.std(ddof=1) / 100,
        )
    ),
    "The mean is in points, the interval in shares, and that varies like 1/n. How many "
    "points is it, and how does a mean vary?": _half(
        lambda d: 1.96 * d.std(ddof=1) / len(d) / 100
    ),
    "The mean is in points, the interval in shares. How many points is that?": _half(
        lambda d: 1.96 * _standard_error(d) / 100
    ),
    "1.645 errors to each side hold 90 %. For 95 % it is 1.96.": _half(
        lambda d: 1.645 * _standard_error(d)
    ),
    "2.576 errors to each side hold 99 %. For 95 % it is 1.96.": _half(
        lambda d: 2.576 * _standard_error(d)
    ),
    "Your second number is McNemar's z. How many points is the interval wide?": _half(
        lambda d: d.sum() / np.sqrt(np.abs(d).sum() * 100)
    ),
    "Your error is that of a alone. What varies from text to text is a − b.": (
        lambda right_a, right_b: (
            _differences(right_a, right_b).mean(),
            1.96 * _standard_error(100 * np.asarray(right_a, float)),
        )
    ),
    "These are the two ends of the interval. Which two numbers are asked for?": (
        lambda right_a, right_b: tuple(
            paired_difference(right_a, right_b)[0]
            + sign * paired_difference(right_a, right_b)[1]
            for sign in (-1, 1)
        )
    ),
    "Your second number is that of a share, p(1 − p). The differences are −100, 0 and "
    "100: how far do they spread?": lambda right_a, right_b: (
        (d := _differences(right_a, right_b)).mean(),
        196 * np.sqrt(abs(d.mean() / 100) * (1 - abs(d.mean() / 100)) / len(d)),
    ),
    "0 − 1 is 255 in uint8. Which dtype has room for −1?": lambda right_a, right_b: (
        (d := 100.0 * (right_a.astype(np.uint8) - right_b.astype(np.uint8))).mean(),
        1.96 * _standard_error(d),
    ),
    "Your error is that of 2n differences. How many texts are there?": _half(
        lambda d: 1.96 * d.std(ddof=1) / np.sqrt(2 * len(d))
    ),
    "Your root is taken of s as well, which is one already. Of what is it taken in "
    "s/√n?": _half(lambda d: 1.96 * np.sqrt(d.std(ddof=1) / len(d))),
    "Your first number is divided by b's share. A point is a hundredth of all texts.": (
        lambda right_a, right_b: (
            _differences(right_a, right_b).mean() / np.mean(right_b),
            paired_difference(right_a, right_b)[1],
        )
    ),
    "Your error adds those of a and b. What varies from text to text is a − b.": (
        lambda right_a, right_b: (
            _differences(right_a, right_b).mean(),
            196 * (np.std(right_a) + np.std(right_b)) / np.sqrt(len(right_a)),
        )
    ),
    "The mean is in points, the interval in shares, and that is one for two different "
    "sets of texts. What varies from text to text here?": lambda right_a, right_b: (
        _unpaired(right_a, right_b)[0],
        _unpaired(right_a, right_b)[1] / 100,
    ),
    "Your second number has no spread in it. How far do the differences vary?": _half(
        lambda d: 1.96 / np.sqrt(len(d))
    ),
    "Your second number has no spread in it, in points. How far do the differences "
    "vary?": _half(lambda d: 196 / np.sqrt(len(d))),
    "The interval is 100 times too wide: the points are in it twice.": _half(
        lambda d: 196 * _standard_error(d)
    ),
    "The first number is a median. Which mean is asked for?": lambda right_a, right_b: (
        np.median(_differences(right_a, right_b)),
        paired_difference(right_a, right_b)[1],
    ),
    "You count the texts that a alone has right. And those that b alone has?": (
        lambda right_a, right_b: (
            100 * np.mean(right_a & ~right_b),
            1.96 * _standard_error(100.0 * (right_a & ~right_b)),
        )
    ),
    "You leave out the texts on which both are alike. They belong to the n texts, with "
    "the difference 0.": lambda right_a, right_b: _of_unlike(
        _differences(right_a, right_b)
    ),
    "The mean has lost its sign: it should say which of the two is better.": (
        lambda right_a, right_b: (
            abs(paired_difference(right_a, right_b)[0]),
            paired_difference(right_a, right_b)[1],
        )
    ),
    "The mean is right. Your interval is that of differences without their signs: by "
    "how much does a text vary, if it may be −100, 0 or 100?": (
        lambda right_a, right_b: (
            _differences(right_a, right_b).mean(),
            1.96 * _standard_error(np.abs(_differences(right_a, right_b))),
        )
    ),
    "These are shares, of which one is a mean and the other a standard error. How many "
    "points is that, and how many errors?": lambda right_a, right_b: (
        _differences(right_a, right_b).mean() / 100,
        _standard_error(_differences(right_a, right_b)) / 100,
    ),
    "Your first number is how often a alone is right. And b alone?": (
        lambda right_a, right_b: (
            100 * np.mean(right_a & ~right_b),
            paired_difference(right_a, right_b)[1],
        )
    ),
    "All differences are there. What is their mean?": lambda right_a, right_b: (
        _differences(right_a, right_b),
        paired_difference(right_a, right_b)[1],
    ),
}


def check_paired(answer):
    """Check `paired(right_a, right_b)`: mean difference and half its interval."""
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
        section="And on real reviews?",
    )


def check_control(answer):
    """Check what follows from a control that does as well."""
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
        section="And on real reviews?",
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


def _first_largest(heights):
    """As `argmax` has it: of several that are equal, the first."""
    first = heights.argmax(axis=0)
    return np.arange(len(heights))[:, None, None] == first


def _by_word(h, inside, lengths):
    height = np.where(inside, h, -np.inf).sum(axis=2, keepdims=True)
    return _of_largest(height)


def _among(reach):
    """Return the way back if the first `reach(lengths)` places may win."""
    return lambda h, lengths, dr: _largest_back(h, reach(np.asarray(lengths)), dr)


def _without_the_first(h, lengths, dr):
    h = h.copy()
    h[0, np.asarray(lengths) > 1] = -np.inf
    return _largest_back(h, lengths, dr)


def _only(dh, text):
    zeros = np.zeros_like(dh)
    zeros[:, text] = dh[:, text]
    return zeros


def _in_all_texts(h, lengths, dr):
    anywhere = _of_largest(_winners(h, lengths)).any(axis=1, keepdims=True)
    return anywhere * dr


def _at_all_numbers(h, lengths, dr):
    anywhere = _of_largest(_winners(h, lengths)).any(axis=(1, 2), keepdims=True)
    return anywhere * dr


_LARGEST_MISTAKES = {
    "Nothing goes back yet: put your lines in place of the comment.": _to(
        lambda h, inside, lengths: 0 * h
    ),
    "Padding has won somewhere. Which values may take part in the maximum?": _to(
        lambda h, inside, lengths: _of_largest(h)
    ),
    "Setting padding to 0 keeps it in the race. What of a number that is below 0 at "
    "every word?": _to(lambda h, inside, lengths: _of_largest(h * inside)),
    "With padding set to 0, the first 0 wins where a number is below 0 at every word. "
    "Which value is below all others?": _to(
        lambda h, inside, lengths: _first_largest(h * inside)
    ),
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
    "The last word of each text cannot win with you. Up to where does `h[:length]` "
    "reach?": _among(lambda lengths: np.maximum(lengths - 1, 1)),
    "One place behind the last word can win with you. Up to where does `h[:length]` "
    "reach?": _among(lambda lengths: lengths + 1),
    "The first word of each text cannot win with you. Where does your slice begin?": (
        lambda h, lengths, dr: _without_the_first(h, lengths, dr)
    ),
    "Only the largest of all hidden numbers of a text gets something. Does not each of "
    "them have a maximum of its own?": _to(
        lambda h, inside, lengths: _of_largest(np.where(inside, h, -np.inf), (0, 2))
    ),
    "Only the first text gets something. Is your `return` inside the loop?": (
        lambda h, lengths, dr: _only(_largest_back(h, lengths, dr), 0)
    ),
    "Only the last text gets something. Is your array of zeros made inside the loop?": (
        lambda h, lengths, dr: _only(_largest_back(h, lengths, dr), -1)
    ),
    "What comes back is added up over the texts. Does another text depend on this h?": (
        lambda h, lengths, dr: 1.0 * _of_largest(_winners(h, lengths)) * dr.sum(axis=0)
    ),
    "Every text gets the dr of the first. Which row of dr belongs to text i?": (
        lambda h, lengths, dr: 1.0 * _of_largest(_winners(h, lengths)) * dr[0]
    ),
    "Every number above 0 gets something. Is it a ReLU, or a maximum over words?": _to(
        lambda h, inside, lengths: (h > 0) * inside
    ),
    "What comes back is the value of h, not that of dr. What is r's gradient?": (
        lambda h, lengths, dr: _of_largest(_winners(h, lengths)) * h
    ),
    "dr is shared out by a softmax. Does r change if a smaller value does?": _to(
        lambda h, inside, lengths: (
            (e := np.exp(np.where(inside, h, -np.inf))) / e.sum(axis=0)
        )
    ),
    "That is r itself, in dr's shape. Where does its gradient go?": (
        lambda h, lengths, dr: _winners(h, lengths).max(axis=0)
    ),
    "Your places are right, and everything is divided by the number of words. Is r a "
    "mean?": _to(
        lambda h, inside, lengths: _of_largest(np.where(inside, h, -np.inf)) / lengths
    ),
    "You go on from the maximum to all words before it. At which word does r look?": (
        lambda h, lengths, dr: (
            np.cumsum(_of_largest(_winners(h, lengths))[::-1], axis=0)[::-1] * dr
        )
    ),
    "Time and texts have changed places in your result. Which axis of h is time?": (
        lambda h, lengths, dr: _largest_back(h, lengths, dr).transpose(1, 0, 2)
    ),
    "The place of each text's maximum gets something in all texts. To which text does "
    "it belong?": _in_all_texts,
    "A word at which any maximum stands gets all of dr. Which three numbers say where "
    "one number of dr goes?": _at_all_numbers,
    "You tell where the maximum is, but what comes back there is dr.": (
        lambda h, lengths, dr: 1.0 * _of_largest(_winners(h, lengths))
    ),
}


def check_largest_back(answer):
    """Check `largest_back(h, lengths, dr)`: the way back of a maximum over words."""
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
        section="How does a gradient go back through time?",
    )
