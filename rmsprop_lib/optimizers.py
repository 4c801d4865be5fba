"""The optimizers of the series. Read it from top to bottom; it needs NumPy alone.

Notation: θ parameters, g gradient, v the cache (a running mean of g²), η
`learning_rate`, ρ `decay_rate`, ε `epsilon`. Every class has the interface
`update(params, grads)`, where both arguments are dicts of arrays with the same names
and shapes; `apply` is its formula, on one array. What bad input gets is in `checks`.

First comes RMSprop as one function, then `Optimizer`, which all classes share, with
`_whole`, which keeps its steps whole, then the classes, each little more than its
formula, and a rate that falls. What stands at the end changes no result: it makes a
step on long arrays fast.
"""

import functools
import threading
import warnings

import numpy as np

from rmsprop_lib import checks


@np.errstate(under="ignore")  # 1e-200 squared is 0, which is no error
def rmsprop_update(param, grad, cache, learning_rate, decay_rate=0.9, epsilon=1e-8):
    """Return new parameters and the new cache after one RMSprop step.

    v ← ρ v + (1−ρ) g², then θ ← θ − η g / (√v + ε). The inputs are never changed.

    Parameters
    ----------
    param, grad : number or array of floats, the same shape
    cache : number or array, v so far (0.0 before the first step), never negative
    learning_rate, decay_rate, epsilon : η > 0, ρ in [0, 1), ε > 0

    Raises
    ------
    ValueError, TypeError : naming the parameter, what was given and what is expected

    Source: Tieleman & Hinton, *Neural Networks for Machine Learning*, lecture 6e,
    slide 29 (2012), with ε added outside the root.

    Examples
    --------
    >>> theta, v = rmsprop_update(5.0, 2.0, 0.0, learning_rate=0.01)
    >>> print(f"{theta:.4f} {v:.1f}")
    4.9684 0.4
    """
    param, grad, cache, rate, rho, eps = checks.update(
        param, grad, cache, learning_rate, decay_rate, epsilon
    )
    cache = rho * cache + (1 - rho) * np.square(grad)
    return param - rate * (grad / (np.sqrt(cache) + eps)), cache


def _whole(step):
    """Return a method that makes its step whole, and then warns if NumPy had reason to.

    Told to raise, NumPy would otherwise leave a step half done, at an overflow for
    instance. So it is told to call `note`; each thread has notes of its own.
    """
    notes = threading.local()

    def note(words, flag):
        notes.first = notes.first or words

    noted = np.errstate(all="call", call=note, under="ignore")(step)

    @functools.wraps(step)
    def whole(*arguments):
        notes.first = None
        noted(*arguments)
        if notes.first:
            text = f"{notes.first} encountered in an update"
            warnings.warn(text, RuntimeWarning, stacklevel=3)  # of who called `update`

    return whole


class Optimizer:
    """What the optimizers share: the loop over the parameters, and a memory by name.

    A subclass states three things about itself. `slots` names what it remembers; each
    is an attribute, a dict {parameter's name: array}. `squares` names those slots that
    hold squares, and so are never negative. `settings` is {setting: its check}. Its
    formula is `apply(theta, g, *memory, rate)`, which changes one array and its memory,
    an array for each slot, in place. `step` counts the updates made; within `apply`,
    those before this one.

    Its `__init__` calls this class's with the learning rate, sets each setting, and
    each slot to {}, and ends with `check_settings()`. A check is called as
    `check(name, value)`; it returns the value, or raises. With `squares`, a gradient
    whose square overflows is refused.
    """

    slots, squares, settings = (), (), {}

    def __init__(self, learning_rate):
        self.learning_rate = learning_rate
        self.step = 0
        if not callable(learning_rate):
            self.rate()  # raises, if it is out of range: now, not at the first update

    def update(self, params, grads):
        """Take one step for every parameter and return `params`, the same dict.

        Arrays are changed **in place**: whoever else holds them sees the step. Python
        numbers cannot be; they are bound anew in the dict. A gradient of another float
        type than its parameter is converted to the parameter's.

        Parameters
        ----------
        params : dict of float32 or float64 arrays (any shape), or of Python numbers
        grads : dict with the same names, ∂loss/∂parameter in the same shapes

        Raises
        ------
        TypeError : something else than a dict, a number or a plain float array
        ValueError : names or shapes that differ, parameters that share memory, NaN or
            infinity in a gradient, a setting out of range

        If it raises one of these, nothing has changed: neither the parameters nor the
        optimizer's state. A step that overflows is made whole, and then a
        RuntimeWarning says so.
        """
        self.check_settings()
        rate = self.rate()
        # {name: [θ, g]}; `_remember` adds what is remembered of them
        arrays = checks.params_and_grads(params, grads, squared=self.squares)
        for slot in self.slots:
            self._remember(slot, arrays)
        self._apply_to_all(arrays, params, rate)
        return params

    @_whole
    def _apply_to_all(self, arrays, params, rate):
        for name, own in arrays.items():
            for block in _blocks(own):
                self.apply(*block, rate)
            if own[0] is not params[name]:  # a Python number, which gets a new one
                params[name] = float(own[0])
        self.step += 1

    def rate(self):
        """Return η of the update to come."""
        if not callable(self.learning_rate):
            return checks.rate("learning_rate", self.learning_rate)
        name = f"learning_rate (step {self.step})"
        return checks.rate(name, self.learning_rate(self.step))

    def check_settings(self):
        """Raise if a setting is out of range; any may change between updates.

        A check returns the setting as a Python number or bool, which takes its place.
        """
        for name, check in self.settings.items():
            setattr(self, name, check(name, getattr(self, name)))

    def state_dict(self):
        """Return a copy of what the optimizer remembers: its step and its arrays."""
        copies = {
            slot: {name: v.copy() for name, v in getattr(self, slot).items()}
            for slot in self.slots
        }
        return {"step": self.step, **copies}

    def load_state_dict(self, state):
        """Take over a copy of what `state_dict` returned, to go on as before.

        Raises ValueError, and changes nothing, if `state` is of another kind of
        optimizer, its arrays are no finite floats, or a slot of `squares` holds a
        negative number.
        """
        self.step, copies = checks.state(state, self)
        vars(self).update(copies)  # an attribute for each slot

    def _remember(self, slot, arrays):
        """Append to each name's arrays what the slot has of it; at first, zeros."""
        memory = getattr(self, slot)
        if memory:
            checks.fits(slot, memory, arrays)
        else:
            for name, own in arrays.items():
                memory[name] = np.zeros_like(own[0])
        for name, own in arrays.items():
            own.append(memory[name])


