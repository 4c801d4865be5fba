"""The checks of notebook 00, *Find your way through the series*."""

import numpy as np

from rmsprop_lib.exercises.checks import check_function, check_number

# Both signs, a mean that is not 0, more than one size, a single number.
_CASES = [
    (np.array([3.0, -1.0, 4.0, -2.0]),),
    (np.array([0.5, 0.5, -6.0]),),
    (np.array([-7.0]),),
]

_MISTAKES = {
    "You average g itself, and opposite signs cancel. What has no sign, whatever g "
    "has?": np.mean,
    "The mean comes first and is squared then: opposite signs have cancelled before. "
    "What is squared first?": lambda g: np.mean(g) ** 2,
    "That is |mean of g|: opposite signs have cancelled. Squares come first: of what "
    "is the mean?": lambda g: np.abs(np.mean(g)),
    "The root is missing: you return the mean of g², whose unit is that of g². What "
    "brings it back to the unit of g?": lambda g: np.mean(g**2),
    "You add the squares up, and the sum grows with every number. What makes a mean of "
    "a sum?": lambda g: np.sqrt(np.sum(g**2)),
    "You divide by the count after the root. Mean first, then root: where does the "
    "division belong?": lambda g: np.sqrt(np.sum(g**2)) / len(g),
    "You add the squares up, and there is no root. Mean and root, in which order?":
        lambda g: np.sum(g**2),
    "You average |g|, as one also does who takes each root before the mean. Of what is "
    "the mean taken in RMS, and when does the root come?": lambda g: np.mean(np.abs(g)),
    "That is the spread about the mean, as `np.std` has it. A size is measured from "
    "0: what do you subtract?": np.std,
    "That is the largest |g|. How do the other numbers take part?":
        lambda g: np.max(np.abs(g)),
    "You halve the mean of the squares. What undoes a square?":
        lambda g: np.mean(g**2) / 2,
    "You take the root of the mean of g, and nothing is squared. Which of the three "
    "letters of RMS comes first in the computation?":
        lambda g: np.sqrt(np.mean(g)),
    "You average |g| and take a root. Which letter of RMS stands for what must be "
    "under that root?": lambda g: np.sqrt(np.mean(np.abs(g))),
    "You double the numbers: `g * 2`. How does Python write a square?":
        lambda g: np.sqrt(np.mean(g * 2)),
    "That is the median of the squares, the one in the middle. Which middle stands in "
    "RMS?": lambda g: np.sqrt(np.median(g**2)),
    "That is the size of each number: the root has undone the square before anything "
    "was averaged. What comes between the two?": np.abs,
    "Only the first number enters. Is your `return` inside the loop?":
        lambda g: np.sqrt(g[0] ** 2 / len(g)),
    "Only the last number enters. Does your loop add, or begin anew each time?":
        lambda g: np.sqrt(g[-1] ** 2 / len(g)),
    "You add the numbers up and square the sum. What is squared first?":
        lambda g: np.sqrt(np.sum(g) ** 2 / len(g)),
}  # fmt: skip


def check_usual_size(usual_size):
    """Check `usual_size(g)`: the root of the mean of the squares."""
    check_function(
        usual_size,
        lambda g: np.sqrt(np.mean(g**2)),
        _CASES,
        _MISTAKES,
        returns="one number",
        may_change_inputs=True,
        stub_returns=False,
        right="the root of the mean of the squares: the RMS of RMSprop",
        section="How do exercises answer?",
    )


def check_new_theta(answer):
    """Check where θ = 1 arrives on g = 3 with η = 0.1, ρ = 0.75, from v = 0."""
    check_number(
        answer,
        0.8,
        {
            "That is how far θ moves. Where does it arrive, if it begins at 1?": 0.2,
            "That is the step. Which sign has it, and where does θ begin?": -0.2,
            "You add the step. Does a minimum lie along g, or against it?": 1.2,
            "That is v. What is g divided by?": 2.25,
            "That is √v, the divisor. What is divided by it?": 1.5,
            "That is g/√v. What multiplies it, and from where does θ move?": 2.0,
            "You subtract g/√v whole. Which number makes the step short?": -1.0,
            "You divide by v, not by its root.": 1 - 0.1 * 3 / 2.25,
            "ρ and 1−ρ are swapped. Which of them goes with the new square?": 1
            - 0.1 * 3 / np.sqrt(0.75 * 9),
            "There gradient descent arrives. What does RMSprop divide g by?": 0.7,
            "You divide by |g|, as if v were g² already. Where is v after one step "
            "from 0?": 0.9,
            "Your cache averages g, not g².": 1 - 0.1 * 3 / np.sqrt(0.25 * 3),
            "You multiply by √v. What does a large v do to a step?": 1 - 0.1 * 3 * 1.5,
            "You multiply by v. What does a large v do to a step?": 1 - 0.1 * 3 * 2.25,
            "You divide g², and a square has lost the sign of g. What is divided?": 1
            - 0.1 * 3**2 / 1.5,
            "You divide the rate alone. Where is g in the step?": 1 - 0.1 / 1.5,
            "Your cache begins at 1, where θ does. Where does v begin?": 1
            - 0.1 * 3 / np.sqrt(0.75 + 0.25 * 9),
            "You divide by the old v, which is 0. Which comes first, the cache or the "
            "step?": -np.inf,
            "You square g after the average: the 0.25 is squared, too. What is "
            "averaged?": 1 - 0.1 * 3 / np.sqrt((0.25 * 3) ** 2),
            "You double g for its square. How large is v?": 1 - 0.3 / np.sqrt(0.25 * 6),
            "You take η = 0.01, the usual one. Which η is given here?": 0.98,
            "You take ρ = 0.9, the usual one. Which ρ is given here?": 1
            - 0.1 * 3 / np.sqrt(0.1 * 9),
            "Your v is still 0, and you divide by ε alone. Which comes first, the "
            "cache or the step?": 1 - 0.1 * 3 / 1e-8,
        },
        right="v = 0.25 · 3² = 2.25, √v = 1.5, and 1 − 0.1 · 3/1.5 = 0.8",
        section="What do the letters mean?",
    )
