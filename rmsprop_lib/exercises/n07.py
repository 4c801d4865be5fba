"""The checks of notebook 07, *Find out whether RMSprop wins*."""

import numpy as np

from rmsprop_lib.exercises.checks import check_choice, check_function, check_number
from rmsprop_lib.sweeps import lowest_median


def best_rate(losses, rates):
    """Return the rate whose median loss over the starts is lowest.

    `losses` has a row for each rate and a column for each start; NaN is a run that
    diverged, and counts as infinitely bad.

    Examples
    --------
    >>> best_rate(np.array([[3.0, 3.0], [1.0, 2.0]]), [0.01, 0.1])
    0.1
    """
    return rates[lowest_median(losses)]


def _column_median(losses, rates):
    typical = np.median(np.nan_to_num(losses, nan=np.inf), axis=0)
    return rates[np.argmin(typical) % len(rates)]


def _by_mean(losses, rates):
    return rates[np.argmin(np.mean(np.nan_to_num(losses, nan=1e9), axis=1))]


# Rows: rates; columns: starts. Each case tells two or more of the mistakes apart.
_CASES = [
    (
        np.array(
            [
                [5.0, 5.0, 5.0, 5.0],  # steady, never good
                [2.0, 2.0, 2.0, 90.0],  # typically best, one bad start
                [0.1, 9.0, 9.0, 9.0],  # one lucky start
                [4.0, 4.0, 4.5, 4.0],  # best on average
            ]
        ),
        np.array([0.001, 0.01, 0.1, 1.0]),
    ),
    (
        np.array(
            [
                [3.0, 3.0, 3.0],
                [9.0, np.nan, np.nan],
                [1.0, np.nan, np.nan],
                [2.0, 2.5, np.nan],
            ]
        ),
        np.array([0.01, 0.1, 1.0, 10.0]),
    ),
    (
        # the columns' medians are lowest for the second start
        np.array([[9.0, 2.0, 9.0], [8.0, 3.0, 8.0], [1.0, 7.0, 1.0]]),
        np.array([0.01, 0.1, 1.0]),
    ),
]

_MISTAKES = {
    "Nothing is chosen yet: the first rate is returned whatever the losses are. Which "
    "number stands for a whole row of losses?": lambda losses, rates: rates[0],
    "You return the position of the rate, not the rate. What does `rates` hold there?":
        lambda losses, rates: np.argmin(
            np.median(np.nan_to_num(losses, nan=np.inf), axis=1)
        ),
    "You return the position of the rate, not the rate, and a median with NaN in it is "
    "NaN. What does `rates` hold there, and how bad is a run that diverged?":
        lambda losses, rates: np.argmin(np.median(losses, axis=1)),
    "You return the position of the rate, not the rate, and leave out the runs that "
    "diverged. What does `rates` hold there?":
        lambda losses, rates: np.argmin(np.nanmedian(losses, axis=1)),
    "You return the loss, not the rate that led to it. Where is it lowest?":
        lambda losses, rates: np.min(
            np.median(np.nan_to_num(losses, nan=np.inf), axis=1)
        ),
    "A single lucky start decides your choice. Would another lucky start choose the "
    "same rate?": lambda losses, rates: rates[np.argmin(np.nanmin(losses, axis=1))],
    "A single bad start decides your choice: it pulls the mean up. Which number of a "
    "row does not mind one bad start?": _by_mean,
    "Your mean runs over runs that diverged, and a mean with NaN in it is NaN. Which "
    "number of a row minds neither NaN nor one bad start?":
        lambda losses, rates: rates[np.argmin(np.mean(losses, axis=1))],
    "A single bad start decides your choice, and runs that diverged count for nothing. "
    "Which number of a row does not mind one bad start?":
        lambda losses, rates: rates[np.argmin(np.nanmean(losses, axis=1))],
    "You take the rate with the largest loss. Is a large loss good?":
        lambda losses, rates: rates[
            np.argmax(np.median(np.nan_to_num(losses, nan=1e9), axis=1))
        ],
    "Your median runs over the rates, not over the starts. Which axis of `losses` "
    "counts the starts?": _column_median,
    "Your median runs over the rates, not over the starts, and is NaN where a run "
    "diverged. Which axis of `losses` counts the starts?":
        lambda losses, rates: rates[np.argmin(np.median(losses, axis=0)) % len(rates)],
    "A run that diverged is NaN, and a median with NaN in it is NaN: NumPy's argmin "
    "then takes it for the lowest. How bad is a run that diverged?":
        lambda losses, rates: rates[np.argmin(np.median(losses, axis=1))],
    "You rule out a rate as soon as one start diverges. Is that start typical?":
        lambda losses, rates: rates[np.nanargmin(np.median(losses, axis=1))],
    "You leave the runs that diverged out of account, so that a rate which diverges "
    "half of the time looks good. How bad is a run that diverged?":
        lambda losses, rates: rates[np.argmin(np.nanmedian(losses, axis=1))],
}  # fmt: skip


def check_choose_rate(choose_rate):
    """Check `choose_rate(losses, rates)`: the rate with the lowest median loss."""
    check_function(
        choose_rate,
        best_rate,
        _CASES,
        _MISTAKES,
        returns="one of the rates",
        right="the rate whose typical start ends lowest, runs that diverged included",
    )


def check_hovering(answer):
    """Check |x| at which RMSprop with η = 0.02 settles on x²."""
    check_number(
        answer,
        0.01,
        {
            "That is the whole step. From where to where does it go, if it ends at "
            "the same distance on the other side?": 0.02,
            "That is what it was for η = 0.1. How does the distance depend on η?": 0.05,
            "With a constant rate it never settles at the minimum. How long is each "
            "step once √v is as large as |g|?": 0.0,
            "You halve twice. The step is η; which distances does it connect?": 0.005,
            "That is the first step, η/√(1−ρ). Later √v has caught up with |g|.":
                0.02 / np.sqrt(0.1),
            "The gradient 2x does not enter: g/√v is ±1 there. What is left of the "
            "step?": 0.04,
        },
        right="half a step on either side, η/2",
    )  # fmt: skip


def check_quarter_turn(answer):
    """Check the prediction for the ravine turned by 90°."""
    check_choice(
        answer,
        "rmsprop",
        {
            "rmsprop": "after a quarter turn the floor lies along the other axis, and "
            "again each axis has a curvature of its own.",
            "neither": "that is what 45° does. Along which axis does the floor lie "
            "after a quarter turn?",
            "gradient descent": "gradient descent does not notice a turn at all: its "
            "steps turn with the ravine. What does RMSprop see, axis by axis?",
        },
    )
