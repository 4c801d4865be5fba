"""The checks of notebook 04, *Build the optimizer class*."""

import copy
from functools import partial

import numpy as np

from rmsprop_lib.exercises.agreement import agree
from rmsprop_lib.exercises.checks import Scenario, check_function, tell
from rmsprop_lib.optimizers import Optimizer, RMSprop

# ---- a class of one's own ------------------------------------------------------------

# All arrays of a case have one shape, so that a cache of all names raises no error.
_CASES = [
    (
        {"learning_rate": 0.5, "decay_rate": 0.75, "epsilon": 1.0},
        {"w": np.array([10.0, 12.0]), "b": np.array([1.0, -1.0])},
        [
            {"w": np.array([4.0, 0.0]), "b": np.array([2.0, -3.0])},
            {"w": np.array([-1.0, 2.0]), "b": np.array([0.0, 1.5])},
            {"w": np.array([2.5, -5.0]), "b": np.array([-0.5, 6.0])},
        ],
    ),
    (
        {"learning_rate": 0.1, "decay_rate": 0.8, "epsilon": 0.25},
        {
            "b": np.array([[0.5, 2.0, 4.0]], dtype=np.float32),
            "w2": np.array([[3.0, -1.0, 2.0]]),
        },
        [
            {"b": np.array([[3.0, -0.2, 1.1]]), "w2": np.array([[-0.5, 0.6, 0.0]])},
            {"b": np.array([[0.1, 0.3, -2.0]]), "w2": np.array([[-2.0, 0.7, 0.9]])},
            {"b": np.array([[-1.0, 0.4, 0.8]]), "w2": np.array([[0.2, -0.9, 1.3]])},
        ],
    ),
    (  # the defaults; a gradient as small as ε
        {},
        {"w": np.array([0.02, -0.01]), "b": np.array([0.03, 0.05])},
        [
            {"w": np.array([3e-8, -2.0]), "b": np.array([0.5, 0.1])},
            {"w": np.array([-1e-8, 1.0]), "b": np.array([0.7, -0.3])},
            {"w": np.array([2e-8, 4.0]), "b": np.array([-0.2, 0.6])},
        ],
    ),
]


def _run_class(cls, settings, params, all_grads):
    """Return what `update` returns each time, and what has become of the rest."""
    shared = {  # in the body of the class: no case is to see another's
        name: copy.deepcopy(value)
        for name, value in vars(cls).items()
        if isinstance(value, (dict, list, np.ndarray)) and not name.startswith("__")
    }
    cls = type(cls)(cls.__name__, (cls,), shared)
    held, others = dict(params), copy.deepcopy(params)
    untouched = copy.deepcopy(all_grads)
    optimizer, second = cls(**settings), cls(**settings)
    found = {}
    for step, grads in enumerate(all_grads, start=1):
        returned = optimizer.update(params, grads)
        if not isinstance(returned, dict) or not set(params) <= set(returned):
            return returned
        for name in held:
            found[f"{name} after update {step}"] = np.array(returned[name])
        found["1 for the dict that was given, 0 for another one"] = returned is params
    for name in held:
        found[f"the caller's array {name}"] = held[name].copy()
        found[f"the gradient of {name} afterwards"] = all_grads[0][name].copy()
    for name, value in second.update(others, untouched[0]).items():
        found[f"{name} of a second optimizer"] = np.array(value)
    return found


def _steps(found, case):
    """Return how far each update has moved each parameter, and downhill is positive."""
    _, params, all_grads = case
    steps = {}
    for name, before in params.items():
        for step in range(1, len(all_grads) + 1):
            after = found[f"{name} after update {step}",]
            steps[f"step {step} of {name}",] = before - after
            before = after
    return steps


