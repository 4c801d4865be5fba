"""The checks of notebook 05, *Measure how long RMSprop remembers*."""

from collections.abc import Iterator

import numpy as np

from rmsprop_lib.exercises.checks import Scenario, check_function, check_number
from rmsprop_lib.optimizers import RMSprop


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
    "Your newest weight is 1, and the others are powers of 1−ρ. Which factor does g² "
    "get when it enters v, and by which is v multiplied from then on?":
        lambda rho, n: (1 - rho) ** np.arange(n),
    "Your weights are ρ, ρ², …: which factor does g² get when it enters v, and how "
    "many updates came after the newest?": lambda rho, n: rho ** np.arange(1, n + 1),
    "The order is reversed: the newest comes first.":
        lambda rho, n: ((1 - rho) * rho ** np.arange(n))[::-1],
    "Your newest g² has been multiplied by ρ once already. How many updates came after "
    "it?": lambda rho, n: (1 - rho) * rho ** np.arange(1, n + 1),
    "Your weights add up to 1 over these n. Do the older gradients weigh nothing?":
        lambda rho, n: rho ** np.arange(n) / (rho ** np.arange(n)).sum(),
    "That is 1 − ρ, 1 − ρ², …: what the newest k gradients weigh together. Do you add "
    "the weights up, or is there a bracket missing around 1 − ρ?":
        lambda rho, n: 1 - rho ** np.arange(1, n + 1),
    "All your weights are equal. What happens to the older ones at every step?":
        lambda rho, n: np.full(n, 1 - rho),
    "That would be a plain mean of n numbers. Where does ρ come in?":
        lambda rho, n: np.full(n, 1 / n),
    "Your weights are powers of 1−ρ: each is 1−ρ times the one before. By what is v "
    "multiplied at every step?": lambda rho, n: (1 - rho) ** np.arange(1, n + 1),
    "Your weights rise with the age k: you take k to the power ρ. Which of the two is "
    "multiplied by itself again and again?":
        lambda rho, n: (1 - rho) * np.arange(n) ** rho,
    "Your weights fall by the same amount each time. Does v lose an amount at every "
    "step, or a share?":
        lambda rho, n: (1 - rho) * np.maximum(0, 1 - (1 - rho) * np.arange(n)),
    "You multiply by the age. By what is a weight multiplied, again and again, while "
    "it ages?": lambda rho, n: (1 - rho) * rho * np.arange(n),
    "Your weights fall as e^(−(1−ρ)k), which comes near to ρᵏ when ρ is near 1. By "
    "what is v multiplied at every step?":
        lambda rho, n: (1 - rho) * np.exp(-(1 - rho) * np.arange(n)),
    "You divide by 1−ρ. Which factor does g² get when it enters v?":
        lambda rho, n: rho ** np.arange(n) / (1 - rho),
    "The order is reversed, and even the newest has been multiplied by ρ. How many "
    "updates came after it?":
        lambda rho, n: (1 - rho) * rho ** np.arange(n, 0, -1.0),
    "Your weights fall with ρ^(2k). Once or twice is v multiplied by ρ at every step?":
        lambda rho, n: (1 - rho) * rho ** (2.0 * np.arange(n)),
    "Your newest weight is ρ. Which factor does g² get when it enters v?":
        lambda rho, n: np.where(
            np.arange(n) == 0, rho, (1 - rho) * rho ** np.arange(n)
        ),
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
        section="What does an old gradient still weigh?",
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
            "That has a half-life of 200 steps. What is ρ¹⁰⁰?": 0.5**0.005,
            "After 100 steps of this, 1/e is left, not ½.": np.exp(-0.01),
            "That is 1 − ln 2/100, which comes near. What is ρ if ρ¹⁰⁰ is ½ exactly?":
                1 - np.log(2) / 100,
            "That forgets half at every single step.": 0.5,
            "That is right to three digits. Give at least five.": 0.993,
            "That is right to four digits. Give at least five.": 0.9931,
            "That is 1/ρ, more than 1. Which sign has the exponent, or is a fraction "
            "upside down?": 2**0.01,
            "That is ln ρ. What is ρ?": np.log(0.5) / 100,
            "That has a window of 200 steps, and after 100 of them 0.61 is left: a "
            "share of what is there goes at each step, not of the first. Which power "
            "of ρ is to be ½?": 0.995,
            "That is the usual ρ, which is down to a half after 7 steps. Which power "
            "of ρ is to be ½?": 0.9,
            "That is ln 2 / 100, about the share that is forgotten in a step. Which "
            "share is kept?": np.log(2) / 100,
            "You have put ½ into the exponent of e. Which power of ρ is to be ½?":
                np.exp(-0.005),
            "That is ½ / 100, about the share that is forgotten in a step if half were "
            "lost in equal parts. Which share is kept, if each step keeps a share?":
                0.005,
            "You take ½ to the 100. Which number, to the 100, is ½?": 0.5**100,
            "You divide one logarithm by the other. If 100 · ln ρ = ln ½, what is ρ?":
                np.log(2) / np.log(100),
            "You divide one logarithm by the other. If 100 · ln ρ = ln ½, what is it?":
                -np.log(2) / np.log(100),
            "That is the half-life of ρ = 0.9. Which ρ has one of 100 steps?": 6.6,
            "That is the half-life of ρ = 0.9. Which ρ has 100?":
                np.log(0.5) / np.log(0.9),
            "That is the half-life of ρ = 0.99. Which ρ has one of 100 steps?": 69,
            "That is the half-life of ρ = 0.99. Which ρ has 100?":
                np.log(0.5) / np.log(0.99),
            "That has a half-life of 99 steps. After how many is ρᵏ to be ½?":
                0.5 ** (1 / 99),
            "That has a half-life of 101 steps. After how many is ρᵏ to be ½?":
                0.5 ** (1 / 101),
            "That has a half-life of 10 steps. After how many is ρᵏ to be ½?": 0.5**0.1,
            "That is how much ρ = 0.9 leaves after 100 steps, not a decay rate.":
                0.9**100,
        },
        right="ρ¹⁰⁰ = ½",
        rtol=4e-6,
        section="How long is that in steps?",
    )  # fmt: skip


