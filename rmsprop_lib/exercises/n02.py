"""The checks of notebook 02, *See what one fixed rate cannot do*."""

import numpy as np

from rmsprop_lib.exercises.checks import Scenario, check_function, check_number


def gradient_descent(gradient, start, learning_rate, steps):
    """Return the points of gradient descent as one array, the start first.

    It is what exercise 1 asks for, and takes the place of an answer that is not there.
    """
    points = [start]
    for _ in range(steps):
        points.append(points[-1] - learning_rate * gradient(points[-1]))
    return np.array(points)


def _frozen_gradient(gradient, start, learning_rate, steps):
    slope = gradient(start)
    return np.array([start - k * learning_rate * slope for k in range(steps + 1)])


def _from_the_start(gradient, start, learning_rate, steps):
    return np.array([start] + [start - learning_rate * gradient(start)] * steps)


def _points_that_are_steps(gradient, start, learning_rate, steps):
    points = [start]
    for _ in range(steps):
        points.append(-learning_rate * gradient(points[-1]))
    return np.array(points)


def _subtracted_in_place(gradient, start, learning_rate, steps):
    x, points = start, [start]
    for _ in range(steps):
        x -= learning_rate * gradient(x)  # of an array, all points are this one
        points.append(x)
    return np.array(points)


# Two gradients, one of them with a constant part, so that x and its gradient differ;
# and arrays as the start, which `x -= …` changes together with all points before.
_CASES = [
    (lambda x: 2 * x, 5.0, 0.1, 4),
    (lambda x: 6 * x - 3, -2.0, 0.25, 3),
    (lambda x: 6 * x - 3, np.array([2.0, -1.0]), 0.125, 3),
    (lambda x: 6 * x - 3, np.array(2.0), 0.125, 2),
]

_MISTAKES = {
    "Nothing moves yet: the list holds the start alone. What has to be done `steps` "
    "times?": lambda g, x, rate, n: np.array([x]),
    "If the start is a number, your list is right. If it is an array, all points are "
    "the last one: `-=` changes the array that is in the list already. What makes a "
    "new one?": _subtracted_in_place,
    "You move uphill. Which way does −g point?":
        lambda g, x, rate, n: gradient_descent(g, x, -rate, n),
    "The learning rate is missing: you subtract the whole gradient. How long should a "
    "step be?": lambda g, x, rate, n: gradient_descent(g, x, 1.0, n),
    "The gradient is taken once, at the start. At which point is it needed in the "
    "second step?": _frozen_gradient,
    "Every step starts again from `start`. From which point does the second begin?":
        _from_the_start,
    "The start is missing from the list. How many points are there before the first "
    "step?": lambda g, x, rate, n: gradient_descent(g, x, rate, n)[1:],
    "That is one step too many. How many times does your loop run?":
        lambda g, x, rate, n: gradient_descent(g, x, rate, n + 1),
    "That is one step too few. How many times does your loop run?":
        lambda g, x, rate, n: gradient_descent(g, x, rate, n - 1),
    "You return the last point alone. Where are the points on the way?":
        lambda g, x, rate, n: gradient_descent(g, x, rate, n)[-1],
    "There are the first two points alone. Is your `return` inside the loop?":
        lambda g, x, rate, n: gradient_descent(g, x, rate, 1),
    "The start is there twice, and the last point is missing. Which comes first in the "
    "loop, the step or the append?":
        lambda g, x, rate, n: np.array([x, *gradient_descent(g, x, rate, n - 1)]),
    "There are two points, the first and the last. Where in the loop are the points on "
    "the way appended?":
        lambda g, x, rate, n: gradient_descent(g, x, rate, n)[:: max(n, 1)],
    "Your gradient is 2x, whatever the function is. What is `gradient` for?":
        lambda g, x, rate, n: gradient_descent(lambda p: 2 * p, x, rate, n),
    "You multiply by x, not by the gradient. What is `gradient` for?":
        lambda g, x, rate, n: gradient_descent(lambda p: p, x, rate, n),
    "The list holds gradients, not points. What is asked for?":
        lambda g, x, rate, n: np.array(
            [g(p) for p in gradient_descent(g, x, rate, n)]
        ),
    "The list holds the steps. Which point does each of them lead to?":
        lambda g, x, rate, n: np.array(
            [x, *(-rate * g(p) for p in gradient_descent(g, x, rate, n)[:-1])]
        ),
    "The list holds rate times gradient. Which point does each of these steps lead to?":
        lambda g, x, rate, n: np.array(
            [x, *(rate * g(p) for p in gradient_descent(g, x, rate, n)[:-1])]
        ),
    "The list holds gradients behind the start. Which point does each of them lead to?":
        lambda g, x, rate, n: np.array(
            [x, *(g(p) for p in gradient_descent(g, x, rate, n)[:-1])]
        ),
    "All your steps have one length: the gradient is divided by its size. What does "
    "gradient descent multiply by the rate?":
        lambda g, x, rate, n: gradient_descent(
            lambda p: g(p) / np.abs(g(p)), x, rate, n
        ),
    "Each entry is a step from 0, not from the point before. What is the step "
    "subtracted from?": _points_that_are_steps,
    "The rate grows with each step, from 0 on. Is it not the same every time?":
        lambda g, x, rate, n: np.array(_growing(g, x, rate, n)),
    "The rate becomes smaller with each step. Is it not the same every time?":
        lambda g, x, rate, n: np.array(
            [x, *(_shrinking(g, x, rate, k + 1)[-1] for k in range(n))]
        ),
}  # fmt: skip


