"""Every mistake of every table gets its own hint, and every kind of mistake its own.

The tables are found by asking each check of each notebook for what it compares with.
"""

import contextlib
import importlib
import io
import pkgutil
import re

import numpy as np
import pytest

from rmsprop_lib import exercises
from rmsprop_lib.exercises import checks, recognise, results

FUNCTIONS = {name: getattr(checks, name) for name in dir(checks) if "check_" in name}


class Anything:
    """A class is callable, so that every check goes as far as its table."""


def modules():
    for module in pkgutil.iter_modules(exercises.__path__, exercises.__name__ + "."):
        if re.search(r"\.n\d\d$", module.name):
            yield importlib.import_module(module.name)


def tables():
    """Return {check: (kind, arguments after the answer, keywords)}."""
    found = {}
    for module in modules():
        for name, check in vars(module).copy().items():
            if not name.startswith("check_") or check.__module__ != module.__name__:
                continue
            with pytest.MonkeyPatch.context() as patch:
                for kind in FUNCTIONS:

                    def note(answer, *rest, name=name, kind=kind, **keywords):
                        found[name] = (kind, rest, keywords)

                    patch.setattr(module, kind, note, raising=False)
                with contextlib.redirect_stdout(io.StringIO()):
                    check(Anything)
    return found


TABLES = tables()
BY_KIND = {
    kind: {n: t[1:] for n, t in TABLES.items() if t[0] == kind} for kind in FUNCTIONS
}


def said(kind, answer, rest, keywords):
    """Return what a check says, asked for the first time, without its mark."""
    checks._said.clear()
    with contextlib.redirect_stdout(io.StringIO()) as out:
        assert FUNCTIONS[kind](answer, *rest, **keywords) is None
    (line,) = out.getvalue().splitlines()
    return line


MISTAKES = [
    pytest.param(kind, mistake, hint, rest, keywords, id=f"{name}-{number}")
    for kind in ("check_function", "check_number")
    for name, (rest, keywords) in BY_KIND[kind].items()
    for number, (hint, mistake) in enumerate(rest[-1].items())
]


@pytest.mark.parametrize("kind, mistake, hint, rest, keywords", MISTAKES)
def test_a_mistake_gets_its_own_hint(kind, mistake, hint, rest, keywords):
    assert said(kind, mistake, rest, keywords) == f"✗ {hint}"


REPLIES = [
    pytest.param(option, reply, rest, keywords, id=f"{name}-{option}")
    for name, (rest, keywords) in BY_KIND["check_choice"].items()
    for option, reply in rest[1].items()
]


@pytest.mark.parametrize("option, reply, rest, keywords", REPLIES)
def test_an_option_gets_its_own_reply(option, reply, rest, keywords):
    mark = "✔ right:" if option == rest[0] else "✗"
    assert said("check_choice", option, rest, keywords) == f"{mark} {reply}"


# ---- mistakes of every exercise ------------------------------------------------------

GENERIC = {hint for hint in vars(recognise).values() if isinstance(hint, str)}
GENERIC |= set(recognise._MISTAKES)


def generic_hint(line):
    """Return which question of `recognise` a line asks, whatever part it speaks of."""
    for hint in GENERIC:
        if len(hint) > 20 and line.casefold().endswith(hint.casefold()):
            return hint
    return None


def rebuilt(value, change, path=()):
    """Return a result with `change(array, path)` in place of each of its arrays."""
    if isinstance(value, dict):
        return {k: rebuilt(v, change, (*path, k)) for k, v in value.items()}
    if isinstance(value, tuple):
        return tuple(rebuilt(v, change, (*path, n)) for n, v in enumerate(value))
    return change(np.array(value, dtype=float), path)


KINDS = [
    pytest.param(hint, way, id=f"{number}-{place}")
    for number, (hint, ways) in enumerate(recognise._MISTAKES.items())
    for place, way in enumerate(ways[:3])
]


@pytest.mark.parametrize("hint, way", KINDS)
def test_a_mistake_of_every_exercise_is_never_taken_for_another(hint, way):
    """Each of them, made of the right answer of each exercise; some cannot be made."""
    named = 0
    for name, (rest, keywords) in BY_KIND["check_function"].items():
        reference, cases, mistakes = rest

        def wrong(*case, reference=reference):
            return rebuilt(reference(*case), lambda e, path: way(e, case, path))

        line = said("check_function", wrong, rest, keywords)
        asked = generic_hint(line)
        assert asked in (None, hint), f"{name}: {line}"
        named += asked == hint or line.removeprefix("✗ ") in mistakes
    assert named >= 3


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", BY_KIND["check_function"])
def test_numbers_that_nobody_meant_are_given_no_name(name, seed):
    rest, keywords = BY_KIND["check_function"][name]
    rng = np.random.default_rng(seed)

    def wrong(*case):
        right = rest[0](*case)
        return rebuilt(right, lambda e, path: e + rng.normal(size=e.shape))

    assert said("check_function", wrong, rest, keywords).startswith("✗ not yet: for")
