"""Checks that name the mistake: an answer is compared with what people really write.

A check is a table: the right answer, and for each plausible mistake the question that
helps. Every check prints one line, `✔ …` or `✗ …`, and returns nothing.
"""

import contextlib
import copy
import io
import linecache
import signal
import threading
import time
import traceback
import warnings

import numpy as np

SECONDS = 1.5  # an answer that takes longer, over all cases, is stopped


def check_function(
    answer, reference, cases, mistakes, *, returns, right, may_change_inputs=False
):
    """Try the reader's function on `cases`; print what is right or which mistake it is.

    Any correct function passes: loops or NumPy, lists or arrays, float32 or float64
    (numbers are compared to 1e-4 of the largest).

    Parameters
    ----------
    answer : the reader's function
    reference : a correct function; it returns a number, an array, or a tuple or dict of
        them
    cases : list of tuples of arguments; every call gets its own copies
    mistakes : dict {hint: function with that mistake}, the most likely first. Put the
        untouched stub first, so that it is told what is missing.
    returns : str, what a call returns, e.g. "two arrays: new parameters, new cache"
    right : str, what is said of a right answer
    may_change_inputs : whether the answer may write into the caller's arrays

    Examples
    --------
    >>> def double(x):
    ...     return x * x
    >>> check_function(double, lambda x: 2 * x, [(3.0,), (2.0,)],
    ...                {"This squares x. What is its double?": lambda x: x**2},
    ...                returns="a number", right="twice x")
    ✗ This squares x. What is its double?
    """
    if not callable(answer):
        return print(f"✗ a function is expected here, not {_short(answer)}")
    expected = [reference(*copy.deepcopy(case)) for case in cases]
    given = []
    deadline = time.monotonic() + SECONDS
    for case, example in zip(cases, expected, strict=True):
        arguments = copy.deepcopy(case)
        try:
            value = _call(answer, arguments, deadline)
        except _TooSlow:
            return print(
                f"✗ your function was stopped after {SECONDS} seconds: does a loop "
                "in it never end?"
            )
        except (Exception, SystemExit) as error:
            return print(f"✗ your function stops with {_describe(error, answer)}")
        if value is None:
            return print(
                f"✗ your function returns nothing: end it with `return` and {returns}"
            )
        given.append((_conform(value, example), arguments))
    if all(
        value is not None and _close(value, example)
        for (value, _), example in zip(given, expected, strict=True)
    ):
        if may_change_inputs or all(
            _same_inputs(arguments, case)
            for (_, arguments), case in zip(given, cases, strict=True)
        ):
            return print(f"✔ right: {right}")
        return print(
            "✗ the values are right, but the caller's arrays have changed, or "
            "dicts: `-=`, `x[…] =` and the like write into them. Make new ones."
        )
    if any(value is None for value, _ in given):
        return print(f"✗ your function should return {returns}")
    for hint, mistake in mistakes.items():
        with np.errstate(all="ignore"):
            wrong = [
                _conform(mistake(*copy.deepcopy(case)), example)
                for case, example in zip(cases, expected, strict=True)
            ]
        if all(
            w is not None and _close(value, w)
            for (value, _), w in zip(given, wrong, strict=True)
        ):
            return print(f"✗ {hint}")
    for (value, _), example, case in zip(given, expected, cases, strict=True):
        if not _close(value, example):
            what, value, example = _difference(value, example)
            return print(
                f"✗ not yet: for the arguments {_short(case)} {what} "
                f"{_short(value)}; expected {_short(example)}"
            )


def check_number(answer, expected, mistakes, *, right, rtol=0.01):
    """Compare a number with the expected one, and with those that mistakes lead to.

    Parameters
    ----------
    answer : the reader's number, or None as long as there is none
    expected : the right number
    mistakes : dict {hint: the number that this mistake leads to}
    right : str, what is said of a right answer
    rtol : how far off, relatively, a number may be (a reader may round)

    Examples
    --------
    >>> check_number(6.3, 3.14159, {"That is the whole circumference.": 6.28318},
    ...              right="half of it")
    ✗ That is the whole circumference.
    """
    if answer is None:
        return print("✗ no answer yet: put your number in place of None")
    try:
        value = float(np.asarray(answer).reshape(()))
    except (TypeError, ValueError, OverflowError):
        return print(f"✗ a number is expected here, not {_short(answer)}")
    if np.isnan(value):
        return print("✗ your number is NaN: where is 0 divided by 0?")
    if np.isclose(value, expected, rtol=rtol, atol=1e-12):
        return print(f"✔ right: {right}")
    for hint, wrong in mistakes.items():
        if np.isclose(value, wrong, rtol=rtol, atol=1e-12):
            return print(f"✗ {hint}")
    if expected and np.isclose(value, -expected, rtol=rtol):
        return print("✗ the size is right: look at the sign")
    print(f"✗ not yet: {value:g} is too {'large' if value > expected else 'small'}")


