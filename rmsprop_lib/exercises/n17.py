"""The checks of notebook 17, *Where next*."""

import numpy as np

from rmsprop_lib.exercises.checks import check_function


def drift(rho, gradients):
    """Return how far θ moves in one period of `gradients`, in rates.

    v has settled: it is at the end of a period what it was at its beginning.

    Parameters
    ----------
    rho : ρ in [0, 1)
    gradients : the gradients of one period, in their order

    Examples
    --------
    >>> float(round(drift(0.9, [1.0, 1.0]), 6))
    -2.0
    """
    squares = np.square(np.asarray(gradients, dtype=float))
    ages = np.arange(len(squares))[::-1]  # of each square at the end of the period
    v = (1 - rho) * np.sum(rho**ages * squares) / (1 - rho ** len(squares))
    moved = 0.0
    for g in gradients:
        v = rho * v + (1 - rho) * g**2
        moved -= g / np.sqrt(v)
    return moved


def _settled(rho, gradients, periods=60):
    """Return v as it is at the beginning of a period."""
    v = 0.0
    for g in [*gradients] * periods:
        v = rho * v + (1 - rho) * g**2
    return v


def _first_period(rho, gradients):
    v, moved = 0.0, 0.0
    for g in gradients:
        v = rho * v + (1 - rho) * g**2
        moved -= g / np.sqrt(v)
    return moved


def _no_root_of_v(rho, gradients):
    v, moved = _settled(rho, gradients), 0.0
    for g in gradients:
        v = rho * v + (1 - rho) * g**2
        moved -= g / v
    return moved


def _upwards(rho, gradients):
    return -drift(rho, gradients)


def _mean_step(rho, gradients):
    return drift(rho, gradients) / len(gradients)


def _old_cache(rho, gradients):
    v, moved = _settled(rho, gradients), 0.0
    for g in gradients:
        moved -= g / np.sqrt(v)
        v = rho * v + (1 - rho) * g**2
    return moved


def _swapped(rho, gradients):
    return drift(1 - rho, gradients)


def _frozen(rho, gradients):
    v = np.mean(np.square(gradients))
    return -np.sum(gradients) / np.sqrt(v)


def _of_signs(rho, gradients):
    return -float(np.sum(np.sign(gradients)))


def _lengths(rho, gradients):
    v, moved = _settled(rho, gradients), 0.0
    for g in gradients:
        v = rho * v + (1 - rho) * g**2
        moved -= abs(g) / np.sqrt(v)
    return moved


def _last_step(rho, gradients):
    return -gradients[-1] / np.sqrt(_settled(rho, gradients))


def _unweighted(rho, gradients):
    v, moved = _settled(rho, gradients) / (1 - rho), 0.0
    for g in gradients:
        v = rho * v + g**2
        moved -= g / np.sqrt(v)
    return moved


def _steps(rho, gradients, v_of=np.square, epsilon=0.0, periods=60, start=0.0):
    """Return the steps of the last of these periods, v begun at `start`."""
    v, steps = start, []
    for g in [*gradients] * periods:
        v = rho * v + (1 - rho) * v_of(g)
        steps.append(-g / (np.sqrt(v) + epsilon))
    return np.array(steps[-len(gradients) :])


def _steps_with(rho, gradients, epsilon):
    return _steps(rho, gradients, epsilon=epsilon).sum()


def _other_v(v_of):
    return lambda rho, gradients: _steps(rho, gradients, v_of).sum()


def _nth_period(rho, gradients, n):
    return _steps(rho, gradients, periods=n).sum()


def _without_the_first(rho, gradients):
    v, moved = _settled(rho, gradients), 0.0
    for g in gradients[1:]:
        v = rho * v + (1 - rho) * g**2
        moved -= g / np.sqrt(v)
    return moved


def _all_periods(rho, gradients, periods=1000):
    v, moved, settled_after = 0.0, 0.0, min(periods, 60)
    for g in [*gradients] * settled_after:
        v = rho * v + (1 - rho) * g**2
        moved -= g / np.sqrt(v)
    return moved + (periods - settled_after) * drift(rho, gradients)


def _corrected(rho, gradients):
    v, moved = 0.0, 0.0
    for t, g in enumerate(gradients, start=1):
        v = rho * v + (1 - rho) * g**2
        moved -= g / np.sqrt(v / (1 - rho**t))
    return moved


