"""The checks of notebook 09, *Draw the path of an optimizer*."""

import numpy as np

from rmsprop_lib.exercises.checks import check_function, check_number


def path_rates(gradients, learning_rate, decay_rate=0.9, epsilon=1e-8):
    """Return η/(√v + ε), the number that RMSprop multiplied each gradient by.

    `gradients` has shape (steps, d), the gradients in the order in which they came;
    the result has the same shape.

    Examples
    --------
    >>> path_rates(np.array([[10.0, 0.1]]), learning_rate=0.01).round(4)
    array([[0.0032, 0.3162]])
    """
    v, rates = np.zeros(np.shape(gradients)[1]), []
    for g in np.asarray(gradients):
        v = decay_rate * v + (1 - decay_rate) * g**2
        rates.append(learning_rate / (np.sqrt(v) + epsilon))
    return np.array(rates)


def _record(step, start, steps):
    point = start.copy()
    rows = [point.copy()]
    for _ in range(steps):
        step(point)
        rows.append(point.copy())
    return np.array(rows)


def _start_in_the_list(step, start, steps):
    rows = _record(step, start, steps)
    rows[0] = rows[-1]
    return rows


def _only_the_start_copied(step, start, steps):
    rows = _record(step, start, steps)
    rows[1:] = rows[-1]
    return rows


def _without_the_start(step, start, steps):
    return np.array([_record(step, start, steps + 1)[-1]] * (steps + 1))


def _halve(point):
    point *= 0.5
    return point


def _walk(point):
    point -= np.array([1.0, -2.0]) / (1 + np.abs(point).sum())
    return point


_RECORD_MISTAKES = {
    "Every row is the start. Nothing has moved yet: on which array do you call `step`, "
    "and how often?": lambda step, start, steps: np.array([start] * (steps + 1)),
    "Every row is the last point. How many arrays does your list hold: one for each "
    "row, or the same one again and again?":
        lambda step, start, steps: np.array(
            [_record(step, start, steps)[-1]] * (steps + 1)
        ),
    "The start is right, and every other row is the last point. Are the later rows "
    "copies, too?": _only_the_start_copied,
    "Every row is the same point, and one step too far. What belongs in row 0, and how "
    "many arrays does your list hold?": _without_the_start,
    "All rows are right but the first, which is the last point. Which array did you "
    "put on the list before the loop, and who changed it since?": _start_in_the_list,
    "The start is there twice, and the last point is missing. Do you keep the point "
    "before the step, or after it?":
        lambda step, start, steps: np.concatenate(
            [start[None], _record(step, start, steps)[:-1]]
        ),
    "Every row is one step too far, and the last point is there twice: `step` moves "
    "the row that you give it. Which array should it move?":
        lambda step, start, steps: np.concatenate(
            [_record(step, start, steps)[1:], _record(step, start, steps)[-1:]]
        ),
    "The start is missing, and there is one step too many. What belongs in row 0?":
        lambda step, start, steps: _record(step, start, steps + 1)[1:],
    "Every row is one step away from the start. Where in your code does the point "
    "begin, inside the loop or before it?":
        lambda step, start, steps: np.array(
            [start] + [step(start.copy()) for _ in range(steps)]
        ),
}  # fmt: skip


def check_record(record_path):
    """Check `record_path(step, start, steps)`: every point, and the caller's start."""
    check_function(
        record_path,
        _record,
        [(_halve, np.array([8.0, -4.0]), 3), (_walk, np.array([-1.5, 2.5]), 4)],
        _RECORD_MISTAKES,
        returns="an array of shape (steps + 1, 2), a row for each point",
        right="every row is a point of its own, and the caller's start is unchanged",
    )


def _rates(v_of, rate_of=lambda v, rate, epsilon: rate / (np.sqrt(v) + epsilon)):
    """Return rates with another cache, or another use of it."""

    def wrong(gradients, learning_rate, decay_rate, epsilon):
        v, rates = np.zeros(gradients.shape[1]), []
        for g in gradients:
            v = v_of(v, g, decay_rate)
            rates.append(rate_of(v, learning_rate, epsilon))
        return np.array(rates)

    return wrong


def _mean_of_squares(v, g, rho):
    return rho * v + (1 - rho) * g**2


def _old_cache(gradients, learning_rate, decay_rate, epsilon):
    rates = path_rates(gradients, learning_rate, decay_rate, epsilon)
    first = np.full((1, gradients.shape[1]), learning_rate / epsilon)
    return np.concatenate([first, rates[:-1]])


