"""Results as they are compared: parts with a path, arrays of floats, said in words."""

import inspect
from collections.abc import Iterator

import numpy as np

LINE = 70  # characters of a value that is shown


class Unlike(ValueError):
    """A result is not built as it should be."""


def parts(value, example):
    """Return {path: array of floats} of a result that is built like `example`.

    `example` is a number, an array, or a tuple or dict of them; a path is a tuple of
    names and numbers. A list or a generator does for a tuple or an array, an array of
    one number for a number, and a dict may have further names. The arrays have any
    shape.

    Raises Unlike if it is built differently; the message says what has come.

    Examples
    --------
    >>> parts([1, [2, 3]], (0.0, np.zeros(2)))
    {(0,): array(1.), (1,): array([2., 3.])}
    >>> parts(3, {"w": 0.0})
    Traceback (most recent call last):
    rmsprop_lib.exercises.results.Unlike: it returns a number
    """
    if isinstance(value, Iterator):
        value = list(value)
    if isinstance(example, dict):
        if not isinstance(value, dict):
            raise Unlike(f"it returns {described(value)}")
        if missing := [name for name in example if name not in value]:
            loop = ". Is your `return` inside the loop?" if len(value) == 1 else ""
            names = " and no ".join(map(short, missing[:3]))
            raise Unlike(f"there is no {names} in it{loop}")
        pieces = {name: (value[name], part) for name, part in example.items()}
    elif isinstance(example, tuple):
        if isinstance(value, (str, bytes, dict, set, frozenset)):
            raise Unlike(f"it returns {described(value)}")
        try:
            given = tuple(value)
        except TypeError:
            raise Unlike(f"it returns {described(value)}") from None
        if len(given) != len(example):
            raise Unlike(
                f"it returns {described(value)}, and {len(example)} results are "
                "expected"
            )
        pieces = dict(enumerate(zip(given, example, strict=True)))
    else:
        array = _array(value)
        if array.size == 1 and not isinstance(example, np.ndarray):
            array = array.reshape(())  # one number, in however many brackets
        return {(): array}
    found = {}
    for name, (piece, part) in pieces.items():
        try:
            inner = parts(piece, part)
        except Unlike as error:
            what = str(error)
            is_it = " is " if what.startswith("it returns ") else ": "
            what = what.removeprefix("it returns ")
            raise Unlike(f"{named((name,))}{is_it}{what}") from None
        found |= {(name, *path): array for path, array in inner.items()}
    return found


def _array(value):
    try:
        array = np.asarray(value)
        if array.dtype.kind not in "biufO" or isinstance(value, (str, bytes)):
            raise TypeError
        return np.array(value, dtype=float)
    except Exception:  # whatever an object of the reader's may raise
        raise Unlike(f"it returns {described(value)}") from None


def is_safe(value):
    """Return whether no method that a reader wrote is called by looking at a value.

    Examples
    --------
    >>> is_safe([1, np.ones(2)]), is_safe(np.array([Ellipsis], dtype=object))
    (True, False)
    """
    if type(value) in (list, tuple, set, frozenset):
        return all(map(is_safe, value))
    if type(value) is dict:
        return all(map(is_safe, (*value, *value.values())))
    if type(value) is np.ndarray:
        return value.dtype.kind in "biufcSU"
    if type(value) is range:  # an array of it may need days
        return False
    return type(value).__module__ in ("builtins", "numpy")


def described(value):
    """Return in words what kind of thing a value is.

    Examples
    --------
    >>> described(np.zeros((2, 3))), described([1, 2]), described({"w": 1})
    ('an array of shape (2, 3)', 'a list of 2 things', "a dict with 'w'")
    """
    if isinstance(value, dict):
        names = ", ".join(short(name) for name in value)
        return f"a dict with {names[:60]}" if names else "an empty dict"
    if isinstance(value, (tuple, list)):
        things = "thing" if len(value) == 1 else "things"
        return f"a {type(value).__name__} of {len(value)} {things}"
    if isinstance(value, (str, bytes)):
        return "text"
    if isinstance(value, np.ndarray) and value.ndim:
        return f"an array of shape {value.shape}"
    if isinstance(value, (bool, int, float, np.generic, np.ndarray)):
        of_numpy = isinstance(value, (np.generic, np.ndarray))
        complex_one = of_numpy and np.iscomplexobj(value)
        return "a complex number" if complex_one else "a number"
    if value is None:
        return "None"
    if callable(value):
        return "a function or class" if hasattr(value, "__name__") else "an object"
    return f"an object of the type {type(value).__name__}"


def contents(value):
    """Return `described(value)`, and of a short tuple what is in it.

    Examples
    --------
    >>> contents((1.0, {"w": 1}))
    "a tuple of 2 things: a number and a dict with 'w'"
    """
    text = described(value)
    if not isinstance(value, (tuple, list)) or not 1 < len(value) < 4:
        return text
    *others, last = [described(one) for one in value]
    return f"{text}: {', '.join(others)} and {last}"


def differs(came, due):
    """Return where two arrays of one shape differ by over 1e-4 of the largest."""
    largest = np.abs(due[np.isfinite(due)]).max(initial=0.0)
    return ~np.isclose(came, due, rtol=1e-4, atol=1e-4 * largest, equal_nan=True)


