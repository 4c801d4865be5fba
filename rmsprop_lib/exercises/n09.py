"""The checks of notebook 09, *Draw the path of an optimizer*."""

import numpy as np

from rmsprop_lib.exercises.checks import check_function


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


def record_steps(step, start, steps):
    """Return the points that `step` leads through, shape (steps + 1, d).

    `step` moves an array of shape (d,) in place; `start` is left as it was.

    Examples
    --------
    >>> def halve(point):
    ...     point *= 0.5
    >>> record_steps(halve, np.array([8.0]), 2).ravel()
    array([8., 4., 2.])
    """
    point = start.copy()
    rows = [point.copy()]
    for _ in range(steps):
        step(point)
        rows.append(point.copy())
    return np.array(rows)


def _start_in_the_list(step, start, steps):
    rows = record_steps(step, start, steps)
    rows[0] = rows[-1]
    return rows


def _only_the_start_copied(step, start, steps):
    rows = record_steps(step, start, steps)
    rows[1:] = rows[-1]
    return rows


def _without_the_start(step, start, steps):
    return np.array([record_steps(step, start, steps + 1)[-1]] * (steps + 1))


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
            [record_steps(step, start, steps)[-1]] * (steps + 1)
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
            [start[None], record_steps(step, start, steps)[:-1]]
        ),
    "Every row is one step too far, and the last point is there twice: `step` moves "
    "the row that you give it. Which array should it move?":
        lambda step, start, steps: np.concatenate(
            [
                (rows := record_steps(step, start, steps))[1:],
                rows[-1:],
            ]
        ),
    "The start is missing, and there is one step too many. What belongs in row 0?":
        lambda step, start, steps: record_steps(step, start, steps + 1)[1:],
    "Every row is one step away from the start. Where in your code does the point "
    "begin, inside the loop or before it?":
        lambda step, start, steps: np.array(
            [start] + [step(start.copy()) for _ in range(steps)]
        ),
    "There is one row too many: steps + 2. How many points are there after `steps` "
    "steps, the start included?":
        lambda step, start, steps: record_steps(step, start, steps + 1),
    "The start is missing: there are as many rows as steps. Which point comes before "
    "the first step?": lambda step, start, steps: record_steps(step, start, steps)[1:],
    "The last point is missing. When do you keep a point, before each step or after "
    "it?": lambda step, start, steps: record_steps(step, start, steps)[:-1],
    "Your rows are right, and `steps` copies of the start stand before them. With what "
    "does your list begin, before the loop adds to it?":
        lambda step, start, steps: np.concatenate(
            [[start] * steps, record_steps(step, start, steps)]
        ),
    "Your list begins with a row for each point already, and the loop adds as many. "
    "Should it add rows, or fill those that are there? And are they copies?":
        lambda step, start, steps: np.concatenate(
            [
                [start] * (steps + 1),
                np.repeat(record_steps(step, start, steps)[-1:], steps, axis=0),
            ]
        ),
    "Your list begins with a row for each point already, all of them one array that "
    "moves, and the loop adds as many. What should it begin with?":
        lambda step, start, steps: np.concatenate(
            [
                [(rows := record_steps(step, start, steps))[-1]] * (steps + 1),
                rows[1:],
            ]
        ),
    "Your path has the start and one step. Does your loop go on, or does it return?":
        lambda step, start, steps: record_steps(step, start, 1),
    "All numbers stand in one row, one point behind the other. What does `append` add "
    "to a list, and what `extend`?": lambda step, start, steps: record_steps(
        step, start, steps).ravel(),
    "The points are added up on the way. What belongs in a row, a point or a sum?":
        lambda step, start, steps: np.cumsum(record_steps(step, start, steps), axis=0),
    "Each row is a column here. How do many points lie in an array of shape "
    "(steps + 1, 2)?": lambda step, start, steps: record_steps(step, start, steps).T,
    "These are the steps, not the points. What does a step start from?":
        lambda step, start, steps: np.diff(
            record_steps(step, start, steps), axis=0, prepend=start[None]
        ),
    "The points are right, in the opposite order. Where do you put a new point?":
        lambda step, start, steps: record_steps(step, start, steps)[::-1],
    "Only the last point is left. What holds all the others?":
        lambda step, start, steps: record_steps(step, start, steps)[-1],
    "You call `step` twice for each row: once to move, and once to keep what it "
    "returns? How often does it move then?":
        lambda step, start, steps: record_steps(step, start, 2 * steps)[::2],
    "Row 0 is right, all later rows are one step too far, and the last point is there "
    "twice: `step` moves the array that you have just kept. Is the copy made before "
    "the next step, or after it?": lambda step, start, steps: np.concatenate(
        [start[None], (rows := record_steps(step, start, steps))[2:], rows[-1:]]),
    "The last row is still the start, as it was put there at first. Up to which row "
    "does your loop write?": lambda step, start, steps: np.concatenate(
        [record_steps(step, start, steps)[:-1], start[None]]),
}  # fmt: skip


