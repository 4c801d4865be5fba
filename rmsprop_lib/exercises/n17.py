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


_DRIFT_MISTAKES = {
    "Your v begins at 0, and this is the first period only. What is v after many "
    "periods?": _first_period,
    "The steps are right, and the direction is not: does θ go with g or against it?":
        _upwards,
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


def _old_largest(theta, g, v, largest, rate, rho, epsilon):
    new, v, _ = keep_the_largest(theta, g, v, largest, rate, rho, epsilon)
    return new, v, largest


_LARGEST_MISTAKES = {
    "That is plain RMSprop: you keep the largest v and divide by v. Which of the two "
    "is to divide g?": _plain,
    "Your v never falls again, since it starts from the largest. Two memories are "
    "asked for: one that forgets, and one that does not.": _fed_back,
    "v is the mean of squares and goes on from v itself. From what does yours go on?":
        _grown_from_largest,
    "You take the largest before v has taken in g. Does the newest v not count?":
        _before_the_update,
    "You keep the largest g². The largest of what is asked for?": _largest_square,
    "You keep the smallest v. Which way does the divisor move then?": _smallest,
    "You take one maximum over all elements. Does each parameter not have its own?":
        _over_all,
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