class _Plain:
    """A correct class in parts, each of which a mistake replaces."""

    def __init__(self, learning_rate=0.01, decay_rate=0.9, epsilon=1e-8):
        self.rate, self.rho, self.epsilon = learning_rate, decay_rate, epsilon
        self.cache, self.t = {}, 0

    def update(self, params, grads):
        self.t += 1
        for name in self.names(params):
            g = grads[name]
            key = self.key(name)
            old = self.cache.get(key, self.begin(g)) if self.carried else 0 * g
            self.cache[key] = self.average(old, g)
            v = old if self.late else self.cache[key]
            self.move(params, name, self.numerator(g), self.divisor(v))
        return params

    carried, late, sign = True, False, -1

    def names(self, params):
        return list(params)

    def key(self, name):
        return name

    def begin(self, g):
        return 0 * g

    def average(self, v, g):
        return self.rho * v + (1 - self.rho) * g**2

    def numerator(self, g):
        return g

    def divisor(self, v):
        return np.sqrt(v) + self.epsilon

    def move(self, params, name, above, below):
        params[name] += self.sign * self.rate * above / below


def _with(**parts):
    """Return the run of a class that has `parts` in place of the right ones."""
    cls = type("_Mistaken", (_Plain,), parts)
    return lambda *case: _run_class(cls, *case)


def _ignoring(setting, used):
    def run(settings, params, all_grads):
        return _run_class(_Plain, {**settings, setting: used}, params, all_grads)

    return run


def _by_default(setting, used):
    def run(settings, params, all_grads):
        return _run_class(_Plain, {setting: used, **settings}, params, all_grads)

    return run


def _one_cache_for_all_objects(*case):
    everybody = {}

    class Mistaken(_Plain):
        def __init__(self, *args, **settings):
            super().__init__(*args, **settings)
            self.cache = everybody

    return _run_class(Mistaken, *case)


def _squares_the_gradient_itself(self, params, grads):
    for name, g in grads.items():
        g **= 2
        v = self.rho * self.cache.get(name, 0 * g) + (1 - self.rho) * g
        self.cache[name] = v
        params[name] -= self.rate * g / (np.sqrt(v) + self.epsilon)
    return params


def _scales_the_gradient_itself(self, params, grads):
    for name, g in grads.items():
        v = self.average(self.cache.get(name, 0 * g), g)
        self.cache[name] = v
        g *= self.rate
        params[name] -= g / (np.sqrt(v) + self.epsilon)
    return params


def _new_dict(self, params, grads):
    moved = dict(params)
    for name, g in grads.items():
        v = self.average(self.cache.get(name, 0 * g), g)
        self.cache[name] = v
        moved[name] = params[name] - self.rate * g / (np.sqrt(v) + self.epsilon)
    return moved


def _another_dict(self, params, grads):
    return dict(_Plain.update(self, params, grads))


def _squares_after_the_step(self, params, grads):
    _Plain.update(self, params, grads)
    for g in grads.values():
        g **= 2
    return params


def _new_arrays(self, params, name, above, below):
    params[name] = params[name] - self.rate * above / below


def _epsilon_outside_the_bracket(self, params, name, above, below):
    params[name] -= self.rate * above / (below - self.epsilon) + self.epsilon


