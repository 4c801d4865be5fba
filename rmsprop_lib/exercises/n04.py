"""The checks of notebook 04, *Build the optimizer class*."""

import copy

import numpy as np

from rmsprop_lib.exercises.checks import Scenario, check_function, check_number, tell
from rmsprop_lib.optimizers import RMSprop

# Settings for which every step of the first case is a fraction one can work out.
_SETTINGS = {"learning_rate": 0.5, "decay_rate": 0.75, "epsilon": 1.0}
_CASES = [
    (
        _SETTINGS,
        {"w": np.array([10.0, 10.0]), "b": np.array([1.0, -1.0])},
        [
            {"w": np.array([4.0, 0.0]), "b": np.array([2.0, -2.0])},
            {"w": np.array([-2.0, 2.0]), "b": np.array([0.0, 1.0])},
        ],
    ),
    (
        {"learning_rate": 0.1, "decay_rate": 0.8, "epsilon": 0.25},
        {"b": np.array([[0.5, 2.0]]), "w": np.array([[3.0, -1.0]])},
        [
            {"b": np.array([[3.0, -0.2]]), "w": np.array([[-0.5, 0.5]])},
            {"b": np.array([[0.1, 0.3]]), "w": np.array([[-2.0, 0.7]])},
            {"b": np.array([[-1.0, 0.4]]), "w": np.array([[0.2, -0.9]])},
        ],
    ),
    (
        {},  # the defaults, which are asked for; ε is seen where g is as small
        {"w": np.array([1.0, 0.01]), "b": np.array([0.5, -0.5])},
        [
            {"w": np.array([3.0, 2e-8]), "b": np.array([-1.0, 0.3])},
            {"w": np.array([-1.0, 1e-8]), "b": np.array([4.0, -2.0])},
        ],
    ),
]


def _run_class(cls, settings, params, all_grads):
    """Return the parameters after every update, and all that it should not change."""
    shared = {
        name: copy.deepcopy(value)
        for name, value in vars(cls).items()
        if isinstance(value, (dict, list, np.ndarray)) and not name.startswith("__")
    }
    cls = type(cls)(cls.__name__, (cls,), shared)  # no case sees another's
    first, second = cls(**settings), cls(**settings)
    held, found = dict(params), {}
    twins, grads_of_twins = copy.deepcopy((params, all_grads[0]))
    for step, grads in enumerate(all_grads):
        given = copy.deepcopy(grads)
        returned = first.update(params, grads)
        if not isinstance(returned, dict) or not set(params) <= set(returned):
            return returned
        for name in held:
            found[f"{name} after update {step + 1}"] = np.array(returned[name])
            found[f"1 if gradient {name} changes"] = np.any(given[name] != grads[name])
    second.update(twins, grads_of_twins)
    for name in held:
        found[f"the caller's array of {name}"] = held[name]
        found[f"{name} after the update of a second optimizer"] = twins[name]
    return found


class _Plain:
    """A correct class in parts, each of which a mistake replaces."""

    def __init__(self, learning_rate=0.01, decay_rate=0.9, epsilon=1e-8):
        self.rate, self.rho, self.epsilon = learning_rate, decay_rate, epsilon
        self.cache, self.t = {}, 0

    def update(self, params, grads):
        self.t += 1
        for name, g in grads.items():
            key = self.key(name)
            old = self.cache.get(key, np.zeros_like(g)) if self.carried else 0 * g
            self.cache[key] = self.average(old, g)
            v = old if self.late else self.cache[key]
            params[name] += self.sign * self.rate * self.numerator(g) / self.divisor(v)
        return params

    carried, late, sign = True, False, -1

    def key(self, name):
        return name

    def average(self, v, g):
        return self.rho * v + (1 - self.rho) * g**2

    def numerator(self, g):
        return g

    def divisor(self, v):
        return np.sqrt(v) + self.epsilon


def _with(**parts):
    """Return the run of a class that has `parts` in place of the right ones."""
    cls = type("_Mistaken", (_Plain,), parts)
    return lambda *case: _run_class(cls, *case)


def _ignoring(setting, used):
    def run(settings, params, all_grads):
        return _run_class(_Plain, {**settings, setting: used}, params, all_grads)

    return run


def _first_name_only(self, params, grads):
    name = next(iter(grads))
    _Plain.update(self, params, {name: grads[name]})
    return params


def _new_arrays(self, params, grads):
    moved = copy.deepcopy(params)
    params.update(_Plain.update(self, moved, grads))
    return params


def _changed_gradients(self, params, grads):
    _Plain.update(self, params, grads)
    for g in grads.values():
        g *= 0.5
    return params


def _one_cache_for_all(self, learning_rate=0.01, decay_rate=0.9, epsilon=1e-8):
    self.rate, self.rho, self.epsilon = learning_rate, decay_rate, epsilon


def _epsilon_outside_the_bracket(self, params, grads):
    for name, g in grads.items():
        v = self.average(self.cache.get(name, 0 * g), g)
        self.cache[name] = v
        params[name] -= self.rate * g / np.sqrt(v) + self.epsilon
    return params


