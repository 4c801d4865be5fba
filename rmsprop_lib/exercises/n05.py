"""The checks of notebook 05, *Measure how long RMSprop remembers*."""

import numpy as np

from rmsprop_lib.exercises.checks import check_choice, check_function, check_number


def gradient_weights(decay_rate, n):
    """Return the weights of the newest n squared gradients in v, newest first.

    Examples
    --------
    >>> gradient_weights(0.5, 3)
    array([0.5  , 0.25 , 0.125])
    """
    return (1 - decay_rate) * decay_rate ** np.arange(n)


_CASES = [(0.9, 5), (0.25, 4), (0.0, 3)]

_MISTAKES = {
    "All weights are 0. What does the newest g² count for right after it came in?":
        lambda rho, n: np.zeros(n),
    "Your newest weight is 1. Which factor does g² get when it enters v?":
        lambda rho, n: rho ** np.arange(n),
    "You have swapped ρ and 1−ρ. By which of them is v multiplied at every step?":
        lambda rho, n: rho * (1 - rho) ** np.arange(n),
    "The order is reversed: the newest comes first.":
        lambda rho, n: ((1 - rho) * rho ** np.arange(n))[::-1],
    "Your newest g² has been multiplied by ρ once already. How many updates came after "
    "it?": lambda rho, n: (1 - rho) * rho ** np.arange(1, n + 1),
    "Your weights add up to 1 over these n. Do the older gradients weigh nothing?":
        lambda rho, n: rho ** np.arange(n) / (rho ** np.arange(n)).sum(),
    "You add the weights up: that is what the newest k gradients weigh together.":
        lambda rho, n: 1 - rho ** np.arange(1, n + 1),
    "All your weights are equal. What happens to the older ones at every step?":
        lambda rho, n: np.full(n, 1 - rho),
    "That would be a plain mean of n numbers. Where does ρ come in?":
        lambda rho, n: np.full(n, 1 / n),
    "Your weights fall by the same amount each time. Does v lose an amount at every "
    "step, or a share?":
        lambda rho, n: (1 - rho) * np.maximum(0, 1 - (1 - rho) * np.arange(n)),
    "Your weights fall with ρ^(k/2). The weights of g² are asked for, before the root.":
        lambda rho, n: np.sqrt((1 - rho) * rho ** np.arange(n)),
}  # fmt: skip


def check_weights(weights):
    """Check `weights(decay_rate, n)`: what the newest n squared gradients weigh."""
    check_function(
        weights,
        gradient_weights,
        _CASES,
        _MISTAKES,
        returns="n numbers, the newest first",
        right="1−ρ for the newest, and ρ times as much for each one before it",
    )


def check_half_life(answer):
    """Check the ρ whose half-life is 100 steps."""
    check_number(
        answer,
        0.5**0.01,
        {
            "That has a window of 100 steps; its half-life is 69. Which power of ρ is "
            "to be ½?": 0.99,
            "That is the share that is forgotten in a step. Which share is kept?": 1
            - 0.5**0.01,
            "That has a half-life of 50 steps: ρ¹⁰⁰ is ¼.": 0.5**0.02,
            "After 100 steps of this, 1/e is left, not ½.": np.exp(-0.01),
            "That forgets half at every single step.": 0.5,
            "That is right to three digits. Give at least five.": 0.993,
            "That is right to four digits. Give at least five.": 0.9931,
            "That is ln ρ. What is ρ?": np.log(0.5) / 100,
            "That has a window of 200 steps; its half-life is 138.": 0.995,
            "That is how much ρ = 0.9 leaves after 100 steps, not a decay rate.":
                0.9**100,
        },
        right="ρ¹⁰⁰ = ½",
        rtol=5e-6,
    )  # fmt: skip


def check_recent(answer):
    """Check which way to turn ρ, so that recent gradients weigh more."""
    check_choice(
        answer,
        "lower",
        {
            "lower": "the newest g² weighs 1−ρ, which grows as ρ falls.",
            "raise": "that is the article's sentence. What does the newest g² weigh "
            "for ρ = 0.9, and what for 0.999?",
        },
    )
