"""The checks of notebook 03, *Take one RMSprop step by hand*."""

import numpy as np

from rmsprop_lib.exercises.agreement import agree
from rmsprop_lib.exercises.checks import check_function, check_number
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
    (np.array([0.5, 8.0]), np.array([0.0, -6.0]), np.array([0.0, 9.0]), 0.2, 0.6, 1e-3),
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


def _epsilon_in_the_step(theta, g, v, rate, rho, eps):
    new = rho * v + (1 - rho) * g**2
    return theta - (rate * g / np.sqrt(new) + eps), new


def _share_squared(theta, g, v, rate, rho, eps):
    new = rho * v + ((1 - rho) * g) ** 2
    return theta - rate * g / (np.sqrt(new) + eps), new


def _mean_of_sizes(theta, g, v, rate, rho, eps):
    new = rho * v + (1 - rho) * np.abs(g)
    return theta - rate * g / (new + eps), new


def _epsilon_times_the_rate(theta, g, v, rate, rho, eps):
    new = rho * v + (1 - rho) * g**2
    return theta - rate * (g / np.sqrt(new) + eps), new


def _fixed_rate(theta, g, v, rate, rho, eps):
    return _parts()(theta, g, v, 0.01, rho, eps)


def _step_alone(theta, g, v, rate, rho, eps):
    moved, new = _parts()(theta, g, v, rate, rho, eps)
    return theta - moved, new


def _theta_stays(theta, g, v, rate, rho, eps):
    return theta, _parts()(theta, g, v, rate, rho, eps)[1]


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
    "A bracket is missing: ε is added to the quotient, not to √v. What belongs below "
    "the line?": _epsilon_in_the_step,
    "A bracket is missing: ε is added to g/√v, not to √v. What belongs below the line?":
        _epsilon_times_the_rate,
    "Your cache averages g, and loses its sign only under the root. Opposite gradients "
    "have cancelled by then: what must be squared, and when?":
        _parts(power=lambda g: g, divisor=lambda v, eps: np.sqrt(np.abs(v)) + eps),
    "You divide by |mean of g|: opposite gradients have cancelled before the square. "
    "What must be squared, and when?":
        _parts(power=lambda g: g, divisor=lambda v, eps: np.abs(v) + eps),
    "A bracket is in the wrong place: ρ multiplies the new square, too. Which share "
    "does the square get?": _parts(added=lambda rho: rho * (1 - rho)),
    "The learning rate is in your cache as well. Of what is v a mean?":
        lambda theta, g, v, rate, rho, eps: (
            theta - rate * g
            / (np.sqrt(rho * v + (1 - rho) * (rate * g) ** 2) + eps),
            rho * v + (1 - rho) * (rate * g) ** 2,
        ),
    "Where √v is above ε, your ε does nothing: it is a floor. What does the formula do "
    "with it?": _parts(divisor=lambda v, eps: np.maximum(np.sqrt(v), eps)),
    "You divide by a mean of |g|. This is the other of the two ways above: which of "
    "them is RMSprop's?": _mean_of_sizes,
    "Your η is 0.01, whatever `learning_rate` is given.": _fixed_rate,
    "You square the share as well: 1−ρ belongs outside the square. What does your "
    "bracket hold?": _share_squared,
    "You double g: that is `g * 2`. How does Python write a square?":
        _parts(power=lambda g: g * 2),
    "All numbers share one cache, a mean over the array. How many numbers does v have?":
        _parts(power=lambda g: np.full_like(g, np.mean(g**2))),
    "You return the step in place of the new parameters. From where is it taken?":
        _step_alone,
    "The cache is right, and θ has not moved. Is the new θ in what you return?":
        _theta_stays,
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
        section="What are the two lines?",
    )


def update_is_right(update):
    """Return whether the reader's `update` is right, so that later cells may use it."""

    def run(function, *case):
        theta, v = function(*case)
        return {"θ": theta, "v": v}

    return agree(update, rmsprop_update, run, _CASES)


