"""The checks of notebook 07, *Find out whether RMSprop wins*."""

import numpy as np

from rmsprop_lib.exercises.checks import Scenario, check_function, check_number
from rmsprop_lib.optimizers import RMSprop
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


def _most_wins(losses, rates):
    wins = np.bincount(np.nanargmin(losses, axis=0), minlength=len(rates))
    return rates[np.argmax(wins)]


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
    # With these two, searched at random, no two rules of two dozen choose alike.
    (
        np.array(
            [
                [3.0, np.nan, 6.0, 8.0, np.nan],
                [np.nan, 1.0, 5.0, np.nan, 9.0],
                [5.0, 6.0, 9.0, 9.0, 1.0],
                [2.0, 8.0, 1.0, 7.0, 6.0],
                [7.0, 5.0, 4.0, 5.0, 7.0],
            ]
        ),
        np.array([0.002, 0.004, 0.008, 0.016, 0.032]),
    ),
    (
        np.array(
            [
                [np.nan, 6.0, 1.0, np.nan, np.nan],
                [8.0, np.nan, 3.0, 1.0, np.nan],
                [9.0, 8.0, 7.0, 7.0, 4.0],
                [np.nan, np.nan, np.nan, 4.0, 5.0],
                [4.0, 5.0, 8.0, np.nan, np.nan],
            ]
        ),
        np.array([0.002, 0.004, 0.008, 0.016, 0.032]),
    ),
]

_MISTAKES = {
    "The first rate comes out, whatever the losses are. Which number stands for a "
    "whole row of them? (One number for the whole table has its minimum at place 0.)":
        lambda losses, rates: rates[0],
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
    "A single lucky start decides your choice, and the lowest of a row with NaN in it "
    "is NaN. Which number of a row minds neither?":
        lambda losses, rates: rates[np.argmin(np.min(losses, axis=1))],
    "That is the rate in the middle of the list, whatever the losses are. Which row of "
    "`losses` is the lowest?": lambda losses, rates: np.median(rates),
    "A single bad start decides your choice: it pulls the mean up. Which number of a "
    "row does not mind one bad start?": _by_mean,
    "Your mean runs over runs that diverged, and a mean with NaN in it is NaN. Which "
    "number of a row minds neither NaN nor one bad start?":
        lambda losses, rates: rates[np.argmin(np.mean(losses, axis=1))],
    "A single bad start decides your choice, and runs that diverged count for nothing. "
    "Which number of a row does not mind one bad start?":
        lambda losses, rates: rates[np.argmin(np.nanmean(losses, axis=1))],
    "The worst start decides your choice. Is it typical?":
        lambda losses, rates: rates[
            np.argmin(np.nan_to_num(losses, nan=np.inf).max(axis=1))
        ],
    "The worst start that arrived decides your choice. Is it typical, and how bad is a "
    "run that diverged?":
        lambda losses, rates: rates[np.argmin(np.nanmax(losses, axis=1))],
    "The first start alone decides your choice. Which number stands for all starts of "
    "a rate?": lambda losses, rates: rates[np.nanargmin(losses[:, 0])],
    "The last start alone decides your choice. Which number stands for all starts of "
    "a rate?": lambda losses, rates: rates[np.nanargmin(losses[:, -1])],
    "You take the rate that wins most of the starts. In the others it may be far "
    "behind: which number of each row is to be compared?": _most_wins,
    "You take the rate with the fewest runs that diverged. How good are those that "
    "arrived?": lambda losses, rates: rates[np.argmin(np.isnan(losses).sum(axis=1))],
    "A run that diverged counts as 0 here, the best loss there is (`nan_to_num` makes "
    "it so). How bad is it?":
        lambda losses, rates: rates[
            np.argmin(np.median(np.nan_to_num(losses), axis=1))
        ],
    "You throw out the rows with a NaN, and count the places in what is left. To which "
    "rates do they belong, and is one start that diverges typical?":
        lambda losses, rates: rates[
            np.argmin(np.median(losses[~np.isnan(losses).any(axis=1)], axis=1))
        ],
    "You put a mean in the place of NaN, so that a run that diverged counts as a "
    "middling one. How bad is it?":
        lambda losses, rates: rates[
            np.argmin(np.median(
                np.where(np.isnan(losses), np.nanmean(losses), losses), axis=1))
        ],
    "You take the last of the rates, whatever the losses are. Which number stands for "
    "a whole row of losses?": lambda losses, rates: rates[-1],
    "You take the rate with the largest loss, of the runs that arrived. Is a large "
    "loss good?": lambda losses, rates: rates[np.argmax(np.nanmedian(losses, axis=1))],
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
        section="Is a ravine another matter?",
    )