def worst_gradients(n):
    """Return n gradients for which every step is as long as any step can be.

    Examples
    --------
    >>> worst_gradients(3)
    array([  1.,  20., 400.])
    """
    return 20.0 ** np.arange(n)


_SHARE = "the shortest step, as a share of the longest possible,"


def _shortest_step(function, n):
    """Return the shortest step of RMSprop, 1 if within 1 % of the longest possible."""
    gradients = function(n)
    if isinstance(gradients, Iterator):
        gradients = list(gradients)
    if gradients is None or np.shape(gradients) != (n,):
        return gradients
    gradients = np.asarray(gradients, dtype=float)
    optimizer, x, steps = RMSprop(1.0, 0.9, 1e-37), {"x": 0.0}, []
    for g in gradients:
        before = x["x"]
        optimizer.update(x, {"x": g})
        steps.append(abs(x["x"] - before))
    share = min(steps) * np.sqrt(1 - 0.9)
    # which it is tells mistakes apart; not by the last digits, nor where g is 0
    shortest = 1 + np.argmax(np.array(steps) <= 1.001 * min(steps))
    shortest *= 0 < share < 0.99
    return {
        _SHARE: share if share < 0.99 else 1.0,
        "the number of the shortest step": shortest,
    }


_WORST_MISTAKES = {
    "At least one of your steps has no length at all: a gradient of 0 moves nothing. "
    "Every step is to be long. When is v small compared with the newest g²?":
        lambda n: np.zeros(n),
    "All your gradients have one size, whatever their signs: v catches up with them. "
    "What must the next gradient be, so that v is behind again?": lambda n: np.ones(n),
    "Your gradients fall. Just after a fall √v still has the old size: are steps too "
    "short then, or too long?": lambda n: 10.0 ** -np.arange(n),
    "Your gradients fall: each is half of the one before. Just after a fall √v still "
    "has the old size: are steps too short then, or too long?":
        lambda n: 0.5 ** np.arange(n),
    "Your gradients grow by the same amount each time. Soon that is little, compared "
    "with what is in v. How would they have to grow?": lambda n: 1.0 + np.arange(n),
    "Your gradients grow like squares, k². Soon that is little, compared with what is "
    "in v. How would they have to grow?": lambda n: (1.0 + np.arange(n)) ** 2,
    "Your gradients double: the right idea, but the squares before still weigh in v. "
    "Is there anything against more?": lambda n: 2.0 ** np.arange(n),
    "Your gradients grow by e each time: the right idea, but the squares before still "
    "weigh in v. Is there anything against more?": lambda n: np.exp(np.arange(n)),
    "Your gradients grow like cubes, k³. Soon that is little, compared with what is in "
    "v. How would they have to grow?": lambda n: (1.0 + np.arange(n)) ** 3,
    "Your gradients grow by 4 each time: the right idea, but you are still two percent "
    "below. Is there anything against more?": lambda n: 4.0 ** np.arange(n),
    "Only the first gradient is large, and v remembers it: are steps after a fall too "
    "short, or too long?": lambda n: np.where(np.arange(n) == 0, 100.0, 1.0),
    "Your gradients treble: the right idea, but the squares before still weigh in v. "
    "Is there anything against more?": lambda n: 3.0 ** np.arange(n),
    "Your gradients grow by √10, the longest step itself. The squares before still "
    "weigh in v. Is there anything against more?": lambda n: 10.0 ** (np.arange(n) / 2),
    "Your gradients grow by 5 each time: the right idea, but you are still some "
    "percent below. Is there anything against more?": lambda n: 5.0 ** np.arange(n),
    "Large and small gradients by turns: the small ones find a large v. Which way "
    "should the size go?": lambda n: np.where(np.arange(n) % 2, 100.0, 1.0),
    "Your gradients grow by 1/0.9 each time, as much as v forgets: still v has most of "
    "the squares before in it. Is there anything against more?":
        lambda n: (1 / 0.9) ** np.arange(n),
    "Your gradients are factorials, which grow slowly at first. Every step is to be "
    "long: how much growth does each one need?":
        lambda n: np.cumprod(np.maximum(1.0, np.arange(n))),
    "Your gradients are factorials, 1, 2, 6, …: the first steps grow too little. How "
    "much growth does each one need?": lambda n: np.cumprod(np.arange(n) + 1.0),
    "Your gradients grow by 6 each time: you are just below 99 %. Is there anything "
    "against more?": lambda n: 6.0 ** np.arange(n),
    "With 30 gradients your whole numbers pass 9 · 10¹⁸, where those of NumPy end, and "
    "come out wrong. How does a number say that it is a float?":
        lambda n: 10 ** np.arange(n),
    "Only the last gradient is larger. Every step is to be long.":
        lambda n: np.where(np.arange(n) == n - 1, 1000.0, 1.0),
}  # fmt: skip


def check_worst(gradients):
    """Check `gradients(n)`: n gradients that make every step as long as possible."""
    check_function(
        Scenario(_shortest_step, gradients),
        lambda n: _shortest_step(worst_gradients, n),
        [(5,), (9,), (30,)],
        {
            hint: (lambda n, mistake=mistake: _shortest_step(mistake, n))
            for hint, mistake in _WORST_MISTAKES.items()
        },
        returns="n gradients",
        right="v is always behind, and every step is as long as the first",
        section="How does it start?",
    )