_MISTAKES = {
    "Nothing moves: the arrays are as they were. Each name needs its cache first, and "
    "then its step. (`p = p - …` would only give a name to a new array.)":
        _with(update=lambda self, params, grads: params),
    "Only the first name moves. Is your `return` inside the loop?":
        _with(names=lambda self, params: list(params)[:1]),
    "Only the last name moves. Which lines belong inside the loop?":
        _with(names=lambda self, params: list(params)[-1:]),
    "The dict gets new arrays, and the caller's arrays stay where they were. A network "
    "that holds them would not move. Which operator writes into an array?":
        _with(move=_new_arrays),
    "You return a new dict of new arrays, and the caller's stay where they were. Which "
    "operator writes into an array, and which dict is to be returned?":
        _with(update=_new_dict),
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
    "The cache stays as the first gradient left it. What should the second one do?":
        _with(average=lambda self, v, g: v if self.t > 1 else (1 - self.rho) * g**2),
    "Your cache begins with g², not with 0. Which share of the first g² is in v after "
    "one update?": _with(begin=lambda self, g: g**2),
    "Your cache begins with ones. Which v leaves the first g² to itself?":
        _with(begin=lambda self, g: np.ones_like(g)),
    "You divide by v itself. It is a mean of squares: what brings it back to the unit "
    "of g?": _with(divisor=lambda self, v: v + self.epsilon),
    "You have swapped ρ and 1−ρ. Which share of the old cache is kept?":
        _with(average=lambda self, v, g: (1 - self.rho) * v + self.rho * g**2),
    "Your cache averages g, not g². What becomes of two gradients of opposite sign?":
        _with(average=lambda self, v, g: self.rho * v + (1 - self.rho) * g),
    "Your cache averages |g|, not g². Which of the two does the root undo?":
        _with(average=lambda self, v, g: self.rho * v + (1 - self.rho) * np.abs(g)),
    "You square the share as well: 1−ρ belongs outside the square. What does your "
    "bracket hold?":
        _with(average=lambda self, v, g: self.rho * v + ((1 - self.rho) * g) ** 2),
    "A bracket is missing: what does Python compute first in 1 - decay_rate * g**2?":
        _with(average=lambda self, v, g: self.rho * v + 1 - self.rho * g**2),
    "All numbers of an array share one v, their mean. How many numbers does v have?":
        _with(average=lambda self, v, g: self.rho * v
              + (1 - self.rho) * np.mean(g**2)),
    "ε is missing: a gradient of 0 gives 0/0. Where does it stand in the formula?":
        _with(divisor=lambda self, v: np.sqrt(v)),
    "Your ε is inside the root. In this series it is added to √v. Where does your "
    "bracket close?": _with(divisor=lambda self, v: np.sqrt(v + self.epsilon)),
    "ε is added to the quotient, not to √v: a division comes before a sum. Where are "
    "brackets needed?": _with(move=_epsilon_outside_the_bracket),
    "Every update begins with an empty cache. Where is v kept until the next call?":
        _with(carried=False),
    "All names share one cache: the gradients of one parameter change the steps of "
    "another. Under which key does each find its own?":
        _with(key=lambda self, name: "all of them"),
    "A second optimizer does not begin afresh: all optimizers of your class share one "
    "cache. In which method does each get its own?": _one_cache_for_all_objects,
    "The caller's gradients have changed: `**=` writes into them, and then the step "
    "takes their squares. How does one square without changing?":
        _with(update=_squares_the_gradient_itself),
    "The steps are right, but the caller's gradients have changed: `*=` writes into "
    "them. How does one multiply without changing?":
        _with(update=_scales_the_gradient_itself),
    "The steps are right, but the caller's gradients have become their squares: `**=` "
    "writes into them. How does one square without changing?":
        _with(update=_squares_after_the_step),
    "The arrays are right, but they come back in another dict. Which dict is to be "
    "returned?": _with(update=_another_dict),
    "You divide by the cache of the update before. Which comes first in the formula, "
    "the cache or the step?": _with(late=True),
    "You add a bias correction: you divide v by 1−ρᵗ. That is Adam's; RMSprop leaves "
    "v as it is.":
        _with(divisor=lambda self, v: np.sqrt(v / (1 - self.rho**self.t))
              + self.epsilon),
    "Your cache is the sum of all g², which is AdaGrad. What does ρ do to the old "
    "cache?": _with(average=lambda self, v, g: v + g**2),
    "The old cache is kept whole: it can only grow. Which factor makes it fade?":
        _with(average=lambda self, v, g: v + (1 - self.rho) * g**2),
    "The new g² enters your cache whole. Which share of it belongs there, if v is to "
    "be a mean?": _with(average=lambda self, v, g: self.rho * v + g**2),
    "Your step is the same whatever g is: only the divisor knows of it. What is "
    "divided?": _with(numerator=lambda self, g: 1.0),
    "Your step takes only the share 1−ρ of g. Which line does that share belong to?":
        _with(numerator=lambda self, g: (1 - self.rho) * g),
    "Your class takes 0.9 for ρ whatever `decay_rate` it is given.":
        _ignoring("decay_rate", 0.9),
    "Your class takes 0.01 for η whatever `learning_rate` it is given.":
        _ignoring("learning_rate", 0.01),
    "Your class takes 1e-8 for ε whatever `epsilon` it is given.":
        _ignoring("epsilon", 1e-8),
} | {
    f"Made without arguments, your class takes {value:g} for `{setting}`. Which "
    "default is asked for?": _by_default(setting, value)
    for setting, values in {
        "learning_rate": (0.001, 0.1, 1.0),
        "decay_rate": (0.99, 0.95, 0.999, 0.5),
        "epsilon": (1e-7, 1e-6, 1e-10, 1e-5),
    }.items()
    for value in values
}  # fmt: skip


