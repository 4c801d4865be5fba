"""Every mistake of every table gets its own hint, and every kind of mistake its own.

The tables are found by asking each check of each notebook for what it compares with.
"""

import contextlib
import copy
import importlib
import io
import json
import pkgutil
import re
from pathlib import Path

import numpy as np
import pytest

from rmsprop_lib import exercises
from rmsprop_lib.exercises import checks, n04, n06, n07, recognise, results
from rmsprop_lib.optimizers import Optimizer, RMSprop

pytestmark = pytest.mark.usefixtures("without_a_child")
NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
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
                        if isinstance(answer, checks.Scenario):
                            SCENARIOS[name] = answer

                    patch.setattr(module, kind, note, raising=False)
                with contextlib.redirect_stdout(io.StringIO()):
                    check(Anything)
    return found


SCENARIOS = {}
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


def each(mistake):
    """Return the mistakes of a hint: a hint for numbers may ask after several."""
    return mistake if isinstance(mistake, tuple) else (mistake,)


@pytest.mark.parametrize("name", BY_KIND["check_function"] | BY_KIND["check_number"])
def test_each_mistake_gets_its_own_hint(name):
    kind, rest, keywords = TABLES[name]
    wrong = []
    for hint, mistakes in rest[-1].items():
        lines = [said(kind, mistake, rest, keywords) for mistake in each(mistakes)]
        wrong += [f"{hint}\n    gets: {one}" for one in lines if one != f"✗ {hint}"]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", BY_KIND["check_choice"])
def test_each_option_gets_its_own_reply(name):
    rest, keywords = BY_KIND["check_choice"][name]
    for option, reply in rest[1].items():
        mark = "✔ right:" if option == rest[0] else "✗"
        assert said("check_choice", option, rest, keywords) == f"{mark} {reply}"


HOME = {name: m.__name__[-2:] for m in modules() for name in vars(m) if name in TABLES}


@pytest.mark.parametrize("name", TABLES)
def test_the_place_to_read_again_is_in_the_notebook(name):
    """A heading that is reworded would send readers to a section that is not there."""
    (file,) = NOTEBOOKS.glob(f"{HOME[name]}_*.ipynb")
    cells = json.loads(file.read_text("utf-8"))["cells"]
    text = "\n".join("".join(cell["source"]) for cell in cells)
    found = re.findall(r"^## (.+?)(?: \(\d+ min\))?$", text, re.M)
    assert TABLES[name][2].get("section") in found


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
    if isinstance(value, Optimizer):
        return value
    return change(np.array(value, dtype=float), path)


KINDS = [
    pytest.param(hint, way, id=f"{number}-{place}")
    for number, (hint, ways) in enumerate(recognise._MISTAKES.items())
    for place, way in enumerate(ways[:3])
]


@pytest.mark.parametrize("hint, way", KINDS)
def test_a_mistake_of_every_exercise_is_never_taken_for_another(hint, way):
    """Each of them, made of the right answer of each exercise where it can be made."""
    named = 0
    for name, (rest, keywords) in BY_KIND["check_function"].items():
        reference, cases, _ = rest  # its table might know the mistake, too

        def wrong(*case, reference=reference):
            return rebuilt(reference(*case), lambda e, path: way(e, case, path))

        try:
            with np.errstate(all="ignore"):
                [wrong(*case) for case in copy.deepcopy(cases)]
        except (IndexError, TypeError, ValueError, KeyError):
            continue
        line = said("check_function", wrong, (reference, cases, {}), keywords)
        asked = generic_hint(line)
        assert asked in (None, hint), f"{name}: {line}"
        named += asked == hint
    assert named >= 4


def returning(function, way):
    """Return the reader's function with a mistake in each array that it returns."""

    def mistaken(*arguments):
        case = copy.deepcopy(arguments)
        return rebuilt(function(*arguments), lambda e, path: way(e, case, path))

    return mistaken


def stepping(cls, way):
    """Return the reader's class with a mistake in each step."""

    class Mistaken(cls):
        def update(self, params, grads):
            before = {name: p.copy() for name, p in params.items()}
            super().update(params, grads)
            for name, p in params.items():
                step = way(before[name] - p, (), (name,))
                p[...] = before[name] - np.reshape(step, p.shape)
            return params

    return Mistaken


