"""The checks of notebook 01, *Give each parameter its own rate*."""

import numpy as np

from rmsprop_lib.exercises.checks import check_function, check_number


def check_best_single_rate(answer):
    """Check the best single rate for gradients of 7.6 and 0.4 times the distance."""
    check_number(
        answer,
        0.25,
        {
            "That rate brings the first weight home in one step. How much is left of "
            "the other one's distance, and would a larger rate help it?": 1 / 7.6,
            "That rate suits the second weight alone. By what does it multiply the "
            "first one's distance in each step?": 1 / 0.4,
            "With that rate the first weight jumps across and back for ever, and comes "
            "no nearer. How far below must the rate be?": 2 / 7.6,
            "With that rate the second weight comes no nearer, and the first flies "
            "away. By what is each distance multiplied in a step?": 2 / 0.4,
            "That is 1 over the sum of 7.6 and 0.4, and the first weight could bear "
            "more. What is left of each distance after a step, and are the two equally "
            "large?": 1 / 8,
            "That suited the common weight above; or it is 2 over the mean of 7.6 and "
            "0.4, or a root. By what does it multiply the first weight's distance in a "
            "step?": 0.5,
            "You take the rate between the two in ratio, 1/√(7.6 · 0.4). What does it "
            "do to the first weight's distance in each step?": 1 / np.sqrt(7.6 * 0.4),
            "You take the mean of the two weights' own best rates. What does it do to "
            "the first weight's distance in each step?": (1 / 7.6 + 1 / 0.4) / 2,
            "That is the mean of 7.6 and 0.4. The larger the gradient, the smaller the "
            "rate must be.": 4.0,
            "That is the sum of 7.6 and 0.4. The larger the gradient, the smaller the "
            "rate must be.": 8.0,
            "That is what is left of the worse distance after a step at the best rate. "
            "Which rate leaves it?": 0.9,
            "That rate is the best where the gradients are 1 and 1/50 times the "
            "distance. What are the two numbers here?": 1.96,
            "You divide the 1.96 of above by 7.6. It belongs to two gradients of which "
            "one is 50 times the other. In which ratio are the two here?": 1.96 / 7.6,
            "The ratio of the two is 19. But with gradients of 19 and 1 times the "
            "distance, would the rate be the same as with 7.6 and 0.4?": 0.1,
            "You divide by the difference of the two. At the best rate both distances "
            "shrink alike, one of them with a change of sign: which rate is that?": 2
            / (7.6 - 0.4),
            "That is how many times larger one gradient is. Which rate is best for "
            "both?": 19.0,
        },
        right="7.6 and 0.4 leave 0.9 of the distance, one of them on the other side; "
        "with any other rate one of the two is worse off",
        section="Do all parameters need the same rate?",
    )


def rate_of_step(before, after, g):
    """Return the rate with which gradient descent would have made a step, an array.

    It is what exercise 2 asks for, and takes the place of an answer that is not there.
    """
    return (before - after) / g


# before, after, gradient: both signs of g, and positions other than 0; a float32 array
# of two dimensions, as weights are; a step uphill.
_CASES = [
    (
        np.array([5.0, -2.0, 1.0]),
        np.array([4.0, -1.5, 1.2]),
        np.array([2.0, -4.0, -8.0]),
    ),
    (np.array([2.0, -1.0]), np.array([2.5, -1.1]), np.array([4.0, -0.5])),
    (
        np.array([[1.0, 3.0], [0.5, -4.0]], dtype=np.float32),
        np.array([[0.5, 3.5], [0.25, -2.0]], dtype=np.float32),
        np.array([[2.0, -1.0], [4.0, -16.0]], dtype=np.float32),
    ),
]