_DRIFT_MISTAKES = {
    "Your v begins at 0, and this is the first period only. What is v after many "
    "periods?": _first_period,
    "The steps are right, and they go uphill: does θ go with g or against it?":
        _upwards,
    "Your steps go uphill, and this is the first period only, with v = 0 before it. "
    "What is v after many periods?":
        lambda rho, gradients: -_first_period(rho, gradients),
    "That is the mean of the steps of the first period. What is v after many periods, "
    "and is it asked how far one step goes, or a period?":
        lambda rho, gradients: _first_period(rho, gradients) / len(gradients),
    "That is the mean of the steps. Is it asked how far one step goes, or a period?":
        _mean_step,
    "You divide by v of the step before. Does v take in g before the division, or "
    "after it?": _old_cache,
    "You divide by v. What does RMSprop divide by?":
        _no_root_of_v,
    "ρ and 1 − ρ have changed places. Which one keeps the old v?": _swapped,
    "You divide every gradient by the same number, the root of the mean square. That "
    "is the limit of a long memory. What does v do between two large gradients?":
        _frozen,
    "You count signs, as if every step were one rate long. How long is a small step "
    "just after a large gradient?": _of_signs,
    "You add the lengths of the steps. Do all of them go in one direction?": _lengths,
    "That is the last step of the period. What about the others?": _last_step,
    "Your v is a sum, not a mean: what does the new square have to be multiplied by?":
        _unweighted,
    **{
        f"You add up the steps of all {n:,} periods. How far does one of them lead?":
            lambda rho, gradients, n=n: _all_periods(rho, gradients, n)
        for n in (10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 100_000)
    },
    **{
        f"That is a mean over {n:,} periods, the first ones included. In which of them "
        "has v settled?":
            lambda rho, gradients, n=n: _all_periods(rho, gradients, n) / n
        for n in (10, 20, 50, 100, 200, 500, 1000)
    },
    "All steps are divided by v as it is at the end of a period. Which v does each "
    "gradient meet?": lambda rho, gradients: (
        -sum(gradients) / np.sqrt(_settled(rho, gradients))),
    "v takes in |g|. What is a root mean *square*?": _other_v(lambda g: abs(g)),
    "v takes in g. What is a root mean *square*?": _other_v(lambda g: g),
    "That is how long the way is, not how far it leads. Which signs have the steps?":
        lambda rho, gradients: -_lengths(rho, gradients),
    "Your number is a hundredth of it. Is a rate of 0.01 in it? Units of η are asked "
    "for.": lambda rho, gradients: drift(rho, gradients) / 100,
    "Your number is a thousandth of it. Is a rate of 0.001 in it? Units of η are asked "
    "for.": lambda rho, gradients: drift(rho, gradients) / 1000,
    "Your number is a tenth of it. Is a rate of 0.1 in it? Units of η are asked for.":
        lambda rho, gradients: drift(rho, gradients) / 10,
    "The first gradient of the period is left out. Where does your loop begin?":
        _without_the_first,
    "The step of the last gradient is left out. Where does your loop end?":
        lambda rho, gradients: drift(rho, gradients) - _last_step(rho, gradients),
    "Your v begins at 1, and this is the first period only. What is v after many "
    "periods?": lambda rho, gradients: _steps(
        rho, gradients, periods=1, start=1.0).sum(),
    "Your v begins with the mean of the squares, and this is the first period only. "
    "What is v after many periods?": lambda rho, gradients: _steps(
        rho, gradients, periods=1, start=np.mean(np.square(gradients))).sum(),
    "Your v begins with the first square, and this is the first period only. What is v "
    "after many periods?": lambda rho, gradients: _steps(
        rho, gradients, periods=1, start=gradients[0] ** 2).sum(),
    "You add up v. What is a step made of?": lambda rho, gradients: sum(
        (gradients[k] / _steps(rho, gradients)[k]) ** 2 for k in range(len(gradients))),
    "Every step is that of the mean gradient. Which gradient meets which v?":
        lambda rho, gradients: np.mean(gradients) * np.sum(
            _steps(rho, gradients) / np.array(gradients)),
    "You correct v for its start at 0. It has settled after many periods: what is it "
    "then?": _corrected,
    "All steps of the period are there. What do they add up to?": _steps,
    "You add up the gradients. By what is each of them divided?":
        lambda rho, gradients: -sum(gradients),
    "`g / v ** 1 / 2` is g/v, and half of that. Where do brackets belong?":
        lambda rho, gradients: _no_root_of_v(rho, gradients) / 2,
    "`v ** 1 / 2` is half of v, not its root. Where do brackets belong?":
        lambda rho, gradients: 2 * _no_root_of_v(rho, gradients),
    "ε = 0.1 stands beside your root. It is to be left out.":
        lambda rho, gradients: _steps_with(rho, gradients, 0.1),
    "You have gone through 2 periods. Has v settled, if ρ is 0.9?":
        lambda rho, gradients: _nth_period(rho, gradients, 2),
    "You have gone through 3 periods. Has v settled, if ρ is 0.9?":
        lambda rho, gradients: _nth_period(rho, gradients, 3),
    "You have gone through 5 periods. Has v settled, if ρ is 0.9?":
        lambda rho, gradients: _nth_period(rho, gradients, 5),
    "You have gone through 10 periods. Has v settled, if ρ is 0.9?":
        lambda rho, gradients: _nth_period(rho, gradients, 10),
}  # fmt: skip