class SGD(Optimizer):
    """Gradient descent, plain or with momentum μ: b ← μ b + g; θ ← θ − η b.

    `nesterov=True` steps with g + μ b instead (as in PyTorch). "SGD" because the
    gradient is usually that of a batch; given the full gradient it is gradient descent.

    Source: Polyak (1964); Sutskever, Martens, Dahl, Hinton (ICML 2013) for Nesterov's.

    Examples
    --------
    >>> sgd = SGD(learning_rate=0.1)
    >>> sgd.update({"x": 5.0}, {"x": 10.0})
    {'x': 4.0}
    """

    slots = ("velocity",)
    settings = {"momentum": checks.share, "nesterov": checks.flag}

    def __init__(self, learning_rate=0.01, momentum=0.0, nesterov=False):
        super().__init__(learning_rate)
        self.momentum = momentum
        self.nesterov = nesterov
        self.velocity = {}
        self.check_settings()

    def apply(self, theta, g, b, rate):
        b *= self.momentum
        b += g
        theta -= rate * (g + self.momentum * b if self.nesterov else b)

    def check_settings(self):
        super().check_settings()
        checks.nesterov(self.nesterov, self.momentum)


class AdaGrad(Optimizer):
    """AdaGrad: the cache is the *sum* of all g²; θ ← θ − η g / (√cache + ε).

    The sum only grows, so the effective rate η/√cache falls for ever.

    Source: Duchi, Hazan, Singer, JMLR 12:2121–2159 (2011).

    Examples
    --------
    >>> adagrad = AdaGrad(learning_rate=0.1)
    >>> print(f"{adagrad.update({'x': 5.0}, {'x': 10.0})['x']:.3f}")
    4.900
    """

    slots = squares = ("cache",)
    settings = {"epsilon": checks.epsilon}

    def __init__(self, learning_rate=0.01, epsilon=1e-8):
        super().__init__(learning_rate)
        self.epsilon = epsilon
        self.cache = {}
        self.check_settings()

    def apply(self, theta, g, cache, rate):
        cache += np.square(g)
        theta -= rate * (g / (np.sqrt(cache) + self.epsilon))


class RMSprop(Optimizer):
    """RMSprop: v ← ρ v + (1−ρ) g²; θ ← θ − η g / (√v + ε), for each number by itself.

    Parameters
    ----------
    learning_rate : float, or a function of the step (0 for the first update); η > 0
    decay_rate : float in [0, 1); ρ, the share of v that is kept
    epsilon : float > 0; ε, outside the root as in PyTorch (Keras, Optax: inside)

    `cache` holds v, an array per name. The first step is η/√(1−ρ) where |g| ≫ ε, since
    v starts at 0 and is not corrected for it.

    Source: Tieleman & Hinton, *Neural Networks for Machine Learning*, lecture 6e,
    slide 29 (2012).

    Examples
    --------
    >>> optimizer = RMSprop(learning_rate=0.01)
    >>> params = {"w": np.array([1.0, 2.0]), "b": np.array([0.5])}
    >>> grads = {"w": np.array([0.1, -200.0]), "b": np.array([0.0])}
    >>> params = optimizer.update(params, grads)
    >>> print(params["w"].round(4), optimizer.cache["w"].round(4))
    [0.9684 2.0316] [1.e-03 4.e+03]
    """

    slots = squares = ("cache",)
    settings = {"decay_rate": checks.share, "epsilon": checks.epsilon}

    def __init__(self, learning_rate=0.01, decay_rate=0.9, epsilon=1e-8):
        super().__init__(learning_rate)
        self.decay_rate = decay_rate
        self.epsilon = epsilon
        self.cache = {}
        self.check_settings()

    def apply(self, theta, g, v, rate):
        v *= self.decay_rate
        v += (1 - self.decay_rate) * np.square(g)
        theta -= rate * (g / (np.sqrt(v) + self.epsilon))


