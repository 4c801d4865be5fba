"""What bad input gets: each kind of check once, for the whole library.

A check returns its value, converted where that is harmless, or raises a TypeError or a
ValueError that names the parameter, what was given and what is expected. The checks
change nothing, and they come first: whoever is refused finds everything as it was.
"""

import contextlib
import itertools
import math
import numbers
import sys
from collections.abc import Mapping, Set

import numpy as np

NUMBERS = (float, int, np.floating, np.integer)  # arrays know no Fraction
FLOATS = (np.dtype(np.float32), np.dtype(np.float64))
TINY, HUGE = float(np.finfo(np.float32).tiny), float(np.finfo(np.float32).max)


def refused(name, given, expected, error=ValueError):
    """Return the error that says it, to be raised."""
    return error(f"{name}: {given} was given; expected {expected}")


def kind(value):
    """Return in words what a value is: "an array of int64", "NoneType"."""
    if type(value) is np.ndarray:
        return f"an array of {value.dtype}"
    return type(value).__name__


def listed(names):
    """Return names in an order that does not depend on chance."""
    return sorted(names, key=str)


# ---- numbers -------------------------------------------------------------------------


def is_number(value):
    return isinstance(value, NUMBERS) and not isinstance(value, bool)


def number(name, value, expected="a finite number"):
    """Return a finite number as a float."""
    if not is_number(value):
        raise refused(name, kind(value), expected, TypeError)
    try:
        value = float(value)
    except OverflowError as error:
        raise refused(name, "an integer beyond any float", expected) from error
    if not math.isfinite(value):
        raise refused(name, value, expected)
    return value


def positive(name, value, least=0.0, most=sys.float_info.max):
    """Return a finite number above 0 as a float."""
    if type(value) is float and 0 < value and least <= value <= most:  # nearly always
        return value
    found = number(name, value, "a finite number above 0")
    if found <= 0:
        raise refused(name, value, "a finite number above 0")
    if not least <= found <= most:
        lower = f"from {least:.2g}" if least else "above 0"
        raise refused(name, f"{found:g}", f"a number {lower} to {most:.2g}")
    return found


def rate(name, value):
    """Return a learning rate, finite as a float32, too: ∞ · 0 would be NaN."""
    return positive(name, value, most=HUGE)


def epsilon(name, value):
    """Return an ε, above 0 and finite as a float32, too: 0 / 0 would be NaN."""
    return positive(name, value, TINY, HUGE)


def share(name, value):
    """Return a number in [0, 1) as a float."""
    if type(value) is float and 0 <= value < 1:
        return value
    found = number(name, value, "a number in [0, 1)")
    if not 0 <= found < 1:
        raise refused(name, value, "a number in [0, 1)")
    return found


def decay(name, value):
    """Return a finite number, 0 or more, as a float."""
    if is_number(value) and value <= 0:
        if value < 0:
            raise refused(name, value, "a finite number, 0 or more")
        return 0.0
    return rate(name, value)


def whole(name, value, least=0):
    """Return a whole number as an int."""
    if not isinstance(value, numbers.Integral) or isinstance(value, bool):
        raise refused(name, repr(value), f"a whole number, {least} or more")
    if value < least:
        raise refused(name, value, f"a whole number, {least} or more")
    return int(value)


def wholes(name, values, at_least):
    """Return a tuple or list of whole numbers above 0, at least so many, as ints."""
    expected = f"at least {at_least} whole numbers above 0"
    if not isinstance(values, (tuple, list)) or len(values) < at_least:
        raise refused(name, repr(values), expected)
    return tuple(whole(f"{name}[{i}]", value, 1) for i, value in enumerate(values))


def flag(name, value):
    """Return True or False."""
    if not isinstance(value, (bool, np.bool_)):
        raise refused(name, repr(value), "True or False", TypeError)
    return bool(value)


def nesterov(value, momentum):
    """Raise if Nesterov's step is asked for and there is no momentum."""
    if value and not momentum:
        raise ValueError(
            "nesterov: True was given with momentum 0; expected a momentum above 0"
        )


