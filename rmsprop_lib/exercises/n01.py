"""The checks of notebook 01, *Give each parameter its own rate*."""

import numpy as np

from rmsprop_lib.exercises.checks import check_choice, check_function, check_number

# before, after, gradient: both signs of g, and positions other than 0.
_CASES = [
    (
        np.array([5.0, -2.0, 1.0]),
        np.array([4.0, -1.5, 1.2]),
        np.array([2.0, -4.0, -8.0]),
    ),
    (np.array([2.0, -1.0]), np.array([2.5, -1.1]), np.array([4.0, -0.5])),  # uphill
]

_MISTAKES = {
    "You subtract the old from the new, so that the rate is negative. Which way does "
    "a step go, along g or against it?": lambda a, b, g: (b - a) / g,
    "That is the length of the step. How large was the gradient that caused it?":
        lambda a, b, g: a - b,
    "That is the length of the step, without its sign. How large was the gradient "
    "that caused it?": lambda a, b, g: np.abs(a - b),
    "The ratio is upside down. What times g is the step?": lambda a, b, g: g / (a - b),
    "You divide by |g|, and the sign of the step remains. Which sign has (before − "
    "after)/g if the step goes against g?": lambda a, b, g: (a - b) / np.abs(g),
    "You take absolute values. What is the rate of a step that goes along g, uphill?":
        lambda a, b, g: np.abs((a - b) / g),
    "A bracket is missing: a division comes before a difference. What is divided by "
    "g?": lambda a, b, g: a - b / g,
    "You multiply by g. What times g is the step?": lambda a, b, g: (a - b) * g,
    "You divide by the parameter, not by its gradient. What does gradient descent "
    "multiply by its rate?": lambda a, b, g: (a - b) / a,
    "You divide by g². How often does g enter one step of gradient descent?":
        lambda a, b, g: (a - b) / g**2,
    "That is where gradient descent with a rate of 1 would go. Which rate leads to "
    "`after`?": lambda a, b, g: a - g,
}  # fmt: skip


def check_effective_rate(effective_rate):
    """Check `effective_rate(before, after, g)`: (before − after)/g."""
    check_function(
        effective_rate,
        lambda before, after, g: (before - after) / g,
        _CASES,
        _MISTAKES,
        returns="an array with the rate of each number",
        stub_returns=False,
        right="the rate with which gradient descent would have made the same step",
    )


def check_adagrad_rate(answer):
    """Check AdaGrad's effective rate after 100 gradients of 1, η = 0.1."""
    check_number(
        answer,
        0.01,
        {
            "The root is missing: it divides by the root of the sum.": 0.001,
            "That is the first step's, and RMSprop's later on. AdaGrad adds up all "
            "squares: what is their sum after 100?": 0.1,
            "You multiply by the root. Does AdaGrad's rate rise?": 1.0,
            "That is the divisor. What is divided by it?": 10.0,
            "That is RMSprop's first rate, whose mean begins with a tenth of g². "
            "Does AdaGrad take a mean?": 0.1 / np.sqrt(0.1),
            "You add 99 squares. Does the newest gradient count?": 0.1 / np.sqrt(99),
        },
        right="0.1/√100",
        rtol=0.002,
    )


def check_whose_curve(answer):
    """Check who has an effective rate that rises again."""
    check_choice(
        answer,
        "rmsprop",
        {
            "adagrad": "a sum of squares never shrinks. Can η divided by its root "
            "rise?",
            "rmsprop": "a running mean forgets, so that its rate can rise again.",
        },
    )