def check_optimizer(cls):
    """Check a class with the interface of `RMSprop` that updates arrays in place."""
    if not isinstance(cls, type):
        line = "a class is expected here: the name, without brackets"
        return tell("check_optimizer", "not tried" if cls is None else "wrong", line)
    check_function(
        Scenario(_run_class, cls, _steps, "your steps"),
        lambda *case: _run_class(RMSprop, *case),
        _CASES,
        _MISTAKES,
        returns="`params`, a dict of all names",
        right="an RMSprop optimizer, with a cache of its own for every name",
        may_change_inputs=True,
        section="What has to be remembered?",
    )


def optimizer_is_right(cls):
    """Return whether the reader's class is right, so that later cells may use it."""
    return agree(cls, RMSprop, _run_class, _CASES)


# ---- Lion ----------------------------------------------------------------------------

_rng = np.random.default_rng(4)


def _gradients(steps, **shapes):
    """Return rounded gradients; the first number of each array has always 0."""
    found = []
    for _ in range(steps):
        drawn = {name: _rng.normal(size=shape) for name, shape in shapes.items()}
        for g in drawn.values():
            g.flat[0] = 0
        found.append({name: g.round(2) for name, g in drawn.items()})
    return found


_LION_CASES = [
    (
        {"learning_rate": 0.5, "beta1": 0.6, "beta2": 0.8},
        {"w": np.array([1.0, 2.0, 3.0, 4.0, 5.0]), "b": np.array([0.5, -0.5])},
        _gradients(15, w=5, b=2),
    ),
    (
        {"learning_rate": 0.25, "beta1": 0.95, "beta2": 0.7},
        {"w1": np.array([[0.3, -0.2, 0.1], [1.0, 2.0, -1.5]]), "b1": np.ones(3)},
        _gradients(15, w1=(2, 3), b1=3),
    ),
    (
        {},
        {"w": np.linspace(-1e-4, 1e-4, 9), "b": np.array([2e-4, 3e-4])},
        _gradients(15, w=9, b=2),
    ),
]


class _Lion(Optimizer):
    slots = ("m",)

    def __init__(self, learning_rate=1e-4, beta1=0.9, beta2=0.99):
        super().__init__(learning_rate)
        self.beta1, self.beta2 = beta1, beta2
        self.m = {}

    def apply(self, theta, g, m, rate):
        theta += self.sign * rate * self.direction(m, g)
        m[...] = self.remember(m, g)

    sign = -1

    def direction(self, m, g):
        return np.sign(self.beta1 * m + (1 - self.beta1) * g)

    def remember(self, m, g):
        return self.beta2 * m + (1 - self.beta2) * g