def _bias_corrected(gradients, learning_rate, decay_rate, epsilon):
    rates = path_rates(gradients, learning_rate, decay_rate, epsilon)
    t = np.arange(1, len(gradients) + 1)[:, None]
    root = (learning_rate / rates - epsilon) / np.sqrt(1 - decay_rate**t)
    return learning_rate / (root + epsilon)


_RATE_CASES = [
    (np.array([[4.0, -0.5], [-3.0, 0.25], [1.0, 1.0]]), 0.1, 0.8, 0.3),
    (np.array([[0.0, 2.0], [-1.0, 5.0]]), 0.01, 0.9, 1e-2),
]

_RATE_MISTAKES = {
    "Every rate is η itself. What does RMSprop divide the gradient by?":
        lambda g, rate, rho, epsilon: np.full(g.shape, rate),
    "You divide by v, a mean of squares. What has the unit of a gradient?":
        _rates(_mean_of_squares, lambda v, rate, epsilon: rate / (v + epsilon)),
    "ρ and 1−ρ are swapped. Which of them multiplies the cache as it was?":
        _rates(lambda v, g, rho: (1 - rho) * v + rho * g**2),
    "ε is inside your root. Is it √(v + ε) or √v + ε in this series?":
        _rates(_mean_of_squares, lambda v, rate, epsilon: rate / np.sqrt(v + epsilon)),
    "ε is missing. What happens where the gradient has been 0 so far?":
        _rates(_mean_of_squares, lambda v, rate, epsilon: rate / np.sqrt(v)),
    "Your cache averages |g|, not g². What is a root *mean square*?":
        _rates(lambda v, g, rho: (rho * np.sqrt(v) + (1 - rho) * np.abs(g)) ** 2),
    "You use the cache as it was before the step. When does RMSprop renew it, before "
    "or after it divides?": _old_cache,
    "Your cache only looks at the newest gradient: it starts at 0 again for each step. "
    "What is carried from step to step?":
        _rates(lambda v, g, rho: (1 - rho) * g**2),
    "Both coordinates share one cache. How many divisors has a point with two numbers?":
        _rates(lambda v, g, rho: rho * v + (1 - rho) * np.mean(g**2)),
    "That is AdaGrad: your cache is the sum of all squares. What makes RMSprop forget?":
        _rates(lambda v, g, rho: v + g**2),
    "The new g² enters with its full weight. Which factor is missing?":
        _rates(lambda v, g, rho: rho * v + g**2),
    "You correct the cache for having started at 0. Adam does; does RMSprop?":
        _bias_corrected,
    "These are the steps, η g/(√v + ε). Which number was g multiplied by?":
        lambda g, rate, rho, epsilon: g * path_rates(g, rate, rho, epsilon),
    "These are the divisors √v + ε. What does RMSprop divide by them?":
        lambda g, rate, rho, epsilon: rate / path_rates(g, rate, rho, epsilon),
}  # fmt: skip


def check_path_rates(rates_along):
    """Check `rates_along(gradients, learning_rate, decay_rate, epsilon)`."""
    check_function(
        rates_along,
        path_rates,
        _RATE_CASES,
        _RATE_MISTAKES,
        returns="an array of the shape of `gradients`",
        right="each coordinate has a rate of its own, from a cache of its own",
    )


def check_settling_rate(answer):
    """Check the largest fixed rate that settles at the minimum of the valley."""
    steep = np.linalg.eigvalsh([[802.0, -400.0], [-400.0, 200.0]])[1]
    check_number(
        answer,
        2 / steep,
        {
            "That is half of it. Either you took 1/λ, where descent goes straight to "
            "the floor, or λ at the start: which λ counts at the minimum?": 1 / steep,
            "That is an entry of the matrix, 802. Its steepest direction lies between "
            "the axes: what is its largest eigenvalue?": 2 / 802,
            "That is the curvature along y alone, 200. In which direction is the "
            "valley steepest?": 2 / 200,
            "You took 400, an entry beside the diagonal. What is the largest "
            "eigenvalue?": 2 / 400,
            "That is the gentle eigenvalue. Which direction makes descent overshoot?":
                2 / (400 / steep),
            "That is 2/κ. In notebook 07 the gentle eigenvalue was 1; is it here?":
                2 / (steep**2 / 400),
            "That is λ itself. How does the bound on the rate depend on it?": steep,
        },
        right="2/λ with λ ≈ 1002, about 0.002",
    )  # fmt: skip