def choice(name, value, options):
    """Return one of the options."""
    if not isinstance(value, str) or value not in options:
        raise refused(name, repr(value), " or ".join(map(repr, options)))
    return value


def float_type(name, value):
    """Return float32 or float64 as a dtype."""
    try:
        found = np.dtype(value) if value is not None else None
    except TypeError:
        found = None
    if found is None or found not in FLOATS:  # None equals the dtype float64
        raise refused(name, repr(value), "float32 or float64")
    return found


# ---- functions and lists -------------------------------------------------------------


def function(name, value):
    """Raise unless it can be called."""
    if not callable(value):
        raise refused(name, repr(value), "a function", TypeError)


def in_order(name, values):
    """Return values that stand in an order, at least one, as a list."""
    with contextlib.suppress(TypeError):  # a number, or an array of no dimension
        if not isinstance(values, (str, bytes, Mapping, Set)):
            values = list(values)
            if values:
                return values
    raise refused(name, repr(values), "a list, such as [1, 2]")


# ---- arrays --------------------------------------------------------------------------


def is_plain(value):
    """Tell a plain array from its subclasses: a mask or a matrix has its own rules.

    A memory map is plain, too: only its memory is elsewhere.
    """
    return type(value) is np.ndarray or type(value) is np.memmap


def array(name, value, kinds, expected):
    """Return a plain array whose dtype is of one of the kinds, such as "f" or "iu"."""
    if not is_plain(value) or value.dtype.kind not in kinds:
        raise refused(name, kind(value), expected, TypeError)
    return value


def real(name, value):
    """Return a number, or a plain array of numbers, as float32 or float64."""
    if isinstance(value, np.float32):
        return value
    if is_plain(value):
        if value.dtype in FLOATS:
            return value
        if value.dtype.kind in "iu":  # whose squares could overflow
            return value.astype(float)
    if not is_number(value):
        expected = "a number or an array of float32 or float64"
        raise refused(name, kind(value), expected, TypeError)
    try:
        return float(value)
    except OverflowError as error:
        raise ValueError(f"{name}: an integer beyond any float was given") from error


def same_shape(name, value, like, of):
    if np.shape(value) != np.shape(like):
        expected = f"the shape of {of}, {np.shape(like)}"
        raise refused(name, f"shape {np.shape(value)}", expected)


def quickly_finite(values):
    """Tell in one pass whether the sum of squares is finite; if not, look closer."""
    flat = values.ravel(order="K")
    return math.isfinite(np.vdot(flat, flat))


def finite(name, values, squared=False, rows=False):
    """Raise unless all numbers, and their squares if asked for, are finite.

    `rows` says that the first axis counts examples: then the first bad one is named.
    """
    if quickly_finite(np.asarray(values)):
        return
    with np.errstate(over="ignore"):
        if not np.isfinite(values).all():
            if not rows:
                raise refused(name, "NaN or infinity", "finite numbers")
            given = f"NaN or infinity in row {first(~np.isfinite(values))[0]}"
            raise refused(name, given, f"finite numbers that {values.dtype} can hold")
        if squared and not np.isfinite(np.square(values)).all():
            largest, dtype = np.abs(values).max(), np.asarray(values).dtype
            expected = f"numbers whose squares are finite in {dtype}"
            raise refused(name, f"{largest:.3g}", expected)


def examples(name, X, columns, dtype, kinds="f"):
    """Return rows of numbers, (n, columns), as finite numbers of a float type."""
    words = "an array of floats (scale pixels first)"
    array(name, X, kinds, words if kinds == "f" else "an array of numbers")
    if X.ndim != 2 or X.shape[1] != columns or len(X) == 0:
        raise refused(name, f"shape {X.shape}", f"(n, {columns}), n above 0")
    with np.errstate(over="ignore"):  # found and named below
        X = X.astype(dtype, copy=False)
    finite(name, X, rows=True)
    return X