def check_choice(answer, right, replies):
    """Say what is to be said of the option that the reader chose.

    Parameters
    ----------
    answer : str, the reader's option (upper or lower case), or None as long as there
        is none
    right : str, the right option
    replies : dict {option: what to say of it}, one for every option

    Examples
    --------
    >>> replies = {"faster": "four times", "slower": "Did you run it?"}
    >>> check_choice("slower", "faster", replies)
    ✗ Did you run it?
    """
    options = " or ".join(repr(option) for option in replies)
    if answer is None:
        return print(f"✗ no answer yet: put {options} in place of None")
    option = str(answer).strip().lower() if isinstance(answer, (str, int)) else None
    if option not in replies:
        return print(f"✗ {_short(answer)} is none of the options: {options}")
    print(f"{'✔ right:' if option == right else '✗'} {replies[option]}")


class Scenario:
    """The reader's function or class, put to work by `run(written, *case)`.

    It is what to hand to `check_function` where an answer is not simply called with
    the case; an error is still reported with the reader's line.
    """

    def __init__(self, run, written):
        self.run, self.written = run, written
        method = getattr(written, "update", written)
        self.__code__ = getattr(method, "__code__", None)

    def __call__(self, *case):
        return self.run(self.written, *case)


class _TooSlow(BaseException):
    """Not an Exception: an answer's own `except Exception` must not catch it."""


def _call(function, arguments, deadline):
    """Call it without its prints and warnings, and stop it at the deadline."""
    limited = (
        hasattr(signal, "setitimer")
        and threading.current_thread() is threading.main_thread()
    )
    if limited:

        def stop(*_):
            raise _TooSlow

        before = signal.signal(signal.SIGALRM, stop)
        left = deadline - time.monotonic()
        signal.setitimer(signal.ITIMER_REAL, max(left, 0.001))
    try:
        with (
            contextlib.redirect_stdout(io.StringIO()),
            warnings.catch_warnings(),
            np.errstate(all="ignore"),
        ):
            warnings.simplefilter("ignore")
            return function(*arguments)
    finally:
        if limited:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)


def _describe(error, function):
    """Return the error and, if it can be found, the line of the reader's code."""
    message = " ".join(str(error).split())  # NumPy's may have several lines
    text = f"{type(error).__name__}: {message[:200]}"
    filename = getattr(getattr(function, "__code__", None), "co_filename", None)
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename == filename
    ]
    line = linecache.getline(filename, frames[-1].lineno).strip() if frames else ""
    return f"{text} (in the line `{line}`)" if line else text


def _conform(value, example):
    """Return `value` as arrays, built like `example`, or None if it is not."""
    if isinstance(example, dict):
        if not isinstance(value, dict) or set(value) != set(example):
            return None
        parts = {name: _conform(value[name], example[name]) for name in example}
        return None if any(part is None for part in parts.values()) else parts
    if isinstance(example, tuple):
        try:
            value = tuple(value)
        except TypeError:
            return None
        if len(value) != len(example):
            return None
        parts = tuple(_conform(v, e) for v, e in zip(value, example, strict=True))
        return None if any(part is None for part in parts) else parts
    try:
        if np.iscomplexobj(value):
            return None
        array = np.array(value, dtype=float)
    except (TypeError, ValueError, OverflowError):
        return None
    return array if array.shape == np.shape(example) else None


def _difference(value, example):
    """Return in words what differs first in two results, and both there."""
    if isinstance(example, dict):
        name = next(n for n in example if not _close(value[n], example[n]))
        return f"{name} is", value[name], example[name]
    if isinstance(example, tuple):
        pairs = zip(value, example, strict=True)
        n = next(n for n, pair in enumerate(pairs) if not _close(*pair))
        return f"number {n + 1} of what you return is", value[n], example[n]
    return "your function returns", value, example


def _leaves(value):
    if isinstance(value, dict):
        value = [value[name] for name in sorted(value)]
    if isinstance(value, (tuple, list)):
        return [leaf for part in value for leaf in _leaves(part)]
    return [np.asarray(value, dtype=float)]


def _close(a, b):
    for x, y in zip(_leaves(a), _leaves(b), strict=True):
        largest = np.abs(y[np.isfinite(y)]).max(initial=0.0)
        if not np.allclose(x, y, rtol=1e-4, atol=1e-4 * largest, equal_nan=True):
            return False
    return True


def _same_inputs(arguments, case):
    def equal(a, b):
        if isinstance(b, dict):
            return set(a) == set(b) and all(equal(a[name], b[name]) for name in b)
        if isinstance(b, (tuple, list)):
            return len(a) == len(b) and all(map(equal, a, b))
        nan = np.asarray(b).dtype.kind == "f"  # a NaN that was given is no change
        return callable(b) or np.array_equal(a, b, equal_nan=nan)

    return equal(arguments, case)


def _short(value):
    """Return a repr that fits a line."""
    if isinstance(value, np.ndarray):
        value = value.tolist()
    text = repr(_rounded(value))
    return text if len(text) <= 70 else text[:67] + "…"


def _rounded(value):
    if isinstance(value, np.ndarray):
        return _rounded(value.tolist())
    if isinstance(value, (float, np.floating)):
        return float(f"{value:.4g}")
    if isinstance(value, (tuple, list)):
        return type(value)(_rounded(part) for part in value)
    if isinstance(value, dict):
        return {name: _rounded(part) for name, part in value.items()}
    return value