WRITTEN = {  # a right answer where a check does more than call it, and its mistakes
    "check_optimizer": (RMSprop, stepping),
    "check_lion": (n04._Lion, stepping),
    "check_fork": (n04._fork, returning),
    "check_updated": (n06.updated, returning),
    "check_turned_step": (n07.turned_step, returning),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_what_is_put_to_work_has_the_mistakes_of_every_exercise_too(name):
    (written, made), scenario = WRITTEN[name], copy.copy(SCENARIOS[name])
    (reference, cases, _), keywords = BY_KIND["check_function"][name]
    named = set()
    for hint, ways in recognise._MISTAKES.items():
        for way in ways[:3]:
            scenario.written = made(written, way)
            try:
                with np.errstate(all="ignore"):
                    [scenario(*case) for case in copy.deepcopy(cases)]
            except (IndexError, TypeError, ValueError, KeyError):
                continue
            line = said("check_function", scenario, (reference, cases, {}), keywords)
            asked = generic_hint(line)
            assert asked in (None, hint), line
            named |= {asked} - {None}
    assert len(named) >= 9, named


def one_is_wrong(e, rng):
    e.flat[rng.integers(e.size)] += rng.normal()
    return e


RANDOM = {  # of a right part of a result, that is then wrong at random
    "noise": lambda e, rng: e + rng.normal(size=e.shape),
    "whole numbers": lambda e, rng: rng.integers(-9, 10, size=e.shape),
    "any factors": lambda e, rng: e * rng.uniform(0.5, 2, size=e.shape) + 0.01,
    "a wrong one": one_is_wrong,
}


@pytest.mark.parametrize("name", BY_KIND["check_function"])
@pytest.mark.parametrize("how", RANDOM)
def test_numbers_that_nobody_meant_are_given_no_name(name, how):
    rest, keywords = BY_KIND["check_function"][name]
    rng = np.random.default_rng(5)

    def wrong(*case):
        return rebuilt(rest[0](*case), lambda e, path: RANDOM[how](e, rng))

    assert said("check_function", wrong, rest, keywords).startswith("✗ not yet")


@pytest.mark.parametrize("name", WRITTEN)
@pytest.mark.parametrize("how", RANDOM)
def test_what_is_put_to_work_and_goes_wrong_at_random_is_given_no_name(name, how):
    (written, made), scenario = WRITTEN[name], copy.copy(SCENARIOS[name])
    rest, keywords = BY_KIND["check_function"][name]
    rng = np.random.default_rng(7)
    scenario.written = made(written, lambda e, case, path: RANDOM[how](e, rng))
    line = said("check_function", scenario, rest, keywords)
    assert line.startswith("✗ not yet")


def rounded(number):
    """Return a number as one reads it, or writes it down."""
    return {number, *(float(f"{number:.{digits}e}") for digits in (1, 2))}


def of_two_mistakes(rest, keywords):
    """Yield the numbers of one mistake that are told to be another's, and both hints.

    Where an answer of three digits is exact enough, a mistake's number is rounded, too.
    """
    expected, mistakes = rest
    for hint, all_ in mistakes.items():
        for number in each(all_):
            coarse = keywords.get("rtol", 0.01) >= 0.005
            for written in rounded(number) if coarse else {number}:
                line = said("check_number", written, rest, keywords)
                others = [m for m in mistakes if m in line]
                others += [kind for kind in recognise._OF_NUMBERS if kind in line]
                if others and not any(number in each(mistakes.get(h)) for h in others):
                    yield written, hint, line


@pytest.mark.parametrize("name", BY_KIND["check_number"])
def test_a_number_to_which_two_mistakes_lead_has_a_hint_for_both(name):
    """Two numbers that look alike belong to one hint, which asks after both."""
    assert not list(of_two_mistakes(*BY_KIND["check_number"][name]))


# What a table's hint must speak of, if what it explains is also made in one of these
# ways: words of the kind, and of the hint.
ABOUT = {
    "sign": "sign|minus|negative|uphill|downhill|subtract|not b than a",
    "100 times too": "percent|hundred|share|point|100",
    "upside down": "upside|wrong way round|larger .* smaller|how many",
    "a square too many|a root too many": "square|root|√|half-life|c²",
    "has the base": "base|bits",
    "is left to 1": "genuine|how far θ moves|other way round",
    "rows and columns|other axis": "row|column|axis",
    "order is reversed|changed places": "order|first|places",
    "one place too": "twice|place|before|too far",
    "first one": "missing|first|start|same|equal",
    "last one": "missing|last|too few",
    "what you were given": "nothing|not moved|old|where it was|still|came in|as they "
    "were|itself|lacks",
    "are whole|are rounded": "//|whole|round",
    "running sum|the sum of all|the mean of all": "add|sum|mean|one number|single",
    "Is a sum|and how often": "sum|mean|divi|multiply|numbers of|share",
    "n or n − 1": "n −|divided by n",
}


def speaks_of(kind, hint):
    words = [w for part, w in ABOUT.items() if re.search(part, kind, re.IGNORECASE)]
    assert words, kind
    return re.search("|".join(words), hint, re.IGNORECASE)


@pytest.mark.parametrize("name", sorted({*BY_KIND["check_function"]} - {*SCENARIOS}))
def test_a_mistake_of_a_table_is_not_one_of_every_exercise(name):
    """A table comes first, and so must not hide that the sign is wrong, say."""
    reference, cases, mistakes = BY_KIND["check_function"][name][0]
    examples = [reference(*case) for case in copy.deepcopy(cases)]
    expected = [results.parts(example, example) for example in examples]
    for hint, mistake in mistakes.items():
        try:
            with np.errstate(all="ignore"):
                made = list(checks._made(mistake, examples, cases))
        except Exception:
            continue  # it returns what cannot be compared
        with np.errstate(all="ignore"):
            kind = recognise.explain(made, expected, cases, reference)
        assert kind is None or speaks_of(kind, hint), f"{kind} {hint}"


@pytest.mark.parametrize("name", BY_KIND["check_number"])
def test_a_hint_of_a_table_thinks_of_the_mistakes_of_every_exercise(name):
    """As of functions: of a number all kinds are known that lead to it."""
    rest, keywords = BY_KIND["check_number"][name]
    rtol = keywords.get("rtol", 0.01)
    for hint, mistake in recognise._OF_NUMBERS.items():
        number = mistake(float(rest[0])) if rest[0] else np.nan
        if recognise._of_the_right_number(number, rest[0], rtol)[0] != hint:
            continue  # without a table it would not be told either
        told = said("check_number", number, rest, keywords).removeprefix("✗ ")
        if told in rest[1]:
            assert speaks_of(hint, told), f"{number}: {told}"


@pytest.mark.parametrize("name", BY_KIND["check_number"])
def test_of_a_number_that_nobody_meant_only_its_size_is_told(name):
    rest, keywords = BY_KIND["check_number"][name]
    for factor in np.random.default_rng(3).uniform(1.03, 1.3, size=20):
        line = said("check_number", rest[0] * factor, rest, keywords)
        known = line.removeprefix("✗ ") in rest[1]
        assert known or line.endswith("is too large"), line


def scaled(factor):
    return lambda table, weight: weight * table.mean(axis=0) * factor(len(table))


# What is looked for with the help of the arguments: (answer, what is asked).
TOLD = [
    (lambda table, weight: weight * table.sum(axis=0), "Is a sum asked for, or a mean"),
    (scaled(lambda n: 1 / n), "By what do you divide, and how often"),
    (scaled(lambda n: n / (n - 1)), "n or n − 1"),
    (scaled(lambda n: ((n - 1) / n) ** 0.5), "n or n − 1"),
    (lambda table, weight: weight * table.mean(axis=1), "goes along the other axis"),
    (lambda table, weight: table.mean(axis=0), "the same whatever `weight` may be"),
    (lambda table, weight: weight**2 * table.mean(axis=0),
     "what is right times `weight`"),
    (lambda table, weight: np.round(weight * table.mean(axis=0), 1), "are rounded"),
    (lambda table, weight: 3 * weight * table.mean(axis=0), "number is 3 times what"),
    (lambda table, weight: weight * table.mean(axis=0) - 2, "is too small by 2"),
    (lambda table, weight: weight * np.sort(table.mean(axis=0)), "in another order"),
    (scaled(lambda n: np.ones((1, 1))), "(1, 3); the shape (3,) would be right, with "
     "the same numbers in it"),
    (lambda table, weight: table.mean(), "is a single number; 3 numbers would be"),
    (lambda table, weight: weight * table.mean(axis=0) + [0, 0, 1], "; expected ["),
]  # fmt: skip


@pytest.mark.parametrize("answer, asked", TOLD, ids=range(len(TOLD)))
def test_what_is_told_with_the_help_of_the_arguments(answer, asked):
    rng = np.random.default_rng(1)
    cases = [(rng.normal(size=(n, 3)), n / 8) for n in (4, 6)]
    rest = (lambda table, weight: weight * table.mean(axis=0), cases, {})
    words = {"returns": "three numbers", "right": "the mean row"}
    assert said("check_function", rest[0], rest, words) == "✔ right: the mean row"
    assert asked in said("check_function", answer, rest, words)


def both(table):
    return table.mean(axis=0), table.std(axis=0), len(table)


PARTS = [
    (lambda t: both(t)[1::-1] + both(t)[2:], "number 1 of what you return and number 2 "
     "of what you return: your results have changed places"),
    (lambda t: (t.mean(axis=0), t.var(axis=0), len(t)), "number 2 of what you return: "
     "there is a square too many"),
    (lambda t: (t.mean(axis=0), t.std(), len(t)), "number 2 of what you return is a "
     "single number; 3 numbers would be right"),
    (lambda t: (t.mean(axis=0), t.mean(axis=0), len(t)), "number 2 of what you return: "
     "that is what number 1 of what you return should be"),
    (lambda t: both(t)[:2], "it returns a tuple of 2 things, and 3 results are"),
    (lambda t: (t.mean(axis=0), "s", 3), "number 2 of what you return is text"),
    (lambda t: {"mean": 1}, "it returns a dict with 'mean'"),
]  # fmt: skip


@pytest.mark.parametrize("answer, told", PARTS, ids=range(len(PARTS)))
def test_it_is_said_which_of_the_results_is_wrong(answer, told):
    rng = np.random.default_rng(2)
    rest = (both, [(rng.normal(size=(n, 3)),) for n in (4, 6)], {})
    words = {"returns": "mean, spread and number", "right": "all three"}
    assert told in said("check_function", answer, rest, words)


KEPT = [
    (lambda t, x: (t.mean(axis=0), t.std(axis=0) + [1, 2, 4], len(t)),
     "numbers 1 and 3 of what you return are right: for"),
    (lambda t, x: (-t.mean(axis=0), t.std(axis=0) + [1, 2, 4], len(t)),
     "✗ number 1 of what you return: the sizes are right, the signs are not"),
    (lambda t, x: (t.std(axis=0), t.var(axis=0) + 1, len(t)),
     "✗ number 1 of what you return: that is what number 2 of what you return should"),
    (lambda t, x: (t.mean(axis=0) * [1, 2, 4], 3 * t.std(axis=0), len(t)),
     "✗ number 2 of what you return: every number is 3 times what"),
    (lambda t, x: (t.mean(axis=0) * [1, 2, 4], t.std(axis=0) * [2, 1, 1], 0),
     "✗ not yet: none of the 3 results is right: for"),
    (lambda t, x: both(t) if len(t) > 4 else (t.sum(axis=0) ** 3, *both(t)[1:]),
     "numbers 2 and 3 of what you return are right: for"),
    (lambda t, x: (t.mean(axis=0) / 0, *both(t)[1:]), "NaN or infinity comes out for"),
]  # fmt: skip
KEPT_ROWS = [
    (lambda t, x: t + x * np.arange(len(t))[:, None], "the first row is right: for"),
    (
        lambda t, x: t + x * (np.arange(len(t)) == len(t) - 1)[:, None],
        "but the last row",
    ),
    (lambda t, x: t + x * (np.arange(len(t)) == 0)[:, None], "but the first row"),
    (lambda t, x: np.where(t > 0, t, x), "all are right where `t` is above 0: for"),
    (lambda t, x: np.where(t < 0, t, x), "all are right where `t` is below 0: for"),
    (lambda t, x: t + x * np.array([0, 1, 2]), "but the first column is right: for"),
    (lambda t, x: t + x * np.array([1, 2, 0]), "but the last column is right: for"),
    (lambda t, x: t if len(t) > 4 else t + t**2, "but 1 of the 2 trials comes out"),
]


@pytest.mark.parametrize("answer, told", KEPT + KEPT_ROWS)
def test_it_is_said_what_is_right_of_a_wrong_result(answer, told):
    rng = np.random.default_rng(2)
    cases = [(rng.normal(size=(n, 3)), n / 8) for n in (4, 6)]
    reference = (lambda t, x: both(t)) if (answer, told) in KEPT else lambda t, x: 1 * t
    words = {"returns": "what is asked for", "right": ""}
    with np.errstate(all="ignore"):
        line = said("check_function", answer, (reference, cases, {}), words)
    assert told in line


@pytest.mark.parametrize("size, named", [(3, False), (5, True)])
def test_signs_that_are_all_wrong_are_told_if_it_is_no_chance(size, named):
    cases = [(np.random.default_rng(n).normal(size=size),) for n in (4, 6)]
    words = {"returns": f"{size} numbers", "right": ""}
    line = said("check_function", lambda t: -t - t**3, (np.copy, cases, {}), words)
    assert ("every number has the wrong sign, and another size" in line) == named


def test_a_large_number_in_one_trial_does_not_hide_a_small_one_in_another():
    cases = [(np.array([1e6, 2e6, 3e6]),), (np.array([1.0, 5.0, 7.0]),)]
    words = {"returns": "three numbers", "right": ""}

    def wrong(x):
        return x if x[0] > 1e3 else x**2 + 3

    line = said("check_function", wrong, (lambda x: x, cases, {}), words)
    assert "times what" not in line and "too large" not in line


COUNTING = [  # what depends on n only every few, or on nothing but counts
    (lambda n, places: n // 8 + places[0], lambda n, places: 5, "`n` and `places`"),
    (lambda n, places: np.bincount(places, minlength=9) + n,
     lambda n, places: np.arange(9) + n, "whatever `places` may be"),
    (lambda n, places: np.bincount(places, minlength=9) + n // 8,
     lambda n, places: np.bincount(places, minlength=9) * n // 8, None),
]  # fmt: skip


@pytest.mark.parametrize("reference, answer, told", COUNTING)
def test_counts_are_moved_far_enough(reference, answer, told):
    cases = [(24, np.array([1, 3, 3, 0])), (41, np.array([2, 0, 2, 8, 2]))]
    line = said(
        "check_function", answer, (reference, cases, {}), {"returns": "", "right": ""}
    )
    assert told in line if told else "the same whatever" not in line


@pytest.mark.parametrize("answer, told", [
    (lambda x, rate: x * x, "whatever `rate` may be. Where does it enter?"),
    (lambda x, rate: np.round(x * x + rate / 100), "enter, or are the numbers that"),
])  # fmt: skip
def test_what_is_rounded_away_may_have_been_in_it(answer, told):
    cases = [(np.array([1.234567, 3.3, -0.7]), 0.01), (np.array([2.5, 0.3, 1.1]), 0.03)]
    rest = (lambda x, rate: x - rate * x / 7, cases, {})
    assert told in said("check_function", answer, rest, {"returns": "", "right": ""})


def with_settings_built_in():
    class BuiltIn(RMSprop):
        def __init__(self, learning_rate=0.02, decay_rate=0.7, epsilon=1e-3):
            super().__init__(0.02, 0.7, 1e-3)

    return BuiltIn


def turns_without_a_step(optimizer, theta, g, angle):
    optimizer.update({"p": np.array(theta)}, {"p": g})
    return n07._axes(angle) @ theta


@pytest.mark.parametrize(
    "name, written, told",
    [
        ("check_optimizer", with_settings_built_in(), "Your class does the same what"),
        ("check_turned_step", turns_without_a_step, "whatever the optimizer's `learn"),
    ],
)
def test_it_is_said_whose_the_settings_are(name, written, told):
    rest, keywords = BY_KIND["check_function"][name]
    scenario = copy.copy(SCENARIOS[name])
    scenario.written = written
    assert told in said("check_function", scenario, rest, keywords)


def test_yes_and_no_that_do_not_move_are_not_called_independent():
    cases = [(np.array(row),) for row in ([3.0, 1.0], [-4.0, 2.0], [1.0, -1.02])]
    rest = (lambda row: row.sum() > 0, cases, {})
    words = {"returns": "True or False", "right": ""}
    line = said("check_function", lambda row: row[0] > 2 or row[1] > 0, rest, words)
    assert line.startswith("✗ not yet, but 2 of the 3 trials come out")


NUMBERS = [  # of 0.3 and, asked for exactly, of 12
    (0.3, -0.3, "look at the sign"),
    (0.3, 30, "percentage where a share is asked for, or is a factor of 0.01"),
    (0.3, 0.003, "share where a percentage is asked for, or does a 0.01"),
    (0.3, 1 / 0.3, "upside down"),
    (0.3, 0.09, "a square too many"),
    (0.3, 0.3**0.5, "a root too many"),
    (0.3, 0.7, "what is left to 1"),
    (0.3, 0.3 / np.log(10), "has the base 10"),
    (12, 13, "one too many"),
    (12, 11, "one too few"),
    (12, 14, "14 is too large"),
    (1, 100, "percentage where a share is asked for"),
    (1 / 11, 0.1, "rounded too much"),
    (0.3, 0.15, "only a factor of 2 is amiss, or of 4."),  # not which: not the answer
    (0.3, 0.6, "only a factor of 2 is amiss, or of 4."),
    (0.3, 1.2, "only a factor of 2 is amiss, or of 4."),
    (0.3, 3, "the decimal point is not"),
    (0.3, np.inf, "is infinite"),
    (0.3, 0.31, "0.31 is too large, but not by much"),
    (0.3, np.nan, "a root of less than 0"),
    (0.3, (0, 3), "a decimal point is a point"),
    (0.3, "3/10", "without quotes Python computes it"),
    (0.3, "np.log(2)", "without quotes Python computes it"),
    (0.3, "30 %", "the number alone, without quotes and"),
    (100, 10_000, "too large"),  # 100 times, or squared: neither is sure
    (0.5, 0.25, "a square too many"),
]


@pytest.mark.parametrize("right, answer, told", NUMBERS)
def test_a_number_made_from_the_right_one(right, answer, told):
    rtol = 1e-9 if right == 12 else 0.01
    line = said("check_number", answer, (right, {}), {"right": "", "rtol": rtol})
    assert told in line


def test_a_mistake_is_known_by_its_number_rounded_too():
    rest, words = (0.3, {"one sixth": 1 / 6}), {"right": ""}
    assert said("check_number", 0.17, rest, words) == "✗ one sixth"
    assert said("check_number", 0.2, rest, words).startswith("✗ not yet")


ALIKE = {"A sixth?": 1 / 6, "A root of it?": (0.1699, 0.4117), "A square?": 0.41}


@pytest.mark.parametrize(
    "answer, told",
    [
        (0.16667, "A sixth?"),
        (0.1699, "A root of it?"),
        (0.4117, "A root of it?"),
        (0.17, "two mistakes lead to this number: A root of it? – or: A sixth?"),
        (0.41, "two mistakes lead to this number: A square? – or: A root of it?"),
        (0.4, "not yet: 0.4 is too large"),
    ],
)
def test_of_numbers_that_look_alike_none_is_named_alone(answer, told):
    assert said("check_number", answer, (0.3, ALIKE), {"right": ""}) == f"✗ {told}"


def test_a_rounded_number_may_come_from_a_mistake_of_every_exercise():
    """0.09 is 0.3², and 0.08951 rounded."""
    line = said("check_number", 0.09, (0.3, {"A ninth?": 0.08951}), {"right": ""})
    assert line.startswith(
        "✗ two mistakes lead to this number: A ninth? – or: there is"
    )
    three = {f"{n}?": 0.08951 + n / 1e5 for n in range(2)}
    line = said("check_number", 0.09, (0.3, three), {"right": ""})
    assert line.startswith("✗ not yet: 0.09 is too small")


# Two mistakes, each of them in its part; and one that would be wrong in both.
OF_PARTS = {
    "The first is squared.": lambda t: (t**2, 2 * t),
    "The first is right, but the second is a root.": lambda t: (t, abs(t) ** 0.5),
    "The size is right, the sign is not.": lambda t: (t, -2 * t),
    "The second is a sine.": lambda t: (t, np.sin(t)),
    "Both are 3.": lambda t: (3 + 0 * t, 3 + 0 * t),
}


@pytest.mark.parametrize(
    "answer, told",
    [
        (lambda t: (t**2, np.sin(t)), "number 1 of what you return: the first is squ"),
        (lambda t: (t, 3 + 0 * t), "not yet"),
        (lambda t: (t - 7, abs(t) ** 0.5), "return: the second is a root."),
        (lambda t: (t**3, -2 * t), "return: the size is right, the sign is not."),
        (lambda t: (np.cos(t), np.sin(t)), "number 2 of what you return: the second"),
    ],
)
def test_a_part_is_explained_by_itself(answer, told):
    cases = [(np.array([0.3, 1.7, 2.9]),), (np.array([-0.4, 0.8, 2.2]),)]
    rest = (lambda t: (t, 2 * t), cases, OF_PARTS)
    words = {"returns": "two", "right": "", "stub_returns": False}
    assert told in said("check_function", answer, rest, words)


class Forgetful:
    def __init__(self):
        self.rate = 2

    def update(self, x):
        return rate * x  # noqa: F821


ERRORS = [
    (lambda x: x ^ 2, "`^` is no power"),
    (lambda x: x @ np.ones((2, 2)), "as many columns on its left"),
    (lambda x: x * abs, "A function stands where"),
    (lambda x: {} * x, "A dict does no arithmetic"),
    (lambda x: {}["w"], "Nothing is there under that name"),
    (lambda x: x + x.sort(), "None stands where"),
    (lambda x: float(x), "take one number"),
    (lambda x: 2 if x > 1 else 3, "one is wanted: by `if`"),
    (lambda x: x == 1 & x.astype(int) == 2, "`&` that no brackets keep apart"),
    (lambda x: (x > 1) - (x > 2), "True and False are not subtracted"),
    (lambda x: "w" * 0.5, "nor does a text, such as a name"),
    (lambda x: "w" - x, "A text does no arithmetic"),
    (lambda x: [1.0] * 0.5, "A list does no arithmetic"),
    (lambda x: x.reshape(2, 2), "not as many numbers as places"),
    (lambda x: np.average(x, x.astype(int)), "There is no such axis"),
    (lambda x: np.array([[1], [2, 3]]), "rows of different lengths"),
    (lambda x: np.zeros(3, 3), "which brackets hold it together"),
    (lambda x: range(len(3)), "Is it itself a count?"),
    (lambda x: [i for i in len(x)], "Is it itself a count?"),
    (lambda x: (3.0).copy(), "A plain number has nothing of that name"),
    (Forgetful().update, "Should it be `self.rate`?"),
    (lambda x: 1 / 0, ""),
]


@pytest.mark.parametrize("answer, asked", ERRORS, ids=range(len(ERRORS)))
def test_an_error_of_the_readers_line_is_a_question(answer, asked):
    rest = (lambda x: 2 * x, [(np.array([3.0, 1.0, 2.0]),)], {})
    line = said("check_function", answer, rest, {"returns": "", "right": ""})
    assert line.startswith("✗ your function stops with")
    question = line.rpartition("`)")[
        2
    ]  # the line itself, which is shown, holds `asked`
    assert asked in question if asked else not question


@pytest.mark.parametrize("answer", [-0.3, 30, 1 / 0.3, 0.09, 0.7])
def test_a_single_number_proves_no_mistake_of_a_function(answer):
    rest = (lambda x: 0.3, [(1.0,)], {})
    line = said("check_function", lambda x: answer, rest, {"returns": "", "right": ""})
    assert line.startswith("✗ not yet")
