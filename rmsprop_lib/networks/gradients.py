"""Is a hand-written gradient right? Compare it with finite differences."""

import copy

import numpy as np

from rmsprop_lib import checks


def numeric_gradient(loss, theta, h=1e-5):
    """Return ∂loss/∂θ by central differences, (loss(θ + h) − loss(θ − h)) / 2h.

    `loss` is a function of an array of the shape of θ; θ is left as it was. Raises
    ValueError if h is not above 0, or so small that θ + h is θ.

    Examples
    --------
    >>> numeric_gradient(lambda theta: (theta**2).sum(), np.array([1.0, -3.0])).round(6)
    array([ 2., -6.])
    """
    checks.small_step("h", h, theta)
    gradient = np.empty(theta.shape)
    for entry in np.ndindex(theta.shape):
        shift = np.zeros(theta.shape)
        shift[entry] = h
        gradient[entry] = (loss(theta + shift) - loss(theta - shift)) / (2 * h)
    return gradient


def check_gradients(model, X, y, step=1e-5, most=60, seed=0):
    """Return the largest relative difference between the gradient and differences.

    For each parameter, (loss(θ + h) − loss(θ − h)) / 2h is compared with what
    `model.loss_and_grads` says, relative to the largest entry of that gradient. Below
    1e-6 a gradient is right; near 1 it is not.

    Parameters
    ----------
    model : any with `params` (float64) and `loss_and_grads(X, y)`; a model that draws
        random numbers, for dropout, is given the same ones each time. It is left as it
        was: a copy is tried
    step : h, a number above 0
    most : of a large array, so many entries are tried, chosen by `seed`

    Raises
    ------
    ValueError : parameters that are not float64 (differences of float32 numbers would
        be rounding errors), a gradient of another name or shape than its parameter, or
        one that is not finite; a step that is not above 0, or too small to change a
        parameter; `most` below 1; and what `loss_and_grads` raises

    Examples
    --------
    >>> from rmsprop_lib.networks import MLP
    >>> X = np.random.default_rng(0).normal(size=(5, 4))
    >>> model = MLP((4, 6, 3), dtype=np.float64)
    >>> bool(check_gradients(model, X, np.array([0, 1, 2, 1, 0])) < 1e-6)
    True
    """
    most, seed = checks.whole("most", most, 1), checks.whole("seed", seed)
    model = copy.deepcopy(model)
    state, order = getattr(model, "rng", None), np.random.default_rng(seed)

    def loss_and_grads():
        model.rng = copy.deepcopy(state)  # the same dropout each time
        return model.loss_and_grads(X, y)

    grads = copy.deepcopy(loss_and_grads()[1])
    checks.gradients(model.params, grads)
    worst = 0.0
    for name, theta in model.params.items():
        tried = order.permutation(theta.size)[:most]
        before = theta.flat[tried]
        checks.small_step("step", step, before)

        def loss(values, theta=theta, tried=tried):
            theta.flat[tried] = values
            return loss_and_grads()[0]

        numeric = numeric_gradient(loss, before, step)
        theta.flat[tried] = before
        scale = max(np.abs(grads[name]).max(), np.abs(numeric).max(), 1e-12)
        error = np.abs(numeric - grads[name].flat[tried]).max() / scale
        worst = np.maximum(worst, error)  # NaN, if there is one
    return float(worst)