def check_drift(answer):
    """Check `drift(rho, gradients)`: how far a settled period moves θ, in rates."""
    cases = [
        (0.1, [3.0, -1.0, -1.0]),
        (0.5, [4.0, -1.0, -1.5, -0.5]),
        (0.9, [-2.0, 0.5, 1.0, 0.25, 0.75]),
        (0.8, [1.5, 1.0]),
    ]
    check_function(
        answer,
        drift,
        cases,
        _DRIFT_MISTAKES,
        returns="a number: how far θ moves in one period, in rates",
        right="the step of each gradient with the v that it meets, added up with its "
        "sign",
        stub_returns=False,
        section="Can it walk the wrong way?",
    )


def keep_the_largest(theta, g, v, largest, rate, rho, epsilon):
    """Return new θ, v and largest v of an RMSprop that divides by the largest v so far.

    (AMSGrad without its mean of gradients: Reddi, Kale and Kumar, arXiv 1904.09237,
    algorithm 2.)
    """
    v = rho * v + (1 - rho) * g**2
    largest = np.maximum(largest, v)
    return theta - rate * g / (np.sqrt(largest) + epsilon), v, largest


def _plain(theta, g, v, largest, rate, rho, epsilon):
    v = rho * v + (1 - rho) * g**2
    step = rate * g / (np.sqrt(v) + epsilon)
    return theta - step, v, np.maximum(largest, v)


def _fed_back(theta, g, v, largest, rate, rho, epsilon):
    v = np.maximum(largest, rho * v + (1 - rho) * g**2)
    return theta - rate * g / (np.sqrt(v) + epsilon), v, v


def _grown_from_largest(theta, g, v, largest, rate, rho, epsilon):
    v = rho * largest + (1 - rho) * g**2
    largest = np.maximum(largest, v)
    return theta - rate * g / (np.sqrt(largest) + epsilon), v, largest


def _before_the_update(theta, g, v, largest, rate, rho, epsilon):
    divisor = np.maximum(largest, v)
    v = rho * v + (1 - rho) * g**2
    return theta - rate * g / (np.sqrt(divisor) + epsilon), v, divisor


def _largest_square(theta, g, v, largest, rate, rho, epsilon):
    v = rho * v + (1 - rho) * g**2
    largest = np.maximum(largest, g**2)
    return theta - rate * g / (np.sqrt(largest) + epsilon), v, largest


def _smallest(theta, g, v, largest, rate, rho, epsilon):
    v = rho * v + (1 - rho) * g**2
    least = np.minimum(largest, v)
    return theta - rate * g / (np.sqrt(least) + epsilon), v, least


def _over_all(theta, g, v, largest, rate, rho, epsilon):
    v = rho * v + (1 - rho) * g**2
    top = np.full_like(v, max(np.max(largest), np.max(v)))
    return theta - rate * g / (np.sqrt(top) + epsilon), v, top


def _no_root(theta, g, v, largest, rate, rho, epsilon):
    v = rho * v + (1 - rho) * g**2
    largest = np.maximum(largest, v)
    return theta - rate * g / (largest + epsilon), v, largest


def _inside(theta, g, v, largest, rate, rho, epsilon):
    v = rho * v + (1 - rho) * g**2
    largest = np.maximum(largest, v)
    return theta - rate * g / np.sqrt(largest + epsilon), v, largest


