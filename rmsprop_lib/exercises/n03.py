"""The checks of notebook 03, *Take one RMSprop step by hand*."""

import numpy as np

from rmsprop_lib.exercises.checks import check_choice, check_function, check_number
from rmsprop_lib.optimizers import rmsprop_update

# Arguments (θ, g, v, η, ρ, ε): an ε that matters, both signs of g, caches of 0 and not.
_CASES = [
    (
        np.array([5.0, -1.0, 2.0]),
        np.array([2.0, -3.0, 0.0]),  # 0 where v is 0: without ε this is 0/0
        np.array([1.0, 4.0, 0.0]),
        0.5,
        0.8,
        0.3,
    ),
    (
        np.array([[1.0], [-2.0]]),
        np.array([[-0.4], [0.6]]),
        np.zeros((2, 1)),
        0.1,
        0.7,
        1.0,
    ),
]


def _parts(
    sign=-1,
    kept=lambda rho: rho,
    added=lambda rho: 1 - rho,
    power=lambda g: g**2,
    divisor=lambda v, eps: np.sqrt(v) + eps,
    returned=lambda old, new: new,
    used=lambda old, new, rho: new,
    numerator=lambda g: g,
):
    """Return an update made of `parts`, the right ones unless others are given."""

    def update(theta, g, v, rate, rho, eps):
        new = kept(rho) * v + added(rho) * power(g)
        step = rate * numerator(g) / divisor(used(v, new, rho), eps)
        return theta + sign * step, returned(v, new)

    return update


def _without_rate(theta, g, v, rate, rho, eps):
    return _parts()(theta, g, v, 1.0, rho, eps)


def _epsilon_outside(theta, g, v, rate, rho, eps):
    new = rho * v + (1 - rho) * g**2
    return theta - rate * g / np.sqrt(new) + eps, new


def _unbracketed_share(theta, g, v, rate, rho, eps):
    new = rho * v + 1 - rho * g**2
    return theta - rate * g / (np.sqrt(new) + eps), new


def _gradient_descent(theta, g, v, rate, rho, eps):
    return theta - rate * g, _parts()(theta, g, v, rate, rho, eps)[1]


_MISTAKES = {
    "Nothing moves yet: you return what you were given. Which of the two has to be "
    "made first, the new cache or the new parameters?":
        lambda theta, g, v, rate, rho, eps: (theta, v),
    "You moved uphill. Which way does −g point?": _parts(sign=1),
    "The root is missing: you divide by v itself, which has the unit of g². What "
    "brings it back to the unit of g?": _parts(divisor=lambda v, eps: v + eps),
    "You have swapped ρ and 1−ρ. Which share of the old cache is kept?":
        _parts(kept=lambda rho: 1 - rho, added=lambda rho: rho),
    "ε is missing. What happens where the gradient has always been 0?":
        _parts(divisor=lambda v, eps: np.sqrt(v)),
    "Your ε is inside the root. In this series it is added to √v. Where does your "
    "bracket close?": _parts(divisor=lambda v, eps: np.sqrt(v + eps)),
    "Your cache averages g, not g². What becomes of two gradients of opposite sign?":
        _parts(power=lambda g: g),
    "Your cache averages |g|, not g². Which of the two does the root undo?":
        _parts(power=np.abs),
    "You add a bias correction: you divide v by 1−ρ. That is Adam's; RMSprop leaves "
    "v as it is.": _parts(used=lambda old, new, rho: new / (1 - rho)),
    "The cache that you return is the old one. What must the next step know?":
        _parts(returned=lambda old, new: old),
    "You return √v as the cache, and the next step would average roots. What has to be "
    "kept?": lambda *c: (_parts()(*c)[0], np.sqrt(_parts()(*c)[1])),
    "You divide by the root of the old cache. Does the newest gradient take part in "
    "its own step?": _parts(used=lambda old, new, rho: old),
    "You add up the squares, and nothing is forgotten: that is AdaGrad. Where do ρ "
    "and 1−ρ enter?": _parts(kept=lambda rho: 1.0, added=lambda rho: 1.0),
    "The old cache is kept whole: it can only grow. Which factor makes it fade?":
        _parts(kept=lambda rho: 1.0),
    "The new square enters whole. Which weight makes the two weights add up to 1?":
        _parts(added=lambda rho: 1.0),
    "The old cache has no influence. What is remembered of the steps before?":
        _parts(kept=lambda rho: 0.0),
    "The step has lost the gradient: you divide the rate alone. What is divided?":
        _parts(numerator=lambda g: 1.0),
    "You divide g², and a square has lost the sign of g. What is divided, g or g²?":
        _parts(numerator=lambda g: g**2),
    "The learning rate is missing. How long is your step?": _without_rate,
    "The cache is right, but the step does not use it: that is gradient descent. What "
    "is g divided by?": _gradient_descent,
    "A bracket is missing: ε is added to θ, not to √v. What belongs below the line?":
        _epsilon_outside,
    "A bracket is missing: 1−ρ is one number, and all of it multiplies g². What does "
    "Python compute first in 1 - decay_rate * g**2?": _unbracketed_share,
    "You return the cache first. Which comes first here?":
        lambda *case: _parts()(*case)[::-1],
}  # fmt: skip


def check_update(update):
    """Check `update(theta, g, v, learning_rate, decay_rate, epsilon)`."""
    check_function(
        update,
        rmsprop_update,
        _CASES,
        _MISTAKES,
        returns="two arrays: the new parameters and the new cache",
        right="new parameters and new cache, and the caller's arrays as they were",
    )


def check_second_cache(answer):
    """Check v after two gradients of 2 with ρ = 0.9."""
    check_number(
        answer,
        0.76,
        {
            "That is v after the first step. What does the second one keep of it?": 0.4,
            "That is √v. What is v?": np.sqrt(0.76),
            "You add 0.4 twice. Which share of the first is kept?": 0.8,
            "ρ and 1−ρ are swapped. Which weight does the new square have?": 3.96,
            "That is the square itself. Is v there after two steps?": 4.0,
            "You average g, not g². What is the square of g = 2?": 0.38,
            "That is AdaGrad's sum of the squares. RMSprop takes a mean.": 8.0,
        },
        right="0.9 · 0.4 + 0.1 · 4",
    )


def check_scaled(answer):
    """Check what a loss times 1000 does to √v."""
    check_choice(
        answer,
        "1000",
        {
            "1": "the steps stay as they were. But g is 1000 times larger: what must "
            "its divisor be?",
            "1000": "√v has the unit of g, so it grows as g does, and the ratio stays.",
            "1000000": "that is what v does. What does the root make of it?",
        },
    )