def tokens(name, X, size):
    """Return rows of tokens, (n, time): words, from 1 to size − 1, then padding, 0."""
    array(name, X, "iu", "an array of integers")
    if X.ndim != 2 or 0 in X.shape:
        raise refused(name, f"shape {X.shape}", "(texts, words), both above 0")
    bad = (X < 0) | (X >= size)
    if bad.any():
        row, column = first(bad)
        raise refused(name, f"token {X[row, column]} in row {row}", f"0 to {size - 1}")
    there = X != 0
    if not there[:, 0].all() or (there[:, 1:] > there[:, :-1]).any():
        empty = ~there.any(axis=1)
        if empty.any():
            given = f"row {first(empty)[0]} of padding alone"
            raise refused(name, given, "a word in each row")
        late = np.diff(there, axis=1, prepend=True) & there
        given = f"padding (0) before a word in row {first(late)[0]}"
        raise refused(name, given, "padding only after the words of a row")
    return X


def first(found):
    """Return the index of the first True."""
    return np.unravel_index(found.argmax(), found.shape)


def squares(name, values):
    """Raise unless all numbers are 0 or more: a mean, or a sum, of squares."""
    if not np.all(np.asarray(values) >= 0):
        raise refused(name, "a negative number or NaN", "squares, all 0 or more")


def classes(name, y, rows, number_of_classes):
    """Return the classes of so many rows, as an array of integers."""
    array(name, y, "iu", "an array of integers")
    if y.shape != (rows,):
        raise refused(name, f"shape {y.shape}", f"({rows},)")
    bad = (y < 0) | (y >= number_of_classes)
    if bad.any():
        (row,) = first(bad)
        raise refused(
            name, f"class {y[row]} in row {row}", f"0 to {number_of_classes - 1}"
        )
    return y


def answers(name, y, rows):
    """Return the answers of so many rows, 0 or 1, of shape (rows, 1)."""
    array(name, y, "biuf", "an array of 0 and 1")
    if y.shape != (rows, 1):
        raise refused(name, f"shape {y.shape}", f"({rows}, 1)")
    bad = (y != 0) & (y != 1)
    if bad.any():
        row = first(bad)[0]
        raise refused(name, f"{y[row, 0]} in row {row}", "0 or 1")
    return y


def scores(z):
    """Raise unless a network's scores are finite."""
    if not np.isfinite(z).all():
        raise ValueError(
            "params: the scores of X are not finite; expected finite parameters and "
            f"sums of products that {z.dtype} can hold"
        )


def small_step(name, h, theta):
    """Raise unless h is a number above 0 that changes every entry of θ."""
    positive(name, h)
    if np.any(theta + h == theta) or np.any(theta - h == theta):
        expected = "one that changes each parameter, such as 1e-5"
        raise refused(name, f"{h:g}", expected)


# ---- what belongs together -----------------------------------------------------------


def update(param, grad, cache, learning_rate, decay_rate, epsilon_):
    """Return what `rmsprop_update` is given, as floats and arrays of floats."""
    param, grad, cache = real("param", param), real("grad", grad), real("cache", cache)
    same_shape("grad", grad, param, "param")
    if np.shape(cache) != ():
        same_shape("cache", cache, param, "param")
    finite("grad", grad, squared=True)
    squares("cache", cache)
    learning_rate = rate("learning_rate", learning_rate)
    decay_rate = share("decay_rate", decay_rate)
    return param, grad, cache, learning_rate, decay_rate, epsilon("epsilon", epsilon_)


def dict_of_arrays(name, value):
    if not isinstance(value, dict):
        raise refused(name, kind(value), "a dict of arrays", TypeError)
    if not value:
        raise refused(name, "an empty dict", "at least one array")


def same_names(name, value, like):
    """Raise unless two dicts have the same names."""
    if value.keys() != like.keys():
        missing, extra = like.keys() - value.keys(), value.keys() - like.keys()
        also = f"(missing: {listed(missing)}, unexpected: {listed(extra)})"
        raise refused(name, f"names {listed(value)}", f"{listed(like)} {also}")