def check_hovering_height(answer):
    """Check f at which RMSprop with η = 0.02 hovers on 50 x²."""
    check_number(
        answer,
        0.005,
        {
            "With a constant rate it never settles at the minimum. How long is each "
            "step once √v is as large as |g|?": 0.0,
            "Is it |x|? Or half of the height where |x| is η? How high is 50 x² where "
            "it hovers?": 0.01,
            "Is it η, or the height where |x| is η? From where to where does a step go "
            "that ends at the same distance on the other side?": 0.02,
            "That is x². Which function is asked for?": 0.01**2,
            "That is the height on x² after a whole step, η². Which function is asked "
            "for, and how far from the minimum does it hover?": 0.02**2,
            "You halve twice: in the distance, and again in the height. The function "
            "is 50 x², not ½ · 50 x².": 0.0025,
            "That is the height after half of the first step, η/√(1−ρ). Later √v has "
            "caught up with |g|: how long is a step then?":
                50 * (0.01 / np.sqrt(0.1)) ** 2,
            "You divide the distance by the steepness. Does the length of a step "
            "depend on the steepness, once √v = |g|?": 50 * (0.02 / 100) ** 2,
            "That is the height for η = 0.1. Which η is asked for?": 50 * 0.05**2,
            "There |x| is 0.005: half of an η of 0.01, or a quarter of 0.02. Which η "
            "is given, and how far from the minimum does it hover?": 50 * 0.005**2,
            "You halve the distance and multiply it by 50. The function is 50 x².":
                50 * 0.005,
            "Is it 50 |x|, where the function is 50 x²? Or a percentage?": 50 * 0.01,
            "That is 2/50, like an edge 2/λ, which is a rate. A height is asked for: "
            "how far from the minimum does it hover?": 2 / 50,
            "That is the gradient, 100 x. The height f is asked for.": 100 * 0.01,
            "That is where the first step, η/√(1−ρ), would lead. Later √v has caught "
            "up with |g|.": 50 * (0.02 / np.sqrt(0.1)) ** 2,
        },
        right="|x| is η/2 whatever the curvature, and 50 x² is 0.005 there",
        section="Why does it never arrive?",
    )  # fmt: skip


def turned_step(optimizer, theta, g, angle):
    """Return θ after one update along axes that are turned by `angle` degrees.

    Examples
    --------
    >>> step = turned_step(RMSprop(0.1, decay_rate=0.0), np.zeros(2),
    ...                    np.array([1.0, 1.0]), angle=45)
    >>> step.round(4)
    array([-0.0707, -0.0707])
    """
    axes = _axes(angle)
    return axes.T @ _update(optimizer, axes @ theta, axes @ g)


def _axes(angle):
    cos, sin = np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))
    return np.array([[cos, sin], [-sin, cos]])


def _update(optimizer, theta, g):
    return optimizer.update({"p": np.array(theta)}, {"p": g})["p"]


def _anew(optimizer):
    return RMSprop(optimizer.learning_rate, optimizer.decay_rate, optimizer.epsilon)


def _turning(around, gradients, back):
    """Return the step that turns θ, g, and the new θ by these functions of an angle."""

    def step(optimizer, theta, g, angle):
        moved = _update(optimizer, around(angle) @ theta, gradients(angle) @ g)
        return back(angle) @ moved

    return step


def _none(angle):
    return np.eye(2)


def _inverse(angle):
    return _axes(angle).T


def _radians(angle):
    return _axes(np.rad2deg(angle))


def _radians_back(angle):
    return _radians(angle).T


def _degrees(angle):
    return _radians(np.rad2deg(angle))


def _no_pi(angle):
    return _radians(angle / 180)


def _column_sums(angle):
    """What `(axes * p).sum(axis=0)` does in place of `axes @ p`."""
    return np.diag(_axes(angle).sum(axis=0))


def _column_sums_back(angle):
    return np.diag(_axes(angle).T.sum(axis=0))


def _no_turn(angle):
    return _axes(angle) * [[1, 1], [-1, 1]]


def _entry_by_entry(optimizer, theta, g, angle):
    factors = _axes(angle)[0]
    return _update(optimizer, factors * theta, factors * g) / factors


def _twice(optimizer, theta, g, angle):
    turned_step(optimizer, theta, g, angle)
    return turned_step(optimizer, theta, g, angle)


def _run_steps(step, settings, theta, gradients, angle):
    """Return the point after every step, each from where the one before has led."""
    optimizer, after = RMSprop(**settings), {}
    for n, g in enumerate(gradients, start=1):
        theta = step(optimizer, theta, g, angle)
        if np.shape(theta) != (2,):
            return theta
        theta = np.array(theta, dtype=float)
        after[f"the point after step {n}"] = theta.copy()
    return after


def _first_point(found, case):
    """Return the first point alone: the later ones begin where it has led."""
    return {(): found["the point after step 1",]}


_STEP_CASES = [
    (
        {"learning_rate": 0.5, "decay_rate": 0.75, "epsilon": 0.1},
        np.array([4.0, 1.0]),
        np.array([[3.0, -1.0], [0.5, 2.0]]),
        30.0,
    ),
    (
        {"learning_rate": 0.1, "decay_rate": 0.9, "epsilon": 1e-8},
        np.array([-2.0, 5.0]),
        np.array([[1.0, 7.0], [-2.0, 1.0]]),
        110.0,
    ),
]