def _growing(gradient, x, rate, steps):
    points = [x]
    for k in range(steps):
        points.append(points[-1] - k * rate * gradient(points[-1]))
    return points


def _shrinking(gradient, x, rate, steps):
    for k in range(steps):
        x = x - rate / (k + 1) * gradient(x)
    return [x]


def check_descend(descend):
    """Check `descend(gradient, start, learning_rate, steps)`: the list of points."""
    check_function(
        descend,
        gradient_descent,
        _CASES,
        _MISTAKES,
        returns="a list of points, `steps + 1` of them",
        right="each step starts where the last one ended, with the gradient there",
        section="What can a rate do to $x^2$?",
    )


def check_edge_rate(answer):
    """Check the edge 2/λ at the minimum of 3x² + 1 − cos 4x, where λ is 22."""
    check_number(
        answer,
        2 / 22,
        {
            "That is 1/λ, the rate that arrives in one step. How much farther can one "
            "go before the step is too long?": 1 / 22,
            "That is the edge for x², whose λ is 2. What is λ here?": 1.0,
            "That is the curvature λ. Which rate goes with it?": 22.0,
            "That is λ/2. The larger the curvature, the smaller the rate.": 11.0,
            "The cosine counts, too: how strongly does 1 − cos 4x curve at 0?": 2 / 6,
            "3x² curves, too. What is added to the curvature of the cosine?": 2 / 16,
            "3 is not the second derivative of 3x². What is it?": 2 / 19,
            "Each derivative of cos 4x brings a factor of 4. How many derivatives "
            "are there?": 2 / 10,
            "The second derivative of cos is −cos. With the minus before it, which "
            "sign has the cosine's part?": 2 / -10,
            "Two things are missing: 3 is not the second derivative of 3x², and each "
            "derivative of cos 4x brings a factor of 4.": 2 / 7,
            "That is the cosine's curvature, or the square of 4. Which rate goes with "
            "the whole?": 16.0,
            "That is the rate 2/λ for 3x², or for ½x² with another λ. What is the "
            "second derivative at 0, all terms together?": 2 / 3,
            "That is 1/λ for x². What is λ here, and how much farther than 1/λ can one "
            "go?": 1 / 2,
            "If you rounded, give more digits. If it is 1/λ with λ = 10: how many "
            "factors of 4 do two derivatives bring, and how much farther than 1/λ can "
            "one go?": 1 / 10,
            "That is 1/λ for 3x² alone. How strongly does 1 − cos 4x curve, and how "
            "much farther than 1/λ can one go?": 1 / 6,
            "That is 1/λ for the cosine alone. What does 3x² add, and how much farther "
            "than 1/λ can one go?": 1 / 16,
        },
        right="2/λ with λ = 6 + 16 = 22",
        section="Where is the edge?",
    )


def _one_rate(curvatures):
    return 2 / (np.min(curvatures) + np.max(curvatures))


def _rate_or_the_best(one_rate, curvatures):
    """Return a rate as it is, or the best one if it is as good to a thousandth."""
    rate, best = one_rate(curvatures), _one_rate(curvatures)
    if rate is None or np.ndim(rate) > 0:
        return rate
    lag, least = [np.abs(1 - r * np.asarray(curvatures)).max() for r in (rate, best)]
    return best if lag <= least + 1e-3 else rate


# In no order; the smallest is 1 once only; two equal ones; one alone.
_CURVATURES = [
    (np.array([1.0, 100.0]),),
    (np.array([10.0, 2.0, 3.0]),),
    (np.array([4.0, 0.5, 9.0, 2.5, 0.5]),),
    (np.array([6.0, 7.0]),),
]