def params_and_grads(params, grads, squared):
    """Return {name: [θ, g]}, arrays of one float type and shape, no two θ in one place.

    θ is the array that was given, a Python number as a new one; g is converted to its
    type. Gradients are finite and, if `squared`, their squares are, too.
    """
    dict_of_arrays("params", params)
    if not isinstance(grads, dict):
        raise refused("grads", kind(grads), "a dict of arrays", TypeError)
    if params.keys() != grads.keys():
        same_names("grads", grads, params)
    arrays, owners, views = {}, set(), False
    for name, theta in params.items():
        arrays[name] = _pair(name, theta, grads[name], squared)
        theta = arrays[name][0]
        owners.add(id(theta))
        views = views or theta.base is not None
    if views or len(owners) < len(arrays):  # else each has memory of its own
        no_shared_memory("params", {name: own[0] for name, own in arrays.items()})
    for own in arrays.values():
        if views or own[1].base is not None or id(own[1]) in owners:
            own[1] = own[1].copy()  # or another parameter's step would change it
    return arrays


def no_shared_memory(label, arrays):
    """Raise if two names share numbers, which would then be changed twice."""
    for (one, a), (other, b) in itertools.combinations(arrays.items(), 2):
        if np.shares_memory(a, b):
            given = "one array" if a is b else "arrays that share memory"
            expected = "an array for each name (add their gradients, under one name)"
            raise refused(label, f"{given} under {one!r} and {other!r}", expected)


def _pair(name, theta, g, squared):
    if not (is_plain(theta) and theta.dtype in FLOATS):
        if not is_number(theta):
            expected = "a number or an array of float32 or float64"
            raise refused(f"params[{name!r}]", kind(theta), expected, TypeError)
        theta = np.array(real(f"params[{name!r}]", theta))
    if not theta.flags.writeable:
        expected = "one that may be changed in place"
        raise refused(f"params[{name!r}]", "a read-only array", expected)
    if not (is_plain(g) and g.dtype.kind == "f"):
        if not is_number(g):
            expected = "a number or an array of floats"
            raise refused(f"grads[{name!r}]", kind(g), expected, TypeError)
        g = np.array(real(f"grads[{name!r}]", g))
    if g.shape != theta.shape:
        same_shape(f"grads[{name!r}]", g, theta, "the parameter")
    if g.dtype != theta.dtype:
        with np.errstate(over="ignore"):  # found and named below
            g = g.astype(theta.dtype)
    if not quickly_finite(g):  # else the name's text, which takes its time, is not made
        finite(f"grads[{name!r}]", g, squared)
    return [theta, g]


def parameters(params, shapes, dtype):
    """Raise unless a network's parameters are still of its names, shapes and type."""
    dict_of_arrays("params", params)
    same_names("params", params, shapes)
    for name, shape in shapes.items():
        theta = params[name]
        if not is_plain(theta) or theta.shape != shape or theta.dtype != dtype:
            given = kind(theta)
            if is_plain(theta):
                given = f"{theta.dtype} {theta.shape}"
            raise refused(f"params[{name!r}]", given, f"{dtype} {shape}")


def gradients(params, grads):
    """Raise unless there is a finite gradient, of its shape, for each float64 array."""
    dict_of_arrays("params", params)
    same_names("grads", grads, params)
    for name, theta in params.items():
        if not is_plain(theta) or theta.dtype != np.float64:
            raise refused(f"params[{name!r}]", kind(theta), "an array of float64")
        same_shape(f"grads[{name!r}]", grads[name], theta, "the parameter")
        finite(f"grads[{name!r}]", grads[name])


def fits(slot, memory, arrays):
    """Raise unless what was remembered has the parameters' names, shapes and types."""
    if memory.keys() != arrays.keys():
        expected = f"{listed(memory)}, as in the updates before"
        raise refused("params", f"names {listed(arrays)}", expected)
    for name, (theta, *_) in arrays.items():
        v = memory[name]
        if v.shape != theta.shape or v.dtype != theta.dtype:
            expected = f"{v.dtype} {v.shape}, as before"
            given = f"{theta.dtype} {theta.shape}"
            raise refused(f"params[{name!r}]", given, expected)


