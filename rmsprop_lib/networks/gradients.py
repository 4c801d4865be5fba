"""Is a hand-written gradient right? Compare it with finite differences."""

import copy

import numpy as np

from rmsprop_lib import checks


def check_gradients(model, X, y, step=1e-5, most=60, seed=0):
    """Return the largest relative difference between the gradient and differences.

    For each parameter, (loss(θ + h) − loss(θ − h)) / 2h is compared with what
    `model.loss_and_grads` says, relative to the largest entry of that gradient. Below
    1e-6 a gradient is right; near 1 it is not. Of large arrays, `most` entries are
    tried, chosen by `seed`. The model is left as it was.

    Parameters
    ----------
    model : any with `params` (float64) and `loss_and_grads(X, y)`; a model that draws
        random numbers, for dropout, is given the same ones each time

    Raises ValueError if the parameters are not float64 (differences of float32 numbers
    would be rounding errors), if `step` is not above 0 or `most` no whole number of 1
    or more.

    Examples
    --------
    >>> from rmsprop_lib.networks import MLP
    >>> X = np.random.default_rng(0).normal(size=(5, 4))
    >>> model = MLP((4, 6, 3), dtype=np.float64)
    >>> bool(check_gradients(model, X, np.array([0, 1, 2, 1, 0])) < 1e-6)
    True
    """
    checks.positive("step", step)
    if isinstance(most, bool) or not isinstance(most, int) or most < 1:
        raise ValueError(f"most: {most!r} was given; expected a whole number above 0")
    model = copy.deepcopy(model)
    for name, theta in model.params.items():
        if theta.dtype != np.float64:
            raise ValueError(f"{name}: {theta.dtype} was given; expected float64")
    state = copy.deepcopy(getattr(model, "rng", None))

    def loss_and_grads():
        model.rng = copy.deepcopy(state)
        return model.loss_and_grads(X, y)

    grads = {name: np.array(g) for name, g in loss_and_grads()[1].items()}
    rng = np.random.default_rng(seed)
    worst = 0.0
    for name, theta in model.params.items():
        flat, g = theta.reshape(-1), grads[name].reshape(-1)
        tried = rng.permutation(flat.size)[:most]
        numeric = np.empty(len(tried))
        for i, entry in enumerate(tried):
            before = flat[entry]
            flat[entry] = before + step
            above = loss_and_grads()[0]
            flat[entry] = before - step
            below = loss_and_grads()[0]
            flat[entry] = before
            numeric[i] = (above - below) / (2 * step)
        scale = max(np.abs(g).max(), np.abs(numeric).max(), 1e-12)
        worst = max(worst, np.abs(numeric - g[tried]).max() / scale)
    return float(worst)