def _run_lion(cls, settings, params, all_grads):
    optimizer, found, names = cls(**settings), {}, list(params)
    for step, grads in enumerate(all_grads, start=1):
        returned = optimizer.update(params, grads)
        if not isinstance(returned, dict) or not set(names) <= set(returned):
            return returned
        for name in names:
            found[f"{name} after update {step}"] = np.array(returned[name])
    return found


def _lion(**parts):
    cls = type("_MistakenLion", (_Lion,), parts)
    return lambda *case: _run_lion(cls, *case)


def _remembers_first(self, theta, g, m, rate):
    m[...] = self.beta2 * m + (1 - self.beta2) * g
    theta -= rate * np.sign(self.beta1 * m + (1 - self.beta1) * g)


def _writes_c_into_m(self, theta, g, m, rate):
    m[...] = self.beta1 * m + (1 - self.beta1) * g
    theta -= rate * np.sign(m)
    m[...] = self.beta2 * m + (1 - self.beta2) * g


def _steps_by_the_new_m(self, theta, g, m, rate):
    m[...] = self.beta2 * m + (1 - self.beta2) * g
    theta -= rate * np.sign(m)


def _quotient(self, m, g):
    c = self.beta1 * m + (1 - self.beta1) * g
    with np.errstate(invalid="ignore"):
        return c / np.abs(c)


def _decays(self, theta, g, m, rate):
    theta -= rate * (self.direction(m, g) + 0.01 * theta)
    m[...] = self.remember(m, g)


def _lion_with(**fixed):
    def run(settings, params, all_grads):
        return _run_lion(_Lion, {**settings, **fixed}, params, all_grads)

    return run


def _lion_by_default(**fixed):
    def run(settings, params, all_grads):
        return _run_lion(_Lion, {**fixed, **settings}, params, all_grads)

    return run


def _betas_exchanged(settings, params, all_grads):
    settings = {"beta1": 0.9, "beta2": 0.99} | settings
    betas = {"beta1": settings["beta2"], "beta2": settings["beta1"]}
    return _run_lion(_Lion, settings | betas, params, all_grads)