_MISTAKES = {
    "Nothing moves yet: you return what you were given. Loop over the names; each one "
    "needs its cache first, then its step.":
        _with(update=lambda self, params, grads: params),
    "Only the first name moves. Is your `return` inside the loop?":
        _with(update=_first_name_only),
    "You moved uphill. Which way does −g point?": _with(sign=1),
    "That is gradient descent: no cache enters. What is each step divided by?":
        _with(divisor=lambda self, v: 1.0),
    "You keep √v in the cache, and the next update averages roots. When is the root "
    "to be taken?": _with(
        average=lambda self, v, g: np.sqrt(self.rho * v + (1 - self.rho) * g**2),
        divisor=lambda self, v: v + self.epsilon,
    ),
    "The learning rate is missing. How long is your step?":
        _ignoring("learning_rate", 1.0),
    "You divide g², and a square has lost the sign of g. What is divided, g or g²?":
        _with(numerator=lambda self, g: g**2),
    "The first gradient does not enter the cache. Is the averaging inside an `else`?":
        _with(average=lambda self, v, g: v if self.t == 1
              else self.rho * v + (1 - self.rho) * g**2),
    "You divide by v itself. It is a mean of squares: what brings it back to the unit "
    "of g?": _with(divisor=lambda self, v: v + self.epsilon),
    "You have swapped ρ and 1−ρ. Which share of the old cache is kept?":
        _with(average=lambda self, v, g: (1 - self.rho) * v + self.rho * g**2),
    "Your cache averages g, not g². What becomes of two gradients of opposite sign?":
        _with(average=lambda self, v, g: self.rho * v + (1 - self.rho) * g),
    "Your cache averages |g|, not g². Which of the two does the root undo?":
        _with(average=lambda self, v, g: self.rho * v + (1 - self.rho) * np.abs(g)),
    "ε is missing: a gradient of 0 gives 0/0. Where does it stand in the formula?":
        _with(divisor=lambda self, v: np.sqrt(v)),
    "Your ε is inside the root. In this series it is added to √v. Where does your "
    "bracket close?": _with(divisor=lambda self, v: np.sqrt(v + self.epsilon)),
    "ε is added to the quotient, not to √v: a division comes before a sum. Where are "
    "brackets needed?": _with(update=_epsilon_outside_the_bracket),
    "Every update begins with an empty cache. Where is v kept until the next call?":
        _with(carried=False),
    "All names share one cache: the gradients of one parameter change the steps of "
    "another. Under which key does each find its own?":
        _with(key=lambda self, name: "all of them"),
    "You divide by the cache of the update before. Which comes first in the formula, "
    "the cache or the step?": _with(late=True),
    "You add a bias correction: you divide v by 1−ρᵗ. That is Adam's; RMSprop leaves "
    "v as it is.":
        _with(divisor=lambda self, v: np.sqrt(v / (1 - self.rho**self.t))
              + self.epsilon),
    "Your cache is the sum of all g², which is AdaGrad. What does ρ do to the old "
    "cache?": _with(average=lambda self, v, g: v + g**2),
    "The new g² enters your cache whole. Which share of it belongs there, if v is to "
    "be a mean?": _with(average=lambda self, v, g: self.rho * v + g**2),
    "Your step is the same whatever g is: only the divisor knows of it. What is "
    "divided?": _with(numerator=lambda self, g: 1.0),
    "The dict gets new arrays, and the caller's arrays stay where they were. A network "
    "that holds them would not move. Which operator writes into an array?":
        _with(update=_new_arrays),
    "The caller's gradients have changed: `*=`, `**=` and `out=` write into them. Only "
    "the parameters may change in place.": _with(update=_changed_gradients),
    "A second optimizer does not begin afresh: all optimizers of your class share one "
    "cache. In which method does each get its own?":
        _with(cache={}, t=0, __init__=_one_cache_for_all),
    "Your class takes 0.9 for ρ whatever `decay_rate` it is given.":
        _ignoring("decay_rate", 0.9),
    "Your class takes 0.01 for η whatever `learning_rate` it is given.":
        _ignoring("learning_rate", 0.01),
    "Your class takes 1e-8 for ε whatever `epsilon` it is given.":
        _ignoring("epsilon", 1e-8),
}  # fmt: skip


def check_optimizer(cls):
    """Check a class with the interface of `RMSprop` that updates arrays in place."""
    if not isinstance(cls, type):
        line = "a class is expected here: the name, without brackets"
        return tell("check_optimizer", "not tried" if cls is None else "wrong", line)
    check_function(
        Scenario(_run_class, cls),
        lambda *case: _run_class(RMSprop, *case),
        _CASES,
        _MISTAKES,
        returns="`params`, a dict of all names",
        right="an RMSprop optimizer, with a cache of its own for every name",
        may_change_inputs=True,
    )


def check_memory(answer):
    """Check how many numbers the caches of a 3-4-1 network hold."""
    check_number(
        answer,
        21,
        {
            "That is one number per name. Does a whole matrix share its divisor?": 4,
            "That is `w1` alone. Which of the four have a cache?": 12,
            "You have forgotten the biases. Do they move, too?": 16,
            "That counts the parameters as well. How many does the optimizer keep in "
            "addition to them?": 42,
            "That counts `step`, too; the question is about the caches.": 22,
            "A number per layer? Each single weight has its own v.": 2,
            "Those are the biases alone.": 5,
        },
        right="one for every parameter: 12 + 4 weights and 4 + 1 biases",
        rtol=1e-6,
    )


def check_restart(answer):
    """Check the factor by which the first step is longer after a loss of the state."""
    check_number(
        answer,
        10,
        {
            "That is 1/√0.1, the factor for ρ = 0.9. What is 1−ρ here?":
                1 / np.sqrt(0.1),
            "That is the factor in v. The step is divided by its root.": 100,
            "That would be the factor if v were too large. Does an empty cache make "
            "the divisor larger or smaller?": 0.1,
            "That is the case with the state. What is v after the first update of a "
            "new optimizer?": 1,
            "You take the root of 1/ρ. Which share does the newest g² get?":
                1 / np.sqrt(0.99),
        },
        right="v is a hundredth of g², and its root a tenth of |g|",
        rtol=0.002,
    )  # fmt: skip