def _with(v_of=None, top_of=np.maximum, divisor=None, sign=-1):
    """Return a step with another v, another largest, or another divisor."""

    def step(theta, g, v, largest, rate, rho, epsilon):
        v = v_of(v, g, rho) if v_of else rho * v + (1 - rho) * g**2
        top = top_of(largest, v)
        below = divisor(top, epsilon) if divisor else np.sqrt(top) + epsilon
        return theta + sign * rate * g / below, v, top

    return step


def _divided_by_the_old_largest(theta, g, v, largest, rate, rho, epsilon):
    v = rho * v + (1 - rho) * g**2
    new = theta - rate * g / (np.sqrt(largest) + epsilon)
    return new, v, np.maximum(largest, v)


def _of_sizes(theta, g, v, largest, rate, rho, epsilon):
    v = rho * v + (1 - rho) * g**2
    top = np.maximum(largest, np.abs(g))
    return theta - rate * g / (np.sqrt(top) + epsilon), v, top


def _results(choose):
    """Return what `choose(given, new)` makes of θ, v and the largest, old and new."""

    def step(theta, g, v, largest, *rest):
        new = keep_the_largest(theta, g, v, largest, *rest)
        return choose((theta, v, largest), new)

    return step


def _old_largest(theta, g, v, largest, rate, rho, epsilon):
    new, v, _ = keep_the_largest(theta, g, v, largest, rate, rho, epsilon)
    return new, v, largest