_LION_MISTAKES = {
    "Nothing moves. Each line has to write into an array that is there: what do `-=` "
    "and `theta = theta - …` do differently?": _lion(apply=lambda self, *arrays: None),
    "You moved uphill. Which way does −sign(c) point?": _lion(sign=1),
    "Every step has the sign of the newest gradient alone. Is there an m in your c? "
    "And does your last line write into m, or does it give the name to a new array?":
        _lion(remember=lambda self, m, g: 0 * m),
    "The sign is missing: you step with c itself. How long should a step be?":
        _lion(direction=lambda self, m, g: self.beta1 * m + (1 - self.beta1) * g),
    "You remember first and step then. Which of the two uses the m of the update "
    "before?": _lion(apply=_remembers_first),
    "You step with the sign of the new m, or with β₂ for both, which is the same. "
    "With which β is c made?": _lion(apply=_steps_by_the_new_m),
    "You step with the sign of the old m. Does the newest gradient take part in its "
    "own step?": _lion(direction=lambda self, m, g: np.sign(m)),
    "β₁ and β₂ have changed places. Which of them belongs to the memory?":
        _betas_exchanged,
    "You use β₁ for both. Which of them belongs to the memory?":
        _lion(remember=lambda self, m, g: self.beta1 * m + (1 - self.beta1) * g),
    "You have swapped β₁ and 1−β₁ in c. Which share of m is taken?":
        _lion(direction=lambda self, m, g: np.sign((1 - self.beta1) * m
                                                   + self.beta1 * g)),
    "You have swapped β₂ and 1−β₂ in the memory. Which share of m is kept?":
        _lion(remember=lambda self, m, g: (1 - self.beta2) * m + self.beta2 * g),
    "You have swapped the shares in both lines. Which of β and 1−β goes with m?": _lion(
        direction=lambda self, m, g: np.sign((1 - self.beta1) * m + self.beta1 * g),
        remember=lambda self, m, g: (1 - self.beta2) * m + self.beta2 * g,
    ),
    "The new gradient enters c whole. Which share of it belongs there?":
        _lion(direction=lambda self, m, g: np.sign(self.beta1 * m + g)),
    "The new gradient enters m whole. Which share of it belongs there?":
        _lion(remember=lambda self, m, g: self.beta2 * m + g),
    "You take the signs of m and g first and mix them then. What is the sign of?":
        _lion(direction=lambda self, m, g: self.beta1 * np.sign(m)
              + (1 - self.beta1) * np.sign(g)),
    "The old m is kept whole. Which share of it stays?":
        _lion(remember=lambda self, m, g: m + (1 - self.beta2) * g),
    "In c you subtract the gradient. Which sign has it in the formula?":
        _lion(direction=lambda self, m, g: np.sign(self.beta1 * m
                                                   - (1 - self.beta1) * g)),
    "The sign is taken of the first term alone. Of what is it in the formula?":
        _lion(direction=lambda self, m, g: np.sign(self.beta1 * m)
              + (1 - self.beta1) * g),
    "You remember the step's sign, not the gradient. What is m a mean of?":
        _lion(remember=lambda self, m, g: self.beta2 * m
              + (1 - self.beta2) * self.direction(m, g)),
    "You remember c, so the gradient enters through both β. What is m a mean of?":
        _lion(remember=lambda self, m, g: self.beta2 * m + (1 - self.beta2)
              * (self.beta1 * m + (1 - self.beta1) * g)),
    "c is written into m, and the old m is lost: after `c = m`, `c *= …` changes m, "
    "too. What makes an array of its own?": _lion(apply=_writes_c_into_m),
    "The new gradient is added first and multiplied by β₂ with the rest. Which line "
    "comes first?":
        _lion(remember=lambda self, m, g: self.beta2 * (m + (1 - self.beta2) * g)),
    "You remember g². Lion has no squares: what is m a mean of?":
        _lion(remember=lambda self, m, g: self.beta2 * m + (1 - self.beta2) * g**2),
    "c/|c| is no number where c is 0. Which function of NumPy knows that sign?":
        _lion(direction=_quotient),
    "Where c is 0 you step as if it were positive. What is np.sign(0)?":
        _lion(direction=lambda self, m, g: np.where(
            self.beta1 * m + (1 - self.beta1) * g >= 0, 1.0, -1.0)),
    "m is multiplied by both β: `m *= …` for c has changed m, too. What makes c an "
    "array of its own?":
        _lion(remember=lambda self, m, g: self.beta2 * self.beta1 * m
              + (1 - self.beta2) * g),
    "A gradient of 0 moves nothing: your sign of 0 should be 0. What is np.sign(0)?":
        _lion(direction=lambda self, m, g: np.where(
            self.beta1 * m + (1 - self.beta1) * g > 0, 1.0, -1.0)),
    "The learning rate is missing. How long is your step?":
        _lion_with(learning_rate=1.0),
    "There is a weight decay in it, which was left out here.": _lion(apply=_decays),
    "Your class takes 0.9 for β₁ whatever it is given.": _lion_with(beta1=0.9),
    "Your class takes 0.99 for β₂ whatever it is given.": _lion_with(beta2=0.99),
    "Your class takes 0.0001 for η whatever it is given.":
        _lion_with(learning_rate=1e-4),
    "Made without arguments, your class has another learning rate. Which default is "
    "asked for?": _lion_by_default(learning_rate=1e-3),
    "Made without arguments, your class has a β₂ of 0.999, which is Adam's. Which "
    "default is asked for?": _lion_by_default(beta2=0.999),
}  # fmt: skip


