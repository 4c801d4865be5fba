"""The optimizers of the series. Read it from top to bottom; it needs NumPy alone.

Notation: θ parameters, g gradient, v the cache (a running mean of g²), η
`learning_rate`, ρ `decay_rate`, ε `epsilon`. Every class has the interface
`update(params, grads)`, where both arguments are dicts of arrays with the same names
and shapes.
"""

import math
import numbers
import threading

import numpy as np

BLOCK = 2**19  # bytes: a block of each array involved stays in the processor's cache
NUMBERS = (float, int, np.floating, np.integer)  # arrays know no Fraction
FLOATS = {np.dtype(np.float32), np.dtype(np.float64)}
TINY, HUGE = float(np.finfo(np.float32).tiny), float(np.finfo(np.float32).max)


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
    learning_rate = _positive("learning_rate", learning_rate)
    decay_rate = _fraction("decay_rate", decay_rate)
    epsilon = _positive("epsilon", epsilon)
    for name, value in (("param", param), ("grad", grad), ("cache", cache)):
        _check_real(name, value)
    if np.shape(param) != np.shape(grad):
        raise ValueError(
            f"grad: shape {np.shape(grad)} was given; expected the shape of "
            f"param, {np.shape(param)}"
        )
    if np.shape(cache) not in ((), np.shape(param)):
        raise ValueError(
            f"cache: shape {np.shape(cache)} was given; expected the shape of "
            f"param, {np.shape(param)}"
        )
    if not np.all(np.isfinite(grad)):
        raise ValueError("grad: NaN or infinity was given; expected finite numbers")
    if not np.all(np.asarray(cache) >= 0):
        raise ValueError(
            "cache: a negative number or NaN was given; a mean of squares is expected"
        )
    grad = 1.0 * grad  # an integer array's squares could overflow
    cache = decay_rate * cache + (1 - decay_rate) * np.square(grad)
    return param - learning_rate * (grad / (np.sqrt(cache) + epsilon)), cache


