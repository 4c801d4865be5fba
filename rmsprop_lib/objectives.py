"""Small functions to minimise, and the loop that records a path through them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rmsprop_lib import checks


@dataclass(frozen=True)
class Objective:
    """A function of d numbers, with its gradient.

    `value(θ)` takes points of shape (..., d) and returns shape (...); `gradient(θ)`
    returns the shape of θ. `minimum` is where it is, shape (d,), or None if
    there is none; `window` holds the limits to plot, ((x0, x1), (y0, y1)), or ((x0,
    x1),) where d = 1.
    """

    name: str
    value: Callable
    gradient: Callable
    minimum: np.ndarray | None
    window: tuple


@dataclass(frozen=True)
class Trajectory:
    """Where an optimizer went: `points` (steps + 1, d), `values` (steps + 1,) and the
    `gradients` (steps, d) that it was given."""

    points: np.ndarray
    values: np.ndarray
    gradients: np.ndarray


def parabola():
    """Return f(x) = x², the article's first example; f'' = 2.

    Examples
    --------
    >>> parabola().value(np.array([5.0])), parabola().gradient(np.array([5.0]))
    (np.float64(25.0), array([10.]))
    """
    return Objective(
        "parabola",
        lambda theta: (theta**2).sum(axis=-1),
        lambda theta: 2 * theta,
        np.zeros(1),
        ((-6.0, 6.0),),
    )


def ravine(condition_number, angle=0.0):
    """Return f = ½ θᵀHθ, H with the eigenvalues 1 and κ = `condition_number`.

    With `angle` = 0 degrees the floor lies along the first axis; other angles turn it.

    Raises ValueError if κ < 1 or above 1e300.

    Examples
    --------
    >>> f = ravine(100)
    >>> f.gradient(np.array([10.0, 1.0]))
    array([ 10., 100.])
    """
    condition_number = checks.positive("condition_number", condition_number, 1.0, 1e300)
    turn = np.deg2rad(angle)
    axes = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    hessian = axes @ np.diag([1.0, condition_number]) @ axes.T

    def gradient(theta):
        return (hessian * theta[..., None, :]).sum(axis=-1)

    return Objective(
        f"ravine, κ = {condition_number:g}"
        + (f", turned by {angle:g}°" if angle else ""),
        lambda theta: 0.5 * (theta * gradient(theta)).sum(axis=-1),
        gradient,
        np.zeros(2),
        ((-11.0, 11.0), (-11.0, 11.0)),
    )


def rosenbrock():
    """Return Rosenbrock's valley (1 − x)² + 100 (y − x²)², its minimum at (1, 1).

    Source: H. Rosenbrock, *The Computer Journal* 3:175–184 (1960).

    Examples
    --------
    >>> f = rosenbrock()
    >>> f.value(np.array([-1.5, 2.5])).round(3), f.gradient(np.array([0.0, 0.0]))
    (np.float64(12.5), array([-2.,  0.]))
    """

    def value(theta):
        x, y = theta[..., 0], theta[..., 1]
        return (1 - x) ** 2 + 100 * (y - x**2) ** 2

    def gradient(theta):
        x, y = theta[..., 0], theta[..., 1]
        along_x = -2 * (1 - x) - 400 * x * (y - x**2)
        return np.stack([along_x, 200 * (y - x**2)], axis=-1)

    return Objective(
        "Rosenbrock", value, gradient, np.ones(2), ((-2.0, 2.0), (-1.0, 3.0))
    )


def saddle():
    """Return x² − y² + y⁴/4: a saddle at the origin, minima at (0, ±√2).

    `minimum` is (0, √2).

    Examples
    --------
    >>> saddle().gradient(np.array([1.0, 0.0]))
    array([2., 0.])
    """

    def value(theta):
        x, y = theta[..., 0], theta[..., 1]
        return x**2 - y**2 + y**4 / 4

    def gradient(theta):
        x, y = theta[..., 0], theta[..., 1]
        return np.stack([2 * x, -2 * y + y**3], axis=-1)

    window = ((-2.0, 2.0), (-2.0, 2.0))
    return Objective("saddle", value, gradient, np.array([0.0, np.sqrt(2)]), window)


def minimize(objective, optimizer, start, steps):
    """Let `optimizer` take `steps` steps from `start` and return the `Trajectory`.

    The optimizer updates its array in place, so every point is copied before it is
    kept. `start`, shape (d,), is left as it was. Several starts, shape (n, d), make n
    paths at once: no optimizer of the series lets one number's step depend on another.

    Raises ValueError if `start` has not the objective's number of coordinates or
    `steps` is no whole number of 0 or more.

    Examples
    --------
    >>> from rmsprop_lib.optimizers import SGD
    >>> path = minimize(parabola(), SGD(learning_rate=0.1), start=[5.0], steps=2)
    >>> path.points.ravel()
    array([5. , 4. , 3.2])
    """
    steps, theta = checks.whole("steps", steps), checks.start(objective, start)
    points, gradients = [theta.copy()], []
    for _ in range(steps):
        gradients.append(objective.gradient(theta))
        optimizer.update({"theta": theta}, {"theta": gradients[-1]})
        points.append(theta.copy())
    points = np.array(points)
    gradients = np.array(gradients).reshape(steps, *theta.shape)
    return Trajectory(points, objective.value(points), gradients)