def check_lion(cls):
    """Check an optimizer class that steps as Lion does, without weight decay."""
    if not isinstance(cls, type):
        line = "a class is expected here: the name, without brackets"
        return tell("check_lion", "not tried" if cls is None else "wrong", line)
    answer = Scenario(_run_lion, cls, _steps, "your steps")
    written = vars(cls).get("apply") or vars(cls).get("update")
    answer.__code__ = getattr(written, "__code__", None)
    check_function(
        answer,
        lambda *case: _run_lion(_Lion, *case),
        _LION_CASES,
        _LION_MISTAKES,
        returns="`params`, a dict of all names",
        right="Lion: the sign of one mean, the memory of another",
        may_change_inputs=True,
        section="How does another rule fit in?",
    )


# ---- two runs from one point ---------------------------------------------------------


def _falling(rate, step):
    """A rate that falls, and can be pickled, as some make copies."""
    return rate * (1 - step / 20)


_FORK_CASES = [
    (
        {"learning_rate": partial(_falling, 0.5), "decay_rate": 0.7, "epsilon": 0.2},
        {"w": np.array([1.0, -2.0]), "b": np.array([0.3, 0.7])},
        _gradients(3, w=2, b=2),
        _gradients(4, w=2, b=2),
        _gradients(4, w=2, b=2),
    ),
    (
        {"learning_rate": partial(_falling, 0.3), "decay_rate": 0.95, "epsilon": 0.1},
        {
            "w1": np.array([[0.5, 2.0, -1.0], [3.0, 1.0, 0.2]]),
            "b1": np.array([0.1, 0.9]),
        },
        _gradients(5, w1=(2, 3), b1=2),
        _gradients(4, w1=(2, 3), b1=2),
        _gradients(4, w1=(2, 3), b1=2),
    ),
]


def _run_fork(fork, settings, params, before, firsts, seconds):
    """Return where both runs are after each update; they take turns."""
    optimizer = RMSprop(**settings)
    for grads in before:
        optimizer.update(params, grads)
    answer = fork(optimizer, params)
    if answer is None:
        return None
    if not isinstance(answer, (tuple, list)) or len(answer) != 2:
        return answer
    twin, twins = answer
    if not isinstance(twins, dict) or not isinstance(twin, Optimizer):
        return answer
    if not set(params) <= set(twins):
        return answer
    # A list or a float32 array is taken for what it means; an array stays the same one.
    twins = {name: np.asarray(v, dtype=float) for name, v in twins.items()}
    found = {f"{name} of the new run at first": twins[name].copy() for name in params}
    for step, (first, second) in enumerate(zip(firsts, seconds, strict=True), start=1):
        optimizer.update(params, first)
        twin.update(twins, second)
        for name in params:
            found[f"{name} of the old run after update {step}"] = params[name].copy()
            found[f"{name} of the new run after update {step}"] = twins[name].copy()
    return found


def _new_start(found, case):
    """Return where the new run begins."""
    return {(name,): found[f"{name} of the new run at first",] for name in case[1]}


def _copies(params):
    return {name: value.copy() for name, value in params.items()}


def _twin(optimizer, **changed):
    """Return an optimizer with the settings and the state, or with others."""
    names = ("learning_rate", "decay_rate", "epsilon")
    twin = RMSprop(**{name: getattr(optimizer, name) for name in names} | changed)
    twin.load_state_dict(optimizer.state_dict())
    return twin


def _fork(optimizer, params):
    return _twin(optimizer), _copies(params)


def _with_cache(optimizer, cache):
    twin = _twin(optimizer)
    twin.cache = cache
    return twin


def _with_step_0(optimizer):
    twin = _twin(optimizer)
    twin.step = 0
    return twin


def _shared_cache_at_0(optimizer):
    twin = _with_cache(optimizer, dict(optimizer.cache))
    twin.step = 0
    return twin


def _loaded_the_wrong_way(optimizer):
    twin = RMSprop(optimizer.learning_rate, optimizer.decay_rate, optimizer.epsilon)
    optimizer.load_state_dict(twin.state_dict())
    return twin