class Optimizer:
    """What the optimizers share: checks, state by parameter name, saving and loading.

    A subclass lists in `slots` the dicts of arrays that it remembers, and changes one
    array in place, a block at a time, in `_apply(theta, g, *state, work, rate)`, where
    `work` is scratch. `step` counts the updates made.
    """

    slots = ()

    def __init__(self, learning_rate):
        self.learning_rate = learning_rate
        self.step = 0
        for slot in self.slots:
            setattr(self, slot, {})
        if not callable(learning_rate):
            self._rate()
        self._check_settings()

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
        TypeError : something else than a dict, a number or a float array
        ValueError : names or shapes that differ, NaN or infinity, a setting out of
            range

        Then nothing has changed: neither the parameters nor the optimizer's state.
        """
        rate = self._rate()
        self._check_settings()
        arrays = _checked_arrays(params, grads, squared=self.squares_gradients)
        self._check_state(arrays)
        slots = [getattr(self, slot) for slot in self.slots]
        for name, (theta, g) in arrays.items():
            for slot in slots:
                if name not in slot:
                    slot[name] = self._new_state(theta)
            state = [slot[name] for slot in slots]
            for *block, work in _blocks(theta, g, *state):
                self._apply(*block, work, rate)
            if theta is not params[name]:  # a Python number
                params[name] = float(theta)
        self.step += 1
        return params

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
        optimizer, its arrays are no finite floats, or a mean of squares is negative.
        """
        expected = {"step", *self.slots}
        if not isinstance(state, dict) or set(state) != expected:
            given = _names(state) if isinstance(state, dict) else type(state).__name__
            raise ValueError(
                f"state: {given} was given; {type(self).__name__} expects "
                f"{sorted(expected)}"
            )
        if not isinstance(state["step"], numbers.Integral) or state["step"] < 0:
            raise ValueError(
                f"state['step']: {state['step']!r} was given; expected a whole "
                "number, 0 or more"
            )
        if not all(isinstance(state[slot], dict) for slot in self.slots):
            raise ValueError(f"state: expected dicts of arrays: {self.slots}")
        names = {slot: _names(state[slot]) for slot in self.slots}
        if any(names[slot] != names[self.slots[0]] for slot in self.slots):
            raise ValueError(f"state: names that differ were given: {names}")
        copies = {
            slot: {name: np.array(v) for name, v in state[slot].items()}
            for slot in self.slots
        }
        for slot, arrays in copies.items():
            for name, v in arrays.items():
                if v.dtype not in (np.float32, np.float64) or not np.isfinite(v).all():
                    raise ValueError(
                        f"state[{slot!r}][{name!r}]: {v.dtype} was given; "
                        "expected finite float32 or float64 numbers"
                    )
                if slot in ("cache", "v") and (v < 0).any():
                    raise ValueError(
                        f"state[{slot!r}][{name!r}]: {v.min():.3g} was given; expected "
                        "squares, 0 or more"
                    )
        self.step = int(state["step"])
        for slot, arrays in copies.items():
            setattr(self, slot, arrays)

    squares_gradients = True  # so that a gradient whose square overflows is refused

    def _rate(self):
        """Return η of the update to come, or raise."""
        if not callable(self.learning_rate):
            return _positive("learning_rate", self.learning_rate)
        return _positive(
            f"learning_rate (step {self.step})", self.learning_rate(self.step)
        )

    def _check_settings(self):
        """Raise if another setting is out of range (all may change between updates)."""

    def _new_state(self, theta):
        return np.zeros_like(theta)

    def _check_state(self, arrays):
        for slot in self.slots:
            state = getattr(self, slot)
            if state and state.keys() != arrays.keys():
                raise ValueError(
                    f"params: names {_names(arrays)} were given; expected "
                    f"{_names(state)}, as in the updates before"
                )
            for name, v in state.items():
                theta = arrays[name][0]
                if v.shape != theta.shape or v.dtype != theta.dtype:
                    raise ValueError(
                        f"params[{name!r}]: {theta.dtype} {theta.shape} was "
                        f"given; expected {v.dtype} {v.shape}, as before"
                    )


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
    squares_gradients = False

    def __init__(self, learning_rate=0.01, momentum=0.0, nesterov=False):
        self.momentum = momentum
        self.nesterov = nesterov
        super().__init__(learning_rate)

    def _check_settings(self):
        _fraction("momentum", self.momentum)
        if self.nesterov and not self.momentum:
            raise ValueError(
                "nesterov: True was given with momentum 0; expected a momentum above 0"
            )

    def _apply(self, theta, g, b, work, rate):
        b *= self.momentum
        b += g
        if self.nesterov:
            np.multiply(b, self.momentum, out=work)
            work += g
            work *= rate
        else:
            np.multiply(b, rate, out=work)
        theta -= work


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

    slots = ("cache",)

    def __init__(self, learning_rate=0.01, epsilon=1e-8):
        self.epsilon = epsilon
        super().__init__(learning_rate)

    def _check_settings(self):
        _positive("epsilon", self.epsilon)

    def _apply(self, theta, g, cache, work, rate):
        np.square(g, out=work)
        cache += work
        np.sqrt(cache, out=work)
        work += self.epsilon
        np.divide(g, work, out=work)
        work *= rate
        theta -= work


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

    slots = ("cache",)

    def __init__(self, learning_rate=0.01, decay_rate=0.9, epsilon=1e-8):
        self.decay_rate = decay_rate
        self.epsilon = epsilon
        super().__init__(learning_rate)

    def _check_settings(self):
        _fraction("decay_rate", self.decay_rate)
        _positive("epsilon", self.epsilon)

    def _apply(self, theta, g, cache, work, rate):
        np.square(g, out=work)
        work *= 1 - self.decay_rate
        cache *= self.decay_rate
        cache += work
        np.sqrt(cache, out=work)
        work += self.epsilon
        np.divide(g, work, out=work)
        work *= rate
        theta -= work


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

    slots = ("m", "v")

    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        super().__init__(learning_rate)

    def _check_settings(self):
        _fraction("beta1", self.beta1)
        _fraction("beta2", self.beta2)
        _positive("epsilon", self.epsilon)

    def _apply(self, theta, g, m, v, work, rate):
        t = self.step + 1
        np.multiply(g, 1 - self.beta1, out=work)
        m *= self.beta1
        m += work
        np.square(g, out=work)
        work *= 1 - self.beta2
        v *= self.beta2
        v += work
        np.divide(v, 1 - self.beta2**t, out=work)
        np.sqrt(work, out=work)
        work += self.epsilon
        np.divide(m, work, out=work)
        work *= rate / (1 - self.beta1**t)
        theta -= work


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
    learning_rate = _positive("learning_rate", learning_rate)
    if not isinstance(steps, numbers.Integral) or steps < 1:
        raise ValueError(
            f"steps: {steps!r} was given; expected a whole number, 1 or more"
        )
    return lambda step: learning_rate * max(0.0, 1 - step / steps)


class _Scratch(threading.local):
    """Memory to calculate in, one block for each thread, kept for the next update.

    The system takes its time to give out large pieces of memory; small ones are at
    hand. A line of the processor's cache starts at a multiple of 64 bytes.
    """

    def __init__(self):
        room = np.empty(BLOCK + 64, np.uint8)
        self.block = room[-room.ctypes.data % 64 :][:BLOCK]


_SCRATCH = _Scratch()


def _blocks(*arrays):
    """Return the arrays cut into blocks, as views, each with scratch of its size.

    A long array would travel to memory and back for each operation; a block stays in
    cache.
    """
    first = arrays[0]
    if first.nbytes <= BLOCK // 8 or not _aligned(arrays):
        return [(*arrays, np.empty_like(first))]
    flat = [array.ravel(order="K") for array in arrays]  # views, in the memory's order
    scratch = _SCRATCH.block[:BLOCK].view(first.dtype)
    size = scratch.size
    return [
        (*(a[start : start + size] for a in flat), scratch[: first.size - start])
        for start in range(0, first.size, size)
    ]