def check_two_steps(answer):
    """Check θ after the gradients 15 and −16, from 2, with η = 0.3 and ρ = 0.64."""
    check_number(
        answer,
        1.9,
        {
            "That is θ after the first gradient. What does the second one do?": 1.5,
            "The second gradient is negative. Which way does it move θ?": 1.1,
            "You moved uphill. Which way does −g point?": 2.1,
            "That is v after the two. Where is θ?": 144,
            "That is √v after the two. Where is θ?": 12,
            "That is by how much θ moves the second time. Where does it arrive?": 0.4,
            "That is the second step alone, with its sign. Where does it arrive?": -0.4,
            "The root is missing. Which unit has v, if g is in metres?":
                2 - 4.5 / 81 + 4.8 / 144,
            "ρ and 1−ρ are swapped. Which share of the old cache is kept?":
                _after_two(kept=0.36, added=0.64),
            "You add up the squares: that is AdaGrad. What do ρ and 1−ρ weigh?":
                _after_two(kept=1, added=1),
            "The second step divides by the first cache alone. What does the second "
            "gradient do to v?": 1.5 + 4.8 / 9,
            "You forget the first gradient: v is made of the second alone. Which share "
            "of the old v is kept?": _after_two(kept=0, added=0.36),
            "The old v is kept whole. Which share of it stays?":
                _after_two(kept=1, added=0.36),
            "The new square enters whole. Which share of it is added?":
                _after_two(kept=0.64, added=1),
            "You average |g|, not g². What is squared before it enters?":
                2 - 4.5 / 5.4**0.5 + 4.8 / 9.216**0.5,
            "That is gradient descent. What is each gradient divided by?": 2.3,
            "The learning rate is missing. What is the quotient multiplied by?":
                2 - 15 / 9 + 16 / 12,
            "You keep √v as the cache, and the second step averages it with g². Which "
            "of the two is kept, v or its root?": 1.5 + 4.8 / 97.92**0.5,
            "You begin at 0. Where does θ begin?": -0.1,
            "You take the settings of the table above. Which are given here?":
                2 - 0.15 / 22.5**0.5 + 0.16 / 45.85**0.5,
            "You take ρ = 0.9, as in the table above. Which ρ is given here?":
                _after_two(kept=0.9, added=0.1),
            "The second step is right, but it begins at 2 again. Where has the first "
            "one led?": 2.4,
            "You let the old cache fade, and forget the new square. What does the "
            "second gradient do to v?": 1.5 + 4.8 / 7.2,
            "You begin with the second gradient. What does the first one do, to θ and "
            "to v?": 2.5,
            "You divide by a mean of |g|. Which of the two is RMSprop's, and what is "
            "squared in it?": 2 - 4.5 / 5.4 + 4.8 / 9.216,
        },
        right="v is 81 and then 144, and θ goes from 2 to 1.5 and to 1.9",
        rtol=0.002,
        section="What are the two lines?",
    )  # fmt: skip


def _after_two(kept, added):
    """Return θ after the two gradients if the cache keeps and adds such shares."""
    first = added * 15**2
    second = kept * first + added * 16**2
    return 2 - 0.3 * 15 / first**0.5 + 0.3 * 16 / second**0.5


def check_factors(function):
    """Check `factors(c)`: by what a unit c times smaller multiplies the two rates."""
    check_function(
        function,
        lambda c: (c, c**2),
        [(10.0,), (4.0,), (0.25,)],
        {
            "No rate changes yet. A step of RMSprop is about η long: in which unit?":
                lambda c: (1, 1),
            "Both the wrong way round: is 0.01 metres more or fewer millimetres?":
                lambda c: (1 / c, 1 / c**2),
            "The two have changed places. Which of them sees the size of the gradient?":
                lambda c: (c**2, c),
            "RMSprop's is right. What becomes of the *gradient* when a millimetre is "
            "the unit, and of gradient descent's step?": lambda c: (c, c),
            "RMSprop's is right. Gradient descent's step shrinks with the gradient, "
            "and it has farther to go in the new unit. Which of the two did you count?":
                lambda c: (c, 1),
            "RMSprop's is right. In the new unit the gradient is 1/c of what it was. "
            "Would you make gradient descent's rate smaller still?":
                lambda c: (c, 1 / c),
            "RMSprop's is right. Gradient descent's is the wrong way round: in the new "
            "unit its gradients are smaller, and its way is longer.":
                lambda c: (c, 1 / c**2),
            "Gradient descent's is right. RMSprop's step does not change with the "
            "loss; but how long is it now, in metres?": lambda c: (1, c**2),
            "Gradient descent's is right. RMSprop's step is η units long: how many of "
            "the new units make one of the old?": lambda c: (1 / c, c**2),
            "Gradient descent's is right. Which part of c² does RMSprop's divisor take "
            "care of?": lambda c: (c**2, c**2),
            "Neither yet. RMSprop does not mind a factor of the loss. Is a unit of the "
            "parameter such a factor?": lambda c: (1, c),
            "Neither yet. Try c = 10 on paper: how long is the way in the new unit, "
            "and how large is the gradient?": lambda c: (1, 1 / c),
            "Neither yet, and both the wrong way. How many millimetres is a step of "
            "0.01 metres?": lambda c: (1 / c, 1 / c),
            "RMSprop's is the wrong way round, and of gradient descent's you have "
            "counted one part of two. How many millimetres is a step of 0.01 metres?":
                lambda c: (1 / c, c),
            "RMSprop's is the wrong way round. How many millimetres is a step of 0.01 "
            "metres? And gradient descent's step: does it stay the same?":
                lambda c: (1 / c, 1),
            "RMSprop's step is η long, in whichever unit: how many of the new units "
            "make one of the old? And are gradients in the new unit larger or smaller?":
                lambda c: (1, 1 / c**2),
            "Roots are not needed here. How many millimetres is a step of 0.01 metres?":
                lambda c: (c**0.5, c),
            "RMSprop's is right. Gradient descent pays for two things, one after the "
            "other: do their factors add up?": lambda c: (c, 2 * c),
            "RMSprop's is right. Gradient descent pays for the way and for the "
            "gradient. What is the third c for?": lambda c: (c, c**3),
            "The factor is c, whatever it is: your numbers are those for 1000.":
                lambda c: (1e3, 1e6),
            "Those are two rates, a hundredth of the factors: is an η of 0.01 in them? "
            "By which factors is each η multiplied, whatever it was?":
                lambda c: (0.01 * c, 0.01 * c**2),
        },
        returns="two numbers: the factor for RMSprop, and that for gradient descent",
        right="a step is η units long; and gradient descent pays once more, since its "
        "gradients shrink",
        section="What if the loss is 1000 times larger?",
    )  # fmt: skip