_LARGEST_MISTAKES = {
    "That is plain RMSprop: you keep the largest v and divide by v. Which of the two "
    "is to divide g?": _plain,
    "The v that you return never falls again: it is the largest. Two memories are "
    "asked for: one that forgets, and one that does not.": _fed_back,
    "v is the mean of squares and goes on from v itself. From what does yours go on?":
        _grown_from_largest,
    "You take the largest before v has taken in g. Does the newest v not count?":
        _before_the_update,
    "You keep the largest g². The largest of what is asked for?": _largest_square,
    "You keep the smallest v. Which way does the divisor move then?": _smallest,
    "You take one maximum over all elements. Does each parameter not have its own?":
        _over_all,
    "You divide by the largest v as it came in. May the newest v not be the largest?":
        _divided_by_the_old_largest,
    "You go uphill. What is subtracted?": _with(sign=1),
    "v takes in g. What should it take in?":
        _with(lambda v, g, rho: rho * v + (1 - rho) * g),
    "v takes in |g|. What should it take in?":
        _with(lambda v, g, rho: rho * v + (1 - rho) * np.abs(g)),
    "v takes in all of g². Which share is new?":
        _with(lambda v, g, rho: rho * v + g**2),
    "v only adds up, as in AdaGrad. Which share of it is kept?":
        _with(lambda v, g, rho: v + g**2),
    "v only looks at the newest gradient. Which share of the old one is kept?":
        _with(lambda v, g, rho: (1 - rho) * g**2),
    "The two shares have changed places: ρ is kept, 1 − ρ is new.":
        _with(lambda v, g, rho: (1 - rho) * v + rho * g**2),
    "1 − ρ is squared with g. What does the square belong to?":
        _with(lambda v, g, rho: rho * v + ((1 - rho) * g) ** 2),
    "You compare `largest` with √v. Which of the two is it the largest of?":
        _with(top_of=lambda top, v: np.maximum(top, np.sqrt(v)),
              divisor=lambda top, epsilon: top + epsilon),
    "You compare `largest` with √v, and take the root once more. Of what is it the "
    "largest?": _with(top_of=lambda top, v: np.maximum(top, np.sqrt(v))),
    "θ and v are right, and the divisor stands in the place of `largest`. What does "
    "the next step compare v with?": lambda theta, g, v, top, rate, rho, epsilon: (
        *keep_the_largest(theta, g, v, top, rate, rho, epsilon)[:2],
        np.sqrt(keep_the_largest(theta, g, v, top, rate, rho, epsilon)[2]) + epsilon),
    "θ and v are right, and the root stands in the place of `largest`. What does the "
    "next step compare v with?": lambda *case: (
        *keep_the_largest(*case)[:2], np.sqrt(keep_the_largest(*case)[2])),
    "`largest` forgets with ρ. Two memories are asked for: one that forgets, and one "
    "that does not.": lambda theta, g, v, top, rate, rho, epsilon: keep_the_largest(
        theta, g, v, rho * top, rate, rho, epsilon),
    "Either all of v is the largest with you, or nothing. Which function takes the "
    "larger of two arrays, place by place?": _with(
        top_of=lambda top, v: v if np.all(v > top) else top),
    "Either all of v is the largest with you, or nothing, by a sum or a norm or `any`. "
    "Which function takes the larger of two arrays, place by place?": _with(
        top_of=lambda top, v: v if np.any(v > top) else top),
    "v takes in g² twice. How often is it renewed in a step?": _with(
        lambda v, g, rho: rho * (rho * v + (1 - rho) * g**2) + (1 - rho) * g**2),
    "You keep the largest |g|. The largest of what is asked for?":
        lambda theta, g, v, top, rate, rho, epsilon: _of_sizes(
            theta, g, v, top, rate, rho, epsilon),
    "`argmax` tells *where* the largest is, 0 or 1. How large is it?":
        _with(top_of=lambda top, v: np.argmax([top, v], axis=0)),
    "You correct v for its start at 0, or leave out 1 − ρ. Does RMSprop?":
        lambda theta, g, v, top, rate, rho, epsilon: _with(
            top_of=lambda top, v: np.maximum(top, v / (1 - rho)))(
                theta, g, v, top, rate, rho, epsilon),
    "You add v to `largest`. Which of the two is larger?":
        _with(top_of=lambda top, v: top + v),
    "You take the mean of `largest` and v. Which of the two is larger?":
        _with(top_of=lambda top, v: (top + v) / 2),
    "`epsilon` does not enter.": _with(divisor=lambda top, epsilon: np.sqrt(top)),
    "ε is added to θ, not to the root. Where do brackets belong?":
        lambda theta, g, v, top, rate, rho, epsilon: (
            keep_the_largest(theta, g, v, top, rate, rho, 0.0)[0] + epsilon,
            *keep_the_largest(theta, g, v, top, rate, rho, 0.0)[1:]),
    "v and the largest are one and the same with you, and never forget. Two memories "
    "are asked for: one that forgets, and one that does not.":
        lambda theta, g, v, top, *rest: _fed_back(theta, g, v, v, *rest),
    "There is one `largest` for all parameters: a single number. Which function takes "
    "the larger of two arrays, place by place?":
        _with(top_of=lambda top, v: np.max([np.max(top), np.max(v)])),
    "The rate does not enter.": lambda theta, g, v, top, rate, *rest: keep_the_largest(
        theta, g, v, top, 1.0, *rest),
    "θ is right, and v is returned as it came in. What does the next step need?":
        _results(lambda old, new: (new[0], old[1], new[2])),
    "θ is right, and both memories are returned as they came in. What does the next "
    "step need?": _results(lambda old, new: (new[0], old[1], old[2])),
    "θ is right, and in the place of the largest you return v. Which of the two never "
    "forgets?": _results(lambda old, new: (new[0], new[1], new[1])),
    "The largest and v have changed places. In which order are they asked for?":
        _results(lambda old, new: (new[0], new[2], new[1])),
    "That is the step, downhill. Where does it lead θ?":
        _results(lambda old, new: (new[0] - old[0], new[1], new[2])),
    "That is the step. Where does it lead θ?":
        _results(lambda old, new: (old[0] - new[0], new[1], new[2])),
    "You divide by v. What does RMSprop divide by?": _no_root,
    "Your ε is inside the root. Where does it stand in this series?": _inside,
    "θ is right, and the largest v is returned as it came in. What does the next step "
    "need?": _old_largest,
}  # fmt: skip


def check_keep_the_largest(answer):
    """Check one step of an RMSprop that divides by the root of the largest v so far."""
    rng = np.random.default_rng(17)
    cases = [
        tuple(rng.normal(size=(2, n)))
        + (rng.uniform(0.1, 1, n), rng.uniform(0.1, 2, n), rate, rho, epsilon)
        for n, rate, rho, epsilon in ((3, 0.1, 0.9, 1e-2), (4, 0.02, 0.5, 0.1))
    ]
    cases.append((1.5, 3.0, 0.2, 0.1, 0.1, 0.75, 0.05))
    check_function(
        answer,
        keep_the_largest,
        cases,
        _LARGEST_MISTAKES,
        returns="three things: the new theta, v and largest",
        right="v forgets, the divisor does not: its root only grows",
        stub_returns=False,
        section="How long must the memory be?",
    )
