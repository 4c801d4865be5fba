"""The checks of notebook 02, *See what one fixed rate cannot do*."""

import numpy as np

from rmsprop_lib.exercises.checks import check_choice, check_function, check_number


def _descend(gradient, start, learning_rate, steps):
    points = [start]
    for _ in range(steps):
        points.append(points[-1] - learning_rate * gradient(points[-1]))
    return np.array(points)


def _frozen_gradient(gradient, start, learning_rate, steps):
    slope = gradient(start)
    return np.array([start - k * learning_rate * slope for k in range(steps + 1)])


def _from_the_start(gradient, start, learning_rate, steps):
    return np.array([start] + [start - learning_rate * gradient(start)] * steps)


# Two gradients, one of them with a constant part, so that x and its gradient differ;
# and an array as the start, which `x -= …` changes together with all points before.
_CASES = [
    (lambda x: 2 * x, 5.0, 0.1, 4),
    (lambda x: 6 * x - 3, -2.0, 0.25, 3),
    (lambda x: 6 * x - 3, np.array(2.0), 0.125, 3),
]


def _in_place(gradient, x, learning_rate, steps):
    points = [x]
    for _ in range(steps):
        x -= learning_rate * gradient(x)
        points.append(x)
    return np.array(points)


_MISTAKES = {
    "Nothing moves yet: the list holds the start alone. What has to be done `steps` "
    "times?": lambda g, x, rate, n: np.array([x]),
    "You move uphill. Which way does −g point?":
        lambda g, x, rate, n: _descend(g, x, -rate, n),
    "The learning rate is missing: you subtract the whole gradient. How long should a "
    "step be?": lambda g, x, rate, n: _descend(g, x, 1.0, n),
    "The gradient is taken once, at the start. At which point is it needed in the "
    "second step?": _frozen_gradient,
    "Every step starts again from `start`. From which point does the second begin?":
        _from_the_start,
    "The start is missing from the list. How many points are there before the first "
    "step?": lambda g, x, rate, n: _descend(g, x, rate, n)[1:],
    "That is one step too many. How many times does your loop run?":
        lambda g, x, rate, n: _descend(g, x, rate, n + 1),
    "That is one step too few. How many times does your loop run?":
        lambda g, x, rate, n: _descend(g, x, rate, n - 1),
    "If the start is a number, your list is right. If it is an array, all points are "
    "the last one: `-=` changes the array that is in the list already. What makes a "
    "new one?": _in_place,
    "You return the last point alone. Where are the points on the way?":
        lambda g, x, rate, n: _descend(g, x, rate, n)[-1],
    "There are the first two points alone. Is your `return` inside the loop?":
        lambda g, x, rate, n: _descend(g, x, rate, 1),
    "The start is there twice, and the last point is missing. Which comes first in the "
    "loop, the step or the append?":
        lambda g, x, rate, n: np.array([x, *_descend(g, x, rate, n - 1)]),
    "There are two points, the first and the last. Where in the loop are the points on "
    "the way appended?": lambda g, x, rate, n: _descend(g, x, rate, n)[:: max(n, 1)],
    "Your gradient is 2x, whatever the function is. What is `gradient` for?":
        lambda g, x, rate, n: _descend(lambda point: 2 * point, x, rate, n),
    "You multiply by x, not by the gradient. What is `gradient` for?":
        lambda g, x, rate, n: _descend(lambda point: point, x, rate, n),
}  # fmt: skip


def check_descend(descend):
    """Check `descend(gradient, start, learning_rate, steps)`: the list of points."""
    check_function(
        descend,
        _descend,
        _CASES,
        _MISTAKES,
        returns="a list of points, `steps + 1` of them",
        right="each step starts where the last one ended, with the gradient there",
    )


def check_edge_rate(answer):
    """Check the edge 2/λ for 25x²."""
    check_number(
        answer,
        0.04,
        {
            "25 is not the second derivative of 25x². What is it?": 2 / 25,
            "That is the rate that arrives in one step, 1/λ. How much farther can one "
            "go before the step is too long?": 1 / 50,
            "That is the edge for x², whose λ is 2. What is λ here?": 1.0,
            "That is the curvature λ. Which rate goes with it?": 50.0,
            "That is λ/2. The steeper the curve, the smaller the rate must be.": 25.0,
        },
        right="2/λ with λ = 50",
    )


def check_sides(answer):
    """Check the kind of path for η = 0.6 on x²."""
    check_choice(
        answer,
        "oscillating",
        {
            "one-sided": "each step multiplies x by 1 − 2η. Which sign has that "
            "number for η = 0.6?",
            "oscillating": "each step multiplies x by −0.2: the other side, and five "
            "times nearer. Oscillating need not be slow.",
            "diverging": "each step multiplies x by 1 − 2η. How large is that number "
            "for η = 0.6, sign aside?",
        },
    )