def _forked(make_twin, make_params=_copies):
    def fork(optimizer, params):
        return make_twin(optimizer), make_params(params)

    return lambda *case: _run_fork(fork, *case)


_FORK_MISTAKES = {
    "Both runs are one: you return what you were given. Which two things have to be "
    "made anew?": _forked(lambda optimizer: optimizer, lambda params: params),
    "The two runs share one optimizer: each update of one changes the cache of the "
    "other. What has to be made anew?": _forked(lambda optimizer: optimizer),
    "The two runs share their arrays: each moves those of the other. What does "
    "`dict(params)` copy?": _forked(_twin, dict),
    "The new run begins with an empty cache, and at step 0. What does `state_dict` "
    "return?": _forked(lambda o: RMSprop(o.learning_rate, o.decay_rate, o.epsilon)),
    "Both runs begin with an empty cache: the old one has lost its own. Out of which "
    "optimizer does a state come, and into which does it go?":
        _forked(_loaded_the_wrong_way),
    "The new run begins with an empty cache and with other settings. Where does an "
    "optimizer keep what it remembers?": _forked(lambda o: RMSprop()),
    "The new run has an empty cache. What else is there besides `step`?":
        _forked(lambda o: _with_cache(o, {})),
    "The new run has the cache, but begins to count at 0. What asks for the step?":
        _forked(_with_step_0),
    "The state is there, the settings are not: are they in the state?":
        _forked(lambda o: _twin(o, learning_rate=0.01, decay_rate=0.9, epsilon=1e-8)),
    "The new run has the default learning rate. Is that setting in the state?":
        _forked(lambda o: _twin(o, learning_rate=0.01)),
    "The new run has the default ρ. Is that setting in the state?":
        _forked(lambda o: _twin(o, decay_rate=0.9)),
    "The new run has the default ε. Is that setting in the state?":
        _forked(lambda o: _twin(o, epsilon=1e-8)),
    "The state is there; the settings are not, and the two runs share their arrays. "
    "Are settings in the state, and what does `dict(params)` copy?": _forked(
        lambda o: _twin(o, learning_rate=0.01, decay_rate=0.9, epsilon=1e-8), dict
    ),
    "The optimizers share the cache (`cache.copy()` copies names), and the new one "
    "counts from 0. What does `state_dict` copy?":
        _forked(_shared_cache_at_0),
    "The new run has the learning rate alone; ρ and ε are the default ones. Are they "
    "in the state?": _forked(lambda o: _twin(o, decay_rate=0.9, epsilon=1e-8)),
    "The rate of the new run no longer falls: `rate()` is a number. What is "
    "`learning_rate`?": _forked(lambda o: _twin(o, learning_rate=o.rate())),
    "The two optimizers share the cache: one dict with two names. (`copy.copy` and "
    "`vars` copy names, too.) What does `state_dict` copy?":
        _forked(lambda o: _with_cache(o, o.cache)),
    "The two runs share their arrays, and their cache as well. Which copies go down to "
    "the arrays?": _forked(lambda o: _with_cache(o, o.cache), dict),
    "The parameters of the new run start at 0. Where does the old run stand?":
        _forked(_twin, lambda params: {n: 0 * value for n, value in params.items()}),
    "The new run has the arrays of the old one, and no memory. Which two things have "
    "to be copied?":
        _forked(lambda o: RMSprop(o.learning_rate, o.decay_rate, o.epsilon), dict),
}  # fmt: skip


def check_fork(fork):
    """Check `fork(optimizer, params)`: a second run that goes on from the same point.

    The two take turns, with different gradients.
    """
    check_function(
        Scenario(_run_fork, fork, _new_start, "where the new run begins"),
        lambda *case: _run_fork(_fork, *case),
        _FORK_CASES,
        _FORK_MISTAKES,
        returns="a new optimizer and a new dict of arrays",
        right="two runs from one point, and neither disturbs the other",
        may_change_inputs=True,
        section="How is a run stopped and continued?",
    )