_MISTAKES = {
    "You subtract the old from the new, so that the rate is negative. Which way does "
    "a step go, along g or against it?": lambda a, b, g: (b - a) / g,
    "That is the length of the step. How large was the gradient that caused it?":
        lambda a, b, g: a - b,
    "That is the step, new minus old. Which rate, times the gradient, makes it?":
        lambda a, b, g: b - a,
    "That is the length of the step, without its sign. How large was the gradient "
    "that caused it?": lambda a, b, g: np.abs(a - b),
    "The ratio is upside down. What times g is the step?": lambda a, b, g: g / (a - b),
    "The ratio is upside down, and the difference is the wrong way round. What times g "
    "is the step?": lambda a, b, g: g / (b - a),
    "You divide by |g|, and the sign of the step remains. Which sign has the rate if "
    "the step goes against g?": lambda a, b, g: (a - b) / np.abs(g),
    "You take absolute values. What is the rate of a step that goes along g, uphill?":
        lambda a, b, g: np.abs((a - b) / g),
    "A bracket is missing: a division comes before a difference. What is divided by "
    "g?": lambda a, b, g: a - b / g,
    "A bracket is missing, and the difference is the wrong way round. What is divided "
    "by g?": lambda a, b, g: b - a / g,
    "You multiply by g. What times g is the step?": lambda a, b, g: (a - b) * g,
    "You divide by the parameter, not by its gradient. What does gradient descent "
    "multiply by its rate?": lambda a, b, g: (a - b) / a,
    "You divide by g². How often does g enter one step of gradient descent?":
        lambda a, b, g: (a - b) / g**2,
    "That is where gradient descent with a rate of 1 would go. Which rate leads to "
    "`after`?": lambda a, b, g: a - g,
    "You return one number, the mean of the rates. Which one belongs to each "
    "parameter?": lambda a, b, g: np.full_like(g, np.mean((a - b) / g)),
    "You divide the whole step by the length of the whole gradient. Which rate has "
    "each parameter of its own?": lambda a, b, g: (a - b) / np.linalg.norm(g),
    "You divide `after` by g. Which difference has g caused?": lambda a, b, g: b / g,
    "You divide by the mean of the gradients. Which gradient belongs to each "
    "parameter?": lambda a, b, g: (a - b) / np.mean(g),
    "You divide by one size for all gradients, the root of the mean of their squares. "
    "Which gradient belongs to each parameter?":
        lambda a, b, g: (a - b) / np.sqrt(np.mean(g**2)),
    "You divide `before` by g. Which difference has g caused?": lambda a, b, g: a / g,
    "You take the size of the step, and the sign of g remains. Which sign has the rate "
    "if the step goes against g?": lambda a, b, g: np.abs(a - b) / g,
    "You divide one place by the other. Is a step their ratio, or their difference?":
        lambda a, b, g: a / b / g,
    "You add the two places. What is the step between them?":
        lambda a, b, g: (a + b) / g,
}  # fmt: skip


def check_effective_rate(effective_rate):
    """Check `effective_rate(before, after, g)`: (before − after)/g."""
    check_function(
        effective_rate,
        rate_of_step,
        _CASES,
        _MISTAKES,
        returns="an array with the rate of each number",
        stub_returns=False,
        right="the rate with which gradient descent would have made the same step",
        section="What rate does an optimizer really use?",
    )


def check_half_the_rate(answer):
    """Check after how many more gradients of 1 AdaGrad's effective rate has halved."""
    check_number(
        answer,
        300,
        {
            "Counted from the first gradient, yes. How many has it had already?": 400,
            "Then the sum has doubled. What has its root done?": 100,
            "Then there are 200 in all, or the sum has tripled. By which root is the "
            "gradient divided then, and by which is it divided now?": 200,
            "That is the root of the sum when the rate is half. Which sum has that "
            "root, and how many gradients make it?": 20,
            "That is the root of the sum now. By what is the gradient to be divided, "
            "and which sum has that root?": 10,
            "Then the rate is a quarter. Which root halves it?": 1500,
            "That is the sum for a quarter of the rate. Which root halves it?": 1600,
            "Then there are 150 in all. By which root is the gradient divided then, "
            "and by which is it divided now?": 50,
            "By that factor the sum grows. How many gradients are that?": 4,
            "By that factor the root grows. How many gradients does it take?": 2,
            "One too many, or counted from a step too early.": 301,
            "One too few: the gradient of the step itself is in the sum.": 299,
            "That is how many steps RMSprop takes to forget half of a square. Does "
            "AdaGrad forget?": 6.58,
            "That is about how many steps RMSprop takes to forget half of a square. "
            "Does AdaGrad forget?": 7,
            "That is a quarter of the sum. By which factor must it grow?": 25,
            "That is three quarters of the sum. Does it shrink or grow, and by which "
            "factor, if its root is to double?": 75,
            "By that factor the rate changes. By which one does the sum?": 0.5,
            "You let the sum grow to the square of what it is. Which factor has the "
            "root 2?": 9_900,
            "You square the 100. Of what is AdaGrad's divisor the root?": 10_000,
            "You let the sum grow by √2. Which factor has the root 2?": 100 * np.sqrt(2)
            - 100,
            "You let the sum grow by √2, and count from the first gradient. Which "
            "factor has the root 2?": 100 * np.sqrt(2),
        },
        right="400 in all: four times the sum is twice the root",
        rtol=0.001,
        section="What rate does an optimizer really use?",
    )