_RATES = {
    "That rate suits the steepest direction alone. By what does it multiply the "
    "distance in the flattest?": lambda c: 1 / np.max(c),
    "That is the bound: the steepest direction jumps across and back, and comes no "
    "nearer. How far below should one stay?": lambda c: 2 / np.max(c),
    "That rate suits the flattest direction alone. What does it do in the steepest?":
        lambda c: 1 / np.min(c),
    "That is the bound of the flattest direction. What does it do in the steepest?":
        lambda c: 2 / np.min(c),
    "That is right if the smallest curvature is 1. Which part does it have "
    "otherwise?": lambda c: 2 / (1 + np.max(c)),
    "κ is a ratio, and the rate depends on more than the ratio. If all curvatures "
    "double, what becomes of the best rate?":
        lambda c: 2 / (1 + np.max(c) / np.min(c)),
    "That is 1/κ or the like: a ratio of curvatures. If all of them double, what "
    "becomes of the best rate?": lambda c: np.min(c) / np.max(c),
    "You divide by the mean of all curvatures. Which of them lag, and do those "
    "between matter?": lambda c: 1 / np.mean(c),
    "You divide 2 by the mean of all curvatures. Which of them lag, and do those "
    "between matter?": lambda c: 2 / np.mean(c),
    "You divide by a difference. At the best rate 1 − ηλ is as large for the smallest "
    "curvature as for the largest, with the other sign: which η is that?":
        lambda c: 2 / (np.max(c) - np.min(c)),
    "You divide by the median. Which of the curvatures make a parameter lag?":
        lambda c: 1 / np.median(c),
    "You add up all curvatures. Which of them make a parameter lag?":
        lambda c: 2 / np.sum(c),
    "You take the first and the last of the array. Are they in order?":
        lambda c: 2 / (c[0] + c[-1]),
    "A factor is missing: compare 1 − ηλ for the smallest and the largest curvature. "
    "Are they equal in size?": lambda c: 1 / (np.min(c) + np.max(c)),
    "You take the mean of the best rates of all. What does it do in the steepest "
    "direction?": lambda c: np.mean(1 / c),
    "You take the mean of two rates, one for the smallest and one for the largest. "
    "What does it do in the steepest direction?":
        lambda c: (1 / np.min(c) + 1 / np.max(c)) / 2,
    "You take the rate between the two in ratio, 1/√(λλ′). Compare 1 − ηλ for both. "
    "Are they equal in size?": lambda c: 1 / np.sqrt(np.min(c) * np.max(c)),
    "That is the factor by which the lagging distance shrinks. Which rate gives it?":
        lambda c: (np.max(c) - np.min(c)) / (np.max(c) + np.min(c)),
    "A bracket is missing: a division comes before a sum. What is 2 divided by?":
        lambda c: 2 / np.max(c) + np.min(c),
    "A bracket is missing: a division comes before a sum. By what is 2 to be divided?":
        lambda c: 2 / np.min(c) + np.max(c),
    "You take the mean of all the best rates, or divide by that of 1/λ. Which "
    "parameters lag, and what does the rate do to the steepest?":
        lambda c: len(c) / np.sum(1 / c),
    "You multiply the two curvatures. At the best rate 1 − ηλ is as large for the one "
    "as for the other, with the other sign: which η is that?":
        lambda c: 2 / (np.min(c) * np.max(c)),
    "You take the two largest curvatures. Which parameter lags behind, if not the "
    "steepest?": lambda c: 2 / np.sort(c)[-2:].sum(),
    "You take the two smallest curvatures. Which parameter lags behind, if not the "
    "flattest?": lambda c: 2 / np.sort(c)[:2].sum(),
    "You add the places of the two, as argmin and argmax give them. Which numbers "
    "stand there?": lambda c: 2 / (np.argmin(c) + np.argmax(c)),
    "You round: with small rates two digits are little. Who asks for it?":
        lambda c: round(_one_rate(c), 2),
    "You divide 2 by the mean of the smallest and the largest curvature. Compare 1 − "
    "ηλ for the two. Are they equal in size?": lambda c: 2 * _one_rate(c),
    "That is a curvature, between the two. The larger it is, the smaller must the "
    "rate be.": lambda c: (np.min(c) + np.max(c)) / 2,
}  # fmt: skip


def check_one_rate(one_rate):
    """Check `one_rate(curvatures)`: as good as the best, however it is found."""
    check_function(
        Scenario(_rate_or_the_best, one_rate),
        _one_rate,
        _CURVATURES,
        {
            hint: (lambda c, mistake=mistake: _rate_or_the_best(mistake, c))
            for hint, mistake in _RATES.items()
        },
        returns="one number, the rate",
        stub_returns=False,
        may_change_inputs=True,
        right="only the smallest and the largest curvature matter",
        section="What does the compromise cost?",
    )