def close(came, due):
    """Return whether two arrays are the same in shape and, nearly, in numbers."""
    return came.shape == due.shape and not differs(came, due).any()


def named(path):
    """Return in words which part of the result a path leads to."""
    if not path:
        return "what your function returns"
    words = [
        f"number {step + 1} of what you return" if isinstance(step, int) else str(step)
        for step in path
    ]
    return ", ".join(words)


def difference(given, expected, case, names):
    """Return in words which number differs first, and what is to be there instead.

    `given` and `expected` are parts of the result of one case; its arguments have these
    `names`.
    """
    path = next(p for p in expected if not close(given[p], expected[p]))
    came, due = given[path], expected[path]
    if came.shape != due.shape:
        return wrong_shape(path, came, due)
    where = named(path)
    if due.size > 4:  # too many to be shown
        place = tuple(map(int, np.argwhere(differs(came, due))[0]))
        came, due = came[place], due[place]
        where += " at the place " + ", ".join(map(str, place)) + ","
    return (
        f"for {arguments(case, names)} {where} is {short(came)}; expected {short(due)}"
    )


def arguments(case, names):
    """Return in words the arguments of a case; of large ones, names and shapes.

    Examples
    --------
    >>> arguments((0.5, np.zeros(2)), ["rate", "theta"])
    'the arguments (0.5, [0.0, 0.0])'
    >>> arguments((0.5, np.zeros((20, 9))), ["rate", "theta"])
    '`rate` = 0.5, `theta` of the shape (20, 9),'
    """
    text = short(case)
    if not text.endswith("…"):
        return f"the arguments {text}"
    words = []
    for name, value in zip(names, case, strict=True):
        if isinstance(value, np.ndarray) and value.size > 4:
            words.append(f"`{name}` of the shape {value.shape}")
        elif not callable(value):
            known = short(value)
            known = described(value) if known.endswith("…") else known
            words.append(f"`{name}` = {known}")
    listed = ", ".join(words)
    return f"{listed}," if len(listed) < 160 else f"the arguments {text}"


def wrong_shape(path, came, due):
    """Return in words which shape came, and which is expected."""

    def shape(array):
        if array.ndim == 0:
            return "is a single number"
        if array.ndim == 1:
            return f"holds {len(array)} number{'' if len(array) == 1 else 's'}"
        return f"has the shape {array.shape}"

    if came.ndim == due.ndim or 0 in (came.ndim, due.ndim):
        first, then = shape(came), shape(due)
    else:
        first, then = f"has the shape {came.shape}", f"has the shape {due.shape}"
    then = then.removeprefix("is ").removeprefix("holds ").removeprefix("has ")
    text = f"{named(path)} {first}; {then} would be right"
    if came.size == due.size and np.allclose(
        came.ravel(), due.ravel(), rtol=1e-4, equal_nan=True
    ):
        text += ", with the same numbers in it"
    return text


def same(given, expected):
    """Return whether the parts of all results are close."""
    return all(
        close(result[path], right[path])
        for result, right in zip(given, expected, strict=True)
        for path in right
    )


def untouched(now, was, rtol=0.0):
    """Return whether an argument is what it was: to the last bit, or to `rtol`."""
    if isinstance(was, dict):
        return set(now) == set(was) and all(
            untouched(now[name], was[name], rtol) for name in was
        )
    if isinstance(was, (tuple, list)):
        return len(now) == len(was) and all(
            untouched(*pair, rtol) for pair in zip(now, was, strict=True)
        )
    if callable(was) or isinstance(was, str):
        return True
    now, was = np.asarray(now), np.asarray(was)
    if now.shape != was.shape or now.dtype.kind != was.dtype.kind:
        return False
    # a NaN that was given is no change
    return np.allclose(now, was, rtol=rtol, atol=0, equal_nan=was.dtype.kind == "f")


def names_of_arguments(function, case, skip=0):
    """Return the names of a function's arguments, or their numbers."""
    try:
        names = list(inspect.signature(function).parameters)[skip:]
    except (TypeError, ValueError):
        names = []
    if len(names) < len(case):
        names = [f"argument {n + 1}" for n in range(len(case))]
    return names[: len(case)]


def short(value):
    """Return a repr that fits a line.

    Examples
    --------
    >>> short((np.array([1.0, 2 / 3]), len))
    '([1.0, 0.6667], len)'
    """
    try:
        text = repr(_rounded(value))
    except Exception:
        return described(value)
    return text if len(text) <= LINE else text[: LINE - 3] + "…"


class _Name:
    def __init__(self, function):
        name = getattr(function, "__name__", type(function).__name__)
        self.name = "a function" if name == "<lambda>" else name

    def __repr__(self):
        return self.name


def _rounded(value):
    """Return numbers with four digits; of a long sequence, more than a line shows."""
    if isinstance(value, np.ndarray):
        some = value[:LINE] if value.ndim else value
        return _rounded(list(some) if value.ndim > 1 else some.tolist())
    if isinstance(value, (float, np.floating)):
        return float(f"{value:.4g}")
    if isinstance(value, np.generic):
        return value.item()
    if type(value) in (tuple, list):
        return type(value)(_rounded(part) for part in value[:LINE])
    if isinstance(value, dict):
        return {name: _rounded(part) for name, part in value.items()}
    return _Name(value) if callable(value) else value