class Adam(Optimizer):
    """Adam: running means m of g and v of g², divided by 1 − βᵗ at step t = 1, 2, ….

    θ ← θ − η m̂ / (√v̂ + ε) with m̂ = m/(1−β₁ᵗ), v̂ = v/(1−β₂ᵗ).

    Source: Kingma & Ba, ICLR 2015, arXiv 1412.6980, algorithm 1.

    Examples
    --------
    >>> adam = Adam(learning_rate=0.1)
    >>> print(f"{adam.update({'x': 5.0}, {'x': 10.0})['x']:.3f}")
    4.900
    """

    slots, squares = ("m", "v"), ("v",)
    settings = {
        "beta1": checks.share,
        "beta2": checks.share,
        "epsilon": checks.epsilon,
    }

    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        super().__init__(learning_rate)
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.m, self.v = {}, {}
        self.check_settings()

    def apply(self, theta, g, m, v, rate):
        t = self.step + 1
        m[...] = self.beta1 * m + (1 - self.beta1) * g
        v[...] = self.beta2 * v + (1 - self.beta2) * np.square(g)
        root = np.sqrt(v / (1 - self.beta2**t)) + self.epsilon
        theta -= rate / (1 - self.beta1**t) * (m / root)


class AdamW(Adam):
    """Adam with decoupled weight decay λ: θ ← θ − η λ θ, and then Adam's step.

    If λθ were added to the gradient instead, it would be divided by √v̂ like the rest of
    it, and weights with large gradients would hardly decay.

    Source: Loshchilov & Hutter, ICLR 2019, arXiv 1711.05101, algorithm 2.

    Examples
    --------
    >>> adamw = AdamW(learning_rate=0.1, weight_decay=0.5)
    >>> print(f"{adamw.update({'x': 5.0}, {'x': 10.0})['x']:.3f}")
    4.650
    """

    settings = {**Adam.settings, "weight_decay": checks.decay}

    def __init__(
        self,
        learning_rate=0.001,
        beta1=0.9,
        beta2=0.999,
        epsilon=1e-8,
        weight_decay=0.01,
    ):
        self.weight_decay = weight_decay  # before Adam checks all the settings
        super().__init__(learning_rate, beta1, beta2, epsilon)

    def apply(self, theta, g, m, v, rate):
        theta -= rate * self.weight_decay * theta
        super().apply(theta, g, m, v, rate)


def linear_decay(learning_rate, steps):
    """Return a rate that falls in a straight line from η at step 0 to 0 at `steps`.

    It is a function of the step, for `learning_rate` of an optimizer. An update at
    `steps` or later raises ValueError, since a rate has to be above 0.

    Examples
    --------
    >>> rate = linear_decay(0.1, steps=4)
    >>> [round(rate(step), 3) for step in range(4)]
    [0.1, 0.075, 0.05, 0.025]
    """
    learning_rate = checks.rate("learning_rate", learning_rate)
    steps = checks.whole("steps", steps, 1)
    return lambda step: learning_rate * max(0.0, 1 - step / steps)


BLOCK = 3 * 2**18  # bytes: a few blocks of that fit the processor's fast memory


def _blocks(arrays):
    """Return the arrays cut into blocks, as views: a list of lists.

    An operation on a long array fetches it from memory and sends it back, and `apply`
    has several; a block stays in the processor's fast memory from the first to the
    last. Each number has a step of its own, so the result is the same. Arrays whose
    numbers lie in different orders in memory are not cut.
    """
    first = arrays[0]
    if first.nbytes <= BLOCK or not _alike(arrays):
        return [arrays]
    flat = [array.ravel(order="K") for array in arrays]  # views, in the memory's order
    size = BLOCK // first.itemsize
    return [
        [array[start : start + size] for array in flat]
        for start in range(0, first.size, size)
    ]


def _alike(arrays):
    """Return whether all arrays are without gaps, and in the same order, in memory.

    The gradient has no gaps: a view is copied before (`checks.params_and_grads`).
    """
    return all(a.strides == arrays[0].strides for a in arrays)


# For speed alone; nothing reads this array. The C library hands large pieces of memory
# back to the system and asks for new ones, which can take longer than to calculate in
# them. Having seen one of this size come back, it keeps all up to this size (glibc's
# M_MMAP_THRESHOLD adapts).
np.empty(2**24, np.uint8)