def state(given, optimizer):
    """Return the step and copies of the arrays of an optimizer's `state_dict`.

    An infinite sum of squares is kept: AdaGrad's may have overflowed.
    """
    slots, owner = optimizer.slots, type(optimizer).__name__
    if not isinstance(given, dict) or set(given) != {"step", *slots}:
        what = listed(given) if isinstance(given, dict) else kind(given)
        raise ValueError(
            f"state: {what} was given; {owner} expects {sorted({'step', *slots})}"
        )
    step = whole("state['step']", given["step"])
    for slot in slots:
        if not isinstance(given[slot], dict):
            raise refused(f"state[{slot!r}]", kind(given[slot]), "a dict of arrays")
        if given[slot].keys() != given[slots[0]].keys():
            names = {slot: listed(given[slot]) for slot in slots}
            raise ValueError(f"state: names that differ were given: {names}")
        for name, v in given[slot].items():
            label = f"state[{slot!r}][{name!r}]"
            if not is_plain(v) or v.dtype not in FLOATS:
                raise refused(label, kind(v), "an array of float32 or float64")
            if slot in optimizer.squares:
                squares(label, v)
            else:
                finite(label, v)
    copies = {s: {name: np.array(v) for name, v in given[s].items()} for s in slots}
    return step, copies


def rows(name, X, y):
    """Raise unless X and y are plain arrays of as many rows, at least one."""
    for part in (X, y):
        if not is_plain(part):
            expected = "arrays of rows and of classes"
            raise refused(name, kind(part), expected, TypeError)
    n, m = ((*part.shape, 0)[0] for part in (X, y))
    if n != m or n == 0:
        raise ValueError(
            f"{name}: {n} rows and {m} classes were given; expected as many of one as "
            "of the other, and at least one"
        )


def clipping(grads, largest):
    """Raise unless gradients may be scaled in place to a norm of `largest`."""
    positive("largest", largest)
    dict_of_arrays("grads", grads)
    for name, g in grads.items():
        if not is_plain(g) or g.dtype not in FLOATS:
            expected = "an array of float32 or float64"
            raise refused(f"grads[{name!r}]", kind(g), expected, TypeError)
        if not g.flags.writeable:
            raise ValueError(f"grads[{name!r}]: a read-only array was given")
    no_shared_memory("grads", grads)


def runs(run, grid, seeds, n_jobs):
    """Return the settings and the seeds of a sweep, as lists: of dicts, of ints."""
    function("run", run)
    if isinstance(grid, Mapping):
        values = [in_order(f"grid[{name!r}]", grid[name]) for name in grid]
        grid = [dict(zip(grid, row, strict=True)) for row in itertools.product(*values)]
    settings = in_order("grid", grid)
    for point in settings:
        if not (isinstance(point, Mapping) and all(isinstance(k, str) for k in point)):
            raise refused("grid", repr(point), "a dict of settings")
        if "seed" in point:
            raise refused("grid", "'seed'", "it in seeds=[…]")
    seeds = [whole("seeds", seed) for seed in in_order("seeds", seeds)]
    if not isinstance(n_jobs, numbers.Integral) or n_jobs == 0:
        raise refused("n_jobs", repr(n_jobs), "1, 2, … or -1")
    return settings, seeds


def start(objective, value):
    """Return where to start, a new array of floats of shape (…, d)."""
    if isinstance(value, np.ma.MaskedArray):  # a masked number is none
        raise refused("start", kind(value), "numbers", TypeError)
    try:
        theta = np.array(value, dtype=float)
    except (TypeError, ValueError):
        raise refused("start", kind(value), "numbers", TypeError) from None
    d = len(objective.window)
    if theta.shape[-1:] != (d,):
        raise ValueError(
            f"start: shape {theta.shape} was given; {objective.name} expects {d} "
            f"coordinates, shape ({d},)"
        )
    finite("start", theta)
    return theta