def _aligned(arrays):
    """Tell whether the same place in the memory of each holds the same element."""
    first = arrays[0]
    return first.flags.forc and all(a.strides == first.strides for a in arrays)


def _checked_arrays(params, grads, squared):
    """Return {name: (θ, g)} as arrays of one float type and shape, or raise."""
    for label, given in (("params", params), ("grads", grads)):
        if not isinstance(given, dict):
            raise TypeError(
                f"{label}: {type(given).__name__} was given; expected a dict of arrays"
            )
    if not params:
        raise ValueError("params: an empty dict was given; expected at least one array")
    if params.keys() != grads.keys():
        missing, extra = set(params) - set(grads), set(grads) - set(params)
        raise ValueError(
            f"grads: names {_names(grads)} were given; expected "
            f"{_names(params)} (missing: {_names(missing)}, unexpected: "
            f"{_names(extra)})"
        )
    return {name: _checked_pair(name, params, grads[name], squared) for name in params}


def _checked_pair(name, params, g, squared):
    theta = params[name]
    if not isinstance(theta, np.ndarray) or theta.dtype not in FLOATS:
        expected = "a number or an array of float32 or float64"
        theta = _number_as_array(f"params[{name!r}]", theta, expected)
    if not theta.flags.writeable:
        raise ValueError(
            f"params[{name!r}]: a read-only array was given; expected one that may be "
            "changed in place"
        )
    if not isinstance(g, np.ndarray) or g.dtype.kind != "f":
        expected = "a number or an array of floats"
        g = _number_as_array(f"grads[{name!r}]", g, expected)
    if g.shape != theta.shape:
        raise ValueError(
            f"grads[{name!r}]: shape {g.shape} was given; expected the shape of the "
            f"parameter, {theta.shape}"
        )
    if g.dtype != theta.dtype:
        with np.errstate(over="ignore"):  # found and named below
            g = g.astype(theta.dtype)
    flat = g.ravel(order="K")
    if not math.isfinite(np.vdot(flat, flat)):  # one quick pass; if not, look closer
        if not np.isfinite(g).all():
            raise ValueError(
                f"grads[{name!r}]: NaN or infinity was given; expected finite numbers"
            )
        with np.errstate(over="ignore"):
            overflow = not np.isfinite(np.square(g)).all()
        if squared and overflow:
            raise ValueError(
                f"grads[{name!r}]: {np.abs(g).max():.3g} was given; expected numbers "
                f"whose squares are finite in {g.dtype}"
            )
    for other in params.values():
        # Two arrays that own their memory share none, unless they are one.
        views = g.base is not None or getattr(other, "base", None) is not None
        if g is other or (views and np.may_share_memory(g, other)):
            g = g.copy()  # one parameter's step must not change another's gradient
    return theta, g


def _names(names):
    return sorted(names, key=str)


def _is_number(value):
    return isinstance(value, NUMBERS) and not isinstance(value, bool)


def _number_as_array(label, value, expected):
    if not _is_number(value):
        raise TypeError(f"{label}: {_kind(value)} was given; expected {expected}")
    return np.array(_as_float(label, value))


def _check_real(name, value):
    if isinstance(value, np.ndarray):
        real = value.dtype in (np.float32, np.float64) or value.dtype.kind in "iu"
    else:
        real = _is_number(value)
    if not real:
        raise TypeError(
            f"{name}: {_kind(value)} was given; expected a number or an array of floats"
        )
    if not isinstance(value, np.ndarray):
        _as_float(name, value)


def _as_float(label, value):
    try:
        return float(value)
    except OverflowError as error:
        raise ValueError(f"{label}: an integer beyond any float was given") from error


def _kind(value):
    if isinstance(value, np.ndarray):
        return f"an array of {value.dtype}"
    return type(value).__name__


def _positive(name, value):
    """Return `value` as a float if it is a finite number above 0."""
    if type(value) is float and TINY <= value <= HUGE:  # as nearly always: be quick
        return value
    if not _is_number(value):
        raise TypeError(f"{name}: {_kind(value)} was given; expected a number above 0")
    if not 0 < value < np.inf:
        raise ValueError(f"{name}: {value} was given; expected a finite number above 0")
    value = _as_float(name, value)
    # An ε that is 0 as a float32 would divide 0 by 0, an infinite rate multiply 0.
    least = TINY if name == "epsilon" else 0.0
    if not least <= value <= HUGE:
        raise ValueError(
            f"{name}: {value:g} was given; expected a number that float32 can hold, "
            f"from {TINY:.2g} to {HUGE:.2g}"
        )
    return value


def _fraction(name, value):
    """Return `value` as a float if it is in [0, 1)."""
    if type(value) is float and 0 <= value < 1:
        return value
    if not _is_number(value):
        raise TypeError(
            f"{name}: {_kind(value)} was given; expected a number in [0, 1)"
        )
    if not 0 <= value < 1:
        raise ValueError(f"{name}: {value} was given; expected a number in [0, 1)")
    return float(value)