_STEP_MISTAKES = {
    "The optimizer still works along the usual axes. What are the coordinates of θ, "
    "and of g, along the floor and across it?": _turning(_none, _none, _none),
    "You return the point in the ravine's coordinates. How does it come back into the "
    "usual ones?": _turning(_axes, _axes, _none),
    "You turn the wrong way round. Take the direction of the floor, (cos α, sin α): "
    "which coordinates has it afterwards? It should lie along an axis.":
        _turning(_inverse, _inverse, _axes),
    "You turn the point, but not the gradient. Along which axes is g given?":
        _turning(_axes, _none, _inverse),
    "You turn the gradient, but not the point, and then you turn the point back.":
        _turning(_none, _axes, _inverse),
    "You turn the gradient, but not the point: the step is taken along the usual axes "
    "and never turned back.": _turning(_none, _axes, _none),
    "You turn the gradient back, and the point not at all. What are the coordinates of "
    "θ, and of g, along the floor and across it?": _turning(_none, _inverse, _none),
    "You turn the wrong way round, and return the point without turning it back. Take "
    "the direction of the floor, (cos α, sin α): which coordinates should it have?":
        _turning(_inverse, _inverse, _none),
    "You add θ to what `update` returns. Is that a step, or the point where it leads?":
        lambda optimizer, theta, g, angle:
            turned_step(optimizer, theta, g, angle) + theta,
    "You turn by the same angle twice. What undoes a turn?":
        _turning(_axes, _axes, _axes),
    "You turn θ, g and the new point all one way, and the wrong one. Where does the "
    "floor's direction (cos α, sin α) lie after the first turn, and what undoes it?":
        _turning(_inverse, _inverse, _inverse),
    "You turn the gradient the other way than the point.":
        _turning(_axes, _inverse, _inverse),
    "You turn the new point alone. Along which axes has the optimizer worked?":
        _turning(_none, _none, _inverse),
    "You make degrees of degrees (rad2deg). Which unit do cos and sin expect?":
        _turning(_degrees, _degrees, lambda angle: _degrees(angle).T),
    "180 degrees are π radians. Where is the π?":
        _turning(_no_pi, _no_pi, lambda angle: _no_pi(angle).T),
    "The gradient is turned twice, the point once. Along which axes does the optimizer "
    "work?": _turning(_axes, lambda angle: _axes(2 * angle), _inverse),
    "NumPy's cos and sin expect radians; the angle is given in degrees.":
        _turning(_radians, _radians, _radians_back),
    "Each step begins with an empty cache. Whose `update` should it be?":
        lambda optimizer, *case: turned_step(_anew(optimizer), *case),
    "`update` is called twice in each step, so that its cache sees g twice.": _twice,
    "You moved uphill: the optimizer subtracts by itself.":
        lambda optimizer, theta, g, angle: turned_step(optimizer, theta, -g, angle),
    "You return how far the point moves. Where does it arrive?":
        lambda optimizer, theta, g, angle:
            turned_step(optimizer, theta, g, angle) - theta,
    "You do the step of gradient descent yourself. Who knows the cache?":
        lambda optimizer, theta, g, angle: theta - optimizer.learning_rate * g,
    "Another optimizer makes the step, with another ε and an empty cache. Whose "
    "`update` should it be?": lambda o, *case: turned_step(
        RMSprop(o.learning_rate, o.decay_rate), *case
    ),
    "Another optimizer makes the step, with other settings and an empty cache. Whose "
    "`update` should it be?": lambda o, *case: turned_step(RMSprop(), *case),
    "Your matrix is no turn: both sines have the same sign. Which of them is negative?":
        _turning(_no_turn, _no_turn, _no_turn),
    "Your sums go down the columns. Which numbers of the matrix make the first "
    "coordinate of the turned point, and what does `@` add up?":
        _turning(_column_sums, _column_sums, _column_sums_back),
    "On the way back, your sums go down the columns. Which numbers of the matrix make "
    "the first coordinate, and what does `@` add up?":
        _turning(_axes, _axes, _column_sums_back),
    "You multiply each coordinate by a cosine or a sine by itself. Which coordinates "
    "of the point does its place along the floor depend on?": _entry_by_entry,
}  # fmt: skip


def check_turned_step(step):
    """Check `step(optimizer, theta, g, angle)`: an update along turned axes."""
    check_function(
        Scenario(_run_steps, step, _first_point),
        lambda *case: _run_steps(turned_step, *case),
        _STEP_CASES,
        {
            hint: (lambda *case, mistake=mistake: _run_steps(mistake, *case))
            for hint, mistake in _STEP_MISTAKES.items()
        },
        returns="an array of two numbers, the new point in the usual coordinates",
        right="the optimizer works along the floor and across it",
        may_change_inputs=True,
        section="Why do the axes decide?",
    )