def check_record(record_path):
    """Check `record_path(step, start, steps)`: every point, and the caller's start."""
    check_function(
        record_path,
        record_steps,
        [(_halve, np.array([8.0, -4.0]), 3), (_walk, np.array([-1.5, 2.5]), 4)],
        _RECORD_MISTAKES,
        returns="an array of shape (steps + 1, 2), a row for each point",
        right="every row is a point of its own, and the caller's start is unchanged",
        section="Why is the article's picture empty?",
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


def _mean_of_gradients(v, g, rho):
    return rho * v + (1 - rho) * g


def _over_size(v, rate, epsilon):
    return rate / (np.abs(v) + epsilon)


def _begun_with(first):
    def wrong(gradients, learning_rate, decay_rate, epsilon):
        v, rates = first(gradients), []
        for g in gradients:
            v = _mean_of_squares(v, g, decay_rate)
            rates.append(learning_rate / (np.sqrt(v) + epsilon))
        return np.array(rates)

    return wrong


def _begun(gradients, learning_rate, decay_rate, epsilon):
    v, rates = np.full(gradients.shape[1], epsilon), []
    for g in gradients:
        v = _mean_of_squares(v, g, decay_rate)
        rates.append(learning_rate / np.sqrt(v))
    return np.array(rates)


def _old_cache(gradients, learning_rate, decay_rate, epsilon):
    rates = path_rates(gradients, learning_rate, decay_rate, epsilon)
    first = np.full((1, gradients.shape[1]), learning_rate / epsilon)
    return np.concatenate([first, rates[:-1]])


def _old_cache_in_the_root(gradients, learning_rate, decay_rate, epsilon):
    v = (learning_rate / path_rates(gradients, learning_rate, decay_rate, 0.0)) ** 2
    before = np.concatenate([np.zeros((1, gradients.shape[1])), v[:-1]])
    return learning_rate / np.sqrt(before + epsilon)


def _compounded(gradients, learning_rate, decay_rate, epsilon):
    divisors = 1.0 / path_rates(gradients, 1.0, decay_rate, epsilon)
    return np.full(gradients.shape, learning_rate) / np.prod(divisors, axis=0)


def _compounded_by_step(gradients, learning_rate, decay_rate, epsilon):
    return learning_rate * np.cumprod(
        path_rates(gradients, 1.0, decay_rate, epsilon), axis=0
    )


def _bias_corrected(gradients, learning_rate, decay_rate, epsilon):
    rates = path_rates(gradients, learning_rate, decay_rate, epsilon)
    t = np.arange(1, len(gradients) + 1)[:, None]
    root = (learning_rate / rates - epsilon) / np.sqrt(1 - decay_rate**t)
    return learning_rate / (root + epsilon)


_RATE_CASES = [
    (np.array([[4.0, -0.5], [-3.0, 0.25], [1.0, 1.0]]), 0.1, 0.8, 0.3),
    (np.array([[0.0, 2.0], [-1.0, 5.0]]), 0.01, 0.95, 1e-2),
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
    "Your cache takes in |g|, not g². A rate has the root below it: what has the unit "
    "of a gradient after that?":
        _rates(lambda v, g, rho: rho * v + (1 - rho) * np.abs(g)),
    "Your cache takes in g as it is. What is a root mean *square*, and what if g is "
    "negative?": _rates(_mean_of_gradients),
    "Your cache takes in g as it is, and there is no root. What makes a size of "
    "squares?": _rates(
        _mean_of_gradients, lambda v, rate, epsilon: rate / (v + epsilon)),
    "The cache is used as it was before the step, and ε is inside the root. When does "
    "RMSprop renew it?": _old_cache_in_the_root,
    "Your cache takes in g as it is, and loses its sign under the root. What is a root "
    "mean *square*?": _rates(
        _mean_of_gradients,
        lambda v, rate, epsilon: rate / (np.sqrt(np.abs(v)) + epsilon)),
    "The weight 1−ρ is squared with g. What does the square belong to?":
        _rates(lambda v, g, rho: rho * v + ((1 - rho) * g) ** 2),
    "The old cache enters with its full weight. Which factor is missing?":
        _rates(lambda v, g, rho: v + (1 - rho) * g**2),
    "In each step you divide *all* rows by the divisor of that step. To which row does "
    "it belong?": _compounded,
    "You divide the rates of the step before once more. From which η does each step "
    "begin?": _compounded_by_step,
    "That is the cache. What does RMSprop make of it?": lambda g, rate, rho, epsilon: (
        (rate / path_rates(g, rate, rho, epsilon) - epsilon) ** 2),
    "That is the root of the cache. What is divided by it?":
        lambda g, rate, rho, epsilon: (
            rate / path_rates(g, rate, rho, epsilon) - epsilon),
    "η, ρ and ε of the notebook are written into your function. From where does it get "
    "them here?": lambda g, rate, rho, epsilon: path_rates(g, 0.01, 0.9, 1e-8),
    "ε = 1e-8 is written into your function. From where does it get ε here?":
        lambda g, rate, rho, epsilon: path_rates(g, rate, rho, 1e-8),
    "The first row alone is done, and η still stands in the others. Is your `return` "
    "inside the loop?":
        lambda g, rate, rho, epsilon: np.concatenate([
            path_rates(g, rate, rho, epsilon)[:1],
            np.full((len(g) - 1, g.shape[1]), rate)]),
    "You use the cache as it was before the step. When does RMSprop renew it, before "
    "or after it divides?": _old_cache,
    "Your cache only looks at the newest gradient: it starts at 0 again for each step. "
    "What is carried from step to step?":
        _rates(lambda v, g, rho: (1 - rho) * g**2),
    "Both coordinates share one cache. How many divisors has a point with two numbers?":
        _rates(lambda v, g, rho: rho * v + (1 - rho) * np.mean(g**2)),
    "Both coordinates share one cache, of the sum of both squares. How many divisors "
    "has a point with two numbers?":
        _rates(lambda v, g, rho: rho * v + (1 - rho) * np.sum(g**2)),
    "Both coordinates share one cache, of the mean of g, squared. How many divisors "
    "has a point with two numbers?":
        _rates(lambda v, g, rho: rho * v + (1 - rho) * np.mean(g) ** 2),
    "These are the steps, −η g/(√v + ε). Which number was g multiplied by?":
        lambda g, rate, rho, epsilon: -g * path_rates(g, rate, rho, epsilon),
    "You multiply η by √v + ε. Is a large gradient to get a large rate?": _rates(
        _mean_of_squares, lambda v, rate, epsilon: rate * (np.sqrt(v) + epsilon)
    ),
    "Old and new both enter with ρ. Which share is left for the new g²?":
        _rates(lambda v, g, rho: rho * v + rho * g**2),
    "Old and new both enter with 1−ρ. Which share of the old cache is kept?":
        _rates(lambda v, g, rho: (1 - rho) * v + (1 - rho) * g**2),
    "ε is added to the rate, not to the root. Where do brackets belong?":
        _rates(_mean_of_squares, lambda v, rate, epsilon: rate / np.sqrt(v) + epsilon),
    "Your cache is rooted before it is carried on. What does the next step average?":
        _rates(lambda v, g, rho: np.sqrt(rho * v + (1 - rho) * g**2),
               lambda v, rate, epsilon: rate / (v + epsilon)),
    "Your cache begins with ε in place of 0, which is then left out of the divisor.":
        lambda g, rate, rho, epsilon: _begun(g, rate, rho, epsilon),
    "That is a mean of all squares so far. How does RMSprop forget?":
        lambda g, rate, rho, epsilon: rate / (np.sqrt(
            np.cumsum(g**2, axis=0) / np.arange(1, len(g) + 1)[:, None]) + epsilon),
    "ε² is inside your root. Is it √(v + ε²) or √v + ε in this series?": _rates(
        _mean_of_squares, lambda v, rate, epsilon: rate / np.sqrt(v + epsilon**2)
    ),
    "That is AdaGrad: your cache is the sum of all squares. What makes RMSprop forget?":
        _rates(lambda v, g, rho: v + g**2),
    "The new g² enters with its full weight. Which factor is missing?":
        _rates(lambda v, g, rho: rho * v + g**2),
    "Each row has the rate of its own gradient alone, η/(|g| + ε). What does the cache "
    "add to that?": lambda g, rate, rho, epsilon: rate / (np.abs(g) + epsilon),
    "Your cache begins with the first g². Where does v begin?": _begun_with(
        lambda g: g[0] ** 2
    ),
    "Your cache begins at 1. Where does v begin?": _begun_with(
        lambda g: np.ones(g.shape[1])
    ),
    "The rates of the last step stand in every row. Where do you keep those of each "
    "step?": lambda g, rate, rho, epsilon: np.repeat(
        path_rates(g, rate, rho, epsilon)[-1:], len(g), axis=0
    ),
    "η is missing. What is the divisor for, if not to divide the rate?":
        lambda g, rate, rho, epsilon: path_rates(g, 1.0, rho, epsilon),
    "ρ = 0.9 is written into your function. From where does it get ρ here?":
        lambda g, rate, rho, epsilon: path_rates(g, rate, 0.9, epsilon),
    "You take the root of each g² before averaging, or never square. In which order "
    "come the square, the mean and the root?":
        _rates(_mean_of_gradients, _over_size),
    "You correct the cache for having started at 0. Adam does; does RMSprop?":
        _bias_corrected,
    "These are the steps, η g/(√v + ε). Which number was g multiplied by?":
        lambda g, rate, rho, epsilon: g * path_rates(g, rate, rho, epsilon),
    "These are the divisors √v + ε. What does RMSprop divide by them?":
        lambda g, rate, rho, epsilon: rate / path_rates(g, rate, rho, epsilon),
    "The first row is still η, and v has not seen the first gradient. Where does your "
    "loop begin?": lambda g, rate, rho, epsilon: np.concatenate([
        np.full((1, g.shape[1]), rate), path_rates(g[1:], rate, rho, epsilon)]),
    "The first column is right. The second one goes on with the v of the first: with "
    "which v does each coordinate begin?": lambda g, rate, rho, epsilon: path_rates(
        g.T.reshape(-1, 1), rate, rho, epsilon).reshape(g.T.shape).T,
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
        section="What do the divisors do?",
    )


def _slope_of_hills(point):
    x, y = point
    first, second = x**2 + y - 11, x + y**2 - 7
    return np.array([4 * x * first + 2 * second, 2 * first + 4 * y * second])


def _hills(x_of=None, y_of=None):
    """Return the gradient with other formulas, of x, y and the two brackets."""

    def wrong(point):
        x, y = point
        first, second = x**2 + y - 11, x + y**2 - 7
        right = _slope_of_hills(point)
        return np.array([
            right[0] if x_of is None else x_of(x, y, first, second),
            right[1] if y_of is None else y_of(x, y, first, second),
        ])  # fmt: skip

    return wrong


def _of_other(a=lambda a: a, b=lambda b: b):
    """Return the gradient with other brackets."""
    return _hills(
        lambda x, y, first, second: 4 * x * a(first) + 2 * b(second),
        lambda x, y, first, second: 2 * a(first) + 4 * y * b(second),
    )


_HILLS_MISTAKES = {
    "Both are 0 so far. How does f change if x moves and y stays?":
        lambda point: np.zeros(2),
    "The sign is turned: that points downhill. Which way does a gradient point?":
        lambda point: -_slope_of_hills(point),
    "The two derivatives are in each other's place. Which of them comes first?":
        lambda point: _slope_of_hills(point)[::-1],
    "That is half of it. What is the derivative of a square?":
        lambda point: _slope_of_hills(point) / 2,
    "You take 2 · bracket and forget what is inside. How does each bracket change with "
    "x, and with y?": _hills(lambda x, y, a, b: 2 * a + 2 * b,
                             lambda x, y, a, b: 2 * a + 2 * b),
    "In ∂f/∂x the inner derivative of the first bracket is missing. How does x² "
    "change with x?": _hills(lambda x, y, a, b: 2 * a + 2 * b),
    "In ∂f/∂y the inner derivative of the second bracket is missing. How does y² "
    "change with y?": _hills(y_of=lambda x, y, a, b: 2 * a + 2 * b),
    "Only the bracket with the square is in each of your derivatives. Does the other "
    "one not depend on x, or on y?": _hills(lambda x, y, a, b: 4 * x * a,
                                            lambda x, y, a, b: 4 * y * b),
    "∂f/∂x leaves out the second bracket. Does it contain x?":
        _hills(lambda x, y, a, b: 4 * x * a),
    "∂f/∂y leaves out the first bracket. Does it contain y?":
        _hills(y_of=lambda x, y, a, b: 4 * y * b),
    "Only the bracket without the square is in each of your derivatives. Which term is "
    "missing?": _hills(lambda x, y, a, b: 2 * b, lambda x, y, a, b: 2 * a),
    "∂f/∂x is right, ∂f/∂y is still 0. How does f change if y moves and x stays?":
        _hills(y_of=lambda x, y, a, b: 0.0),
    "∂f/∂y is right, ∂f/∂x is still 0. How does f change if x moves and y stays?":
        _hills(lambda x, y, a, b: 0.0),
    "The inner derivatives are there with x², y² in the place of 2x, 2y. What is the "
    "derivative of a square?": _hills(lambda x, y, a, b: 2 * x**2 * a + 2 * b,
                                      lambda x, y, a, b: 2 * a + 2 * y**2 * b),
    "Your inner derivatives x and y lack a factor. What is the derivative of x²?":
        _hills(lambda x, y, a, b: 2 * x * a + 2 * b,
               lambda x, y, a, b: 2 * a + 2 * y * b),
    "The inner derivatives are in each other's place. Which bracket contains x², and "
    "which y²?": _hills(lambda x, y, a, b: 2 * a + 4 * x * b,
                        lambda x, y, a, b: 4 * y * a + 2 * b),
    "The bracket without the square lacks the factor 2. What is the derivative of u²?":
        _hills(lambda x, y, a, b: 4 * x * a + b, lambda x, y, a, b: a + 4 * y * b),
    "The bracket with the second square lacks the factor 2 of that square, in both. "
    "What is the derivative of u²?": _hills(lambda x, y, a, b: 4 * x * a + b,
                                            lambda x, y, a, b: 2 * a + 2 * y * b),
    "You give the same derivative for x and for y. What stays when only y moves?":
        _hills(y_of=lambda x, y, a, b: 4 * x * a + 2 * b),
    "You differentiate each bracket by its own squared letter, and add both up. What "
    "stays when only x moves?": _hills(lambda x, y, a, b: 4 * x * a + 4 * y * b,
                                       lambda x, y, a, b: 4 * x * a + 4 * y * b),
    "∂f/∂x is right. In ∂f/∂y the inner derivative of y² has lost its y. What is the "
    "derivative of y²?": _hills(y_of=lambda x, y, a, b: 2 * a + 4 * b),
    "∂f/∂y is right. In ∂f/∂x the inner derivative of x² has lost its x. What is the "
    "derivative of x²?": _hills(lambda x, y, a, b: 4 * a + 2 * b),
    "∂f/∂x is right. In ∂f/∂y there is an x for a y. Which letter is squared in the "
    "second bracket?": _hills(y_of=lambda x, y, a, b: 2 * a + 4 * x * b),
    "∂f/∂y is right. In ∂f/∂x there is a y for an x. Which letter is squared in the "
    "first bracket?": _hills(lambda x, y, a, b: 4 * y * a + 2 * b),
    "The numbers 11 and 7 have changed places. From which bracket is 11 subtracted?":
        _of_other(a=lambda a: a + 4, b=lambda b: b - 4),
    "The number in the first bracket is 7 here. Which one is subtracted there?":
        _of_other(a=lambda a: a + 4),
    "The number in the second bracket is 11 here. Which one is subtracted there?":
        _of_other(b=lambda b: b - 4),
    "The numbers 11 and 7 are added, not subtracted.":
        _of_other(a=lambda a: a + 22, b=lambda b: b + 14),
    "You subtract what the second bracket adds. Which sign is between the two squares "
    "in f?": _hills(lambda x, y, a, b: 4 * x * a - 2 * b,
                    lambda x, y, a, b: 2 * a - 4 * y * b),
    "Multiplied out, −42x and −26y are sums: of what the first bracket brings, and "
    "the second. Which part have you lost?": _hills(
        lambda x, y, a, b: 4 * x * a + 2 * b - 2 * x,
        lambda x, y, a, b: 2 * a + 4 * y * b - 2 * y),
    "The bracket with the square lacks a factor 2: it has one from the outer square, "
    "and one from its own.": _hills(lambda x, y, a, b: 2 * x * a + b,
                                    lambda x, y, a, b: 2 * a + 2 * y * b),
    "∂f/∂x has lost a factor: what is the derivative of a square, and what that of "
    "x²?": _hills(lambda x, y, a, b: 2 * x * a + 2 * b),
    "∂f/∂y has lost a factor: what is the derivative of a square, and what that of "
    "y²?": _hills(y_of=lambda x, y, a, b: 2 * a + 2 * y * b),
    "In ∂f/∂x the bracket without the square lacks the factor 2. What is the "
    "derivative of u²?": _hills(lambda x, y, a, b: 4 * x * a + b),
    "In ∂f/∂y the bracket without the square lacks the factor 2. What is the "
    "derivative of u²?": _hills(y_of=lambda x, y, a, b: a + 4 * y * b),
    "In the brackets x and y have lost their squares. What is subtracted from 11, and "
    "from 7?": lambda point: (lambda x, y: np.array([
        4 * x * (x + y - 11) + 2 * (x + y - 7), 2 * (x + y - 11) + 4 * y * (x + y - 7)
    ]))(*point),
    "Multiplied out, a number stands at the end of each, 2 · 7 and 2 · 11. It is lost.":
        lambda point: _slope_of_hills(point) + np.array([14, 22]),
    "The inner derivatives are there with 2x², 2y². What is the derivative of x²?":
        _hills(lambda x, y, a, b: 4 * x**2 * a + 2 * b,
               lambda x, y, a, b: 2 * a + 4 * y**2 * b),
    "The inner derivatives 2x and 2y have got a 1 beside them. Which letter is held "
    "while the other one moves?": _hills(
        lambda x, y, a, b: 2 * a * (2 * x + 1) + 2 * b,
        lambda x, y, a, b: 2 * a + 2 * b * (2 * y + 1)),
    "You square the brackets once more. What is left of u² when it is differentiated?":
        _hills(lambda x, y, a, b: 4 * x * a**2 + 2 * b**2,
               lambda x, y, a, b: 2 * a**2 + 4 * y * b**2),
    "You multiply the two brackets' shares, where f adds them.":
        _hills(lambda x, y, a, b: 4 * x * a * 2 * b,
               lambda x, y, a, b: 2 * a * 4 * y * b),
    "You add the two derivatives: one number. How many numbers has a gradient?":
        lambda point: np.sum(_slope_of_hills(point)),
    "That is the height. How does it change along x, and along y?":
        lambda point: np.array(_height(point)),
    "∂f/∂x is right. In ∂f/∂y the first bracket stands twice, and the second is "
    "missing.": _hills(y_of=lambda x, y, a, b: 2 * a + 4 * y * a),
    "∂f/∂y is right. In ∂f/∂x the second bracket stands twice, and the first is "
    "missing.": _hills(lambda x, y, a, b: 4 * x * b + 2 * b),
    "The inner derivatives of x² and y² have lost their letter. What is the derivative "
    "of x² by x?": _hills(lambda x, y, a, b: 4 * a + 2 * b,
                          lambda x, y, a, b: 2 * a + 4 * b),
    "These are the derivatives of the first square alone. What does the second one "
    "add?": _hills(lambda x, y, a, b: 4 * x * a, lambda x, y, a, b: 2 * a),
    "These are the derivatives of the second square alone. What does the first one "
    "add?": _hills(lambda x, y, a, b: 2 * b, lambda x, y, a, b: 4 * y * b),
    "In the first bracket y is subtracted. Which sign has it there?": _hills(
        lambda x, y, a, b: 4 * x * (a - 2 * y) + 2 * b,
        lambda x, y, a, b: 2 * (a - 2 * y) + 4 * y * b),
    "In the second bracket x is subtracted. Which sign has it there?": _hills(
        lambda x, y, a, b: 4 * x * a + 2 * (b - 2 * x),
        lambda x, y, a, b: 2 * a + 4 * y * (b - 2 * x)),
    "That is the length of the gradient. Which two numbers is it made of?":
        lambda point: np.linalg.norm(_slope_of_hills(point)),
    "Your derivative is that of the brackets alone. What is the outer derivative?":
        _hills(lambda x, y, a, b: 2 * x + 1, lambda x, y, a, b: 1 + 2 * y),
    "The outer derivative, 2 · bracket, has lost its bracket. What is the derivative "
    "of u², if u depends on x?": _hills(lambda x, y, a, b: 4 * x + 2,
                                     lambda x, y, a, b: 2 + 4 * y),
    "That is the height, twice. How does it change along x, and along y?":
        _hills(lambda x, y, a, b: a**2 + b**2, lambda x, y, a, b: a**2 + b**2),
    "That is a direction of length 1. How steep is it there?":
        lambda point: _slope_of_hills(point) / np.linalg.norm(_slope_of_hills(point)),
    "Your finite difference looks to one side. What do you get with the derivative "
    "itself?": lambda point: _to_one_side(point, 0.1),
    "Your finite difference looks to one side, by 0.01. What do you get with the "
    "derivative itself?": lambda point: _to_one_side(point, 0.01),
    "Your finite difference looks to one side, by 0.001. What do you get with the "
    "derivative itself?": lambda point: _to_one_side(point, 0.001),
}  # fmt: skip


def _height(point):
    x, y = point
    return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2


def _to_one_side(point, h):
    return np.array([(_height(point + s) - _height(point)) / h for s in h * np.eye(2)])


def check_slope_of_hills(slope):
    """Check `slope(point)`, the gradient of Himmelblau's function, shape (2,)."""
    check_function(
        slope,
        _slope_of_hills,
        [(np.array([1.5, -0.7]),), (np.array([-2.2, 3.1]),), (np.array([0.4, 0.9]),)],
        _HILLS_MISTAKES,
        returns="an array of two numbers, ∂f/∂x and ∂f/∂y",
        right="the gradient at each point, as finite differences have it",
        section="What about a landscape of yours?",
    )
