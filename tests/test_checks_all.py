"""Every exercise of every notebook: the check survives what readers hand to it.

The exercises are read from the notebooks, so that a new one is tested here, too. What
each mistake must be told is tested in test_exercise_tables.py.
"""

import ast
import contextlib
import importlib
import io
import re
from pathlib import Path

import nbformat
import numpy as np
import pytest

import rmsprop_lib
from rmsprop_lib.exercises import checks
from rmsprop_lib.networks.sigmoid import sigmoid
from rmsprop_lib.optimizers import Optimizer

pytestmark = pytest.mark.usefixtures("without_a_child")
ROOT = Path(__file__).resolve().parent.parent


def tags(cell):
    return cell.metadata.get("tags", [])


def bound(source, name):
    """Return the piece of a cell that binds `name`: a def, a class or an assignment."""
    for node in ast.parse(source).body:
        if getattr(node, "name", None) == name:
            return node
        if isinstance(node, ast.Assign) and node.targets[0].id == name:
            return node
    raise AssertionError(f"nothing in the cell binds {name}")


def exercises():
    """Yield notebook, check, the name it gets, and the sources of stub and solution."""
    for path in sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb")):
        code = [c for c in nbformat.read(path, 4).cells if c.cell_type == "code"]
        for number, cell in enumerate(code):
            if "exercise" not in tags(cell):
                continue
            call = ast.parse(cell.source).body[-1].value
            answer, solution = call.args[0].id, code[number + 1].source
            check = getattr(call.func, "id", None) or call.func.attr  # or n14.check_…
            yield path.name[:2], check, answer, cell.source, solution


EXERCISES = list(exercises())
IDS = [f"{number}-{check}" for number, check, *_ in EXERCISES]
KINDS = [bound(stub, name) for _, _, name, stub, _ in EXERCISES]


def each(*kinds):
    chosen = [
        pytest.param(exercise, id=name)
        for exercise, name, node in zip(EXERCISES, IDS, KINDS, strict=True)
        if isinstance(node, kinds)
    ]
    return pytest.mark.parametrize("exercise", chosen)


def check_of(exercise):
    module = importlib.import_module(f"rmsprop_lib.exercises.n{exercise[0]}")
    return getattr(module, exercise[1])


# What solutions use of what their notebooks import, or have found before.
LIBRARY = {"np": np} | {n: getattr(rmsprop_lib, n) for n in rmsprop_lib.__all__}
LIBRARY["mine"] = {"beta1": 0.5, "rate": 0.05}  # by 13's search


def solved(exercise):
    """Return the solution itself, made without the rest of its notebook."""
    node = bound(exercise[4], exercise[2])
    names = {**LIBRARY, "Optimizer": Optimizer, "sigmoid": sigmoid}
    exec(compile(ast.Module([node], []), "solution", "exec"), names)
    return names[exercise[2]]


def solution_lines(exercise):
    lines = (line.strip() for line in exercise[4].splitlines())
    given = {line.strip() for line in exercise[3].splitlines()}
    return [line for line in lines if len(line) >= 8 and line not in given]


def said(capsys, exercise, answer):
    """Return what the check prints: one line, on stdout, that gives nothing away."""
    capsys.readouterr()
    checks._said.clear()
    assert check_of(exercise)(answer) is None
    out = capsys.readouterr()
    assert out.err == ""
    assert out.out.count("\n") == 1 and out.out.endswith("\n"), out.out
    assert len(out.out) < 400, out.out
    for line in solution_lines(exercise):
        assert line not in out.out, f"{out.out!r} gives the solution away"
    return out.out.strip()


def test_there_are_as_many_as_the_series_promises():
    assert len(EXERCISES) >= 45 and len({e[0] for e in EXERCISES}) >= 17


# ---- answers that are no answers -----------------------------------------------------

GARBAGE = [
    None,
    "text",
    "",
    b"bytes",
    True,
    float("nan"),
    -1e300,
    1j,
    10**400,
    [],
    [1, [2, 3]],
    {},
    {"a": 1},
    np.array([]),
    np.ones((2, 3)),
    np.array("x"),
    object(),
    object,
    ...,
]


@each(ast.Assign, ast.FunctionDef, ast.ClassDef)
def test_a_thing_of_another_kind_gets_one_line(exercise, capsys):
    for answer in GARBAGE:
        assert said(capsys, exercise, answer).startswith("✗"), repr(answer)


@each(ast.Assign)
def test_a_function_is_no_number_and_no_choice(exercise, capsys):
    assert said(capsys, exercise, lambda: 1).startswith("✗")


# ---- functions -----------------------------------------------------------------------


class Strange:
    """Nothing can be done with it, not even to show it."""

    def __repr__(self):
        raise RuntimeError("no repr")


class OfTheReader(Exception):
    def __str__(self):
        return "two\nlines"


def raises(*_, **__):
    raise OfTheReader


def recurses(*arguments):
    return recurses(*arguments)


def prints(*_):
    print("here\nthere")


def leaves(*_):
    raise SystemExit(3)


def warns(*_):
    np.sqrt(np.array([-1.0])), np.ones(1) / 0
    return np.nan


FUNCTIONS = {
    "raises": raises,
    "recurses": recurses,
    "leaves": leaves,
    "prints, returns None": prints,
    "warns": warns,
    "too few arguments": lambda: 1,
    "too many arguments": lambda a, b, c, d, e, f, g, h, i, j, k, m: 1,
    "text": lambda *_: "text",
    "a tuple of text": lambda *_: ("a", "b", "c"),
    "an object": lambda *_: object(),
    "a strange object": lambda *_: Strange(),
    "a function": lambda *_: print,
    "an empty list": lambda *_: [],
    "an empty tuple": lambda *_: (),
    "an empty dict": lambda *_: {},
    "ragged lists": lambda *_: [[1], [2, 3]],
    "a generator": lambda *_: (x for x in range(3)),
    "a complex number": lambda *_: 1j,
    "infinity": lambda *_: np.inf,
    "a dict of None": lambda *_: {"w": None},
    "its arguments": lambda *arguments: arguments,
}


@each(ast.FunctionDef)
def test_a_function_that_goes_wrong_gets_one_line(exercise, capsys):
    for name, broken in FUNCTIONS.items():
        assert said(capsys, exercise, broken).startswith("✗"), name
    assert "OfTheReader" in said(capsys, exercise, raises)


def _class(init=None, update=None):
    members = {"__init__": init, "update": update}
    return type("Mine", (), {k: v for k, v in members.items() if v})


@each(ast.ClassDef)
def test_a_class_that_goes_wrong_gets_one_line(exercise, capsys):
    for name, broken in FUNCTIONS.items():
        for answer in (_class(update=broken), _class(init=broken), broken):
            assert said(capsys, exercise, answer).startswith("✗"), name


@each(ast.Assign, ast.FunctionDef, ast.ClassDef)
def test_the_stub_is_an_exercise_that_nobody_has_tried(exercise, capsys):
    module = importlib.import_module(f"rmsprop_lib.exercises.n{exercise[0]}")
    names = {"np": np, "Optimizer": Optimizer, exercise[1]: check_of(exercise)}
    names[f"n{exercise[0]}"] = module
    lines = set()
    for _ in range(3):
        exec(exercise[3], dict(names))
        lines.add(capsys.readouterr().out)
        assert checks.outcomes[-1][:2] == (exercise[1], "not tried")
    assert len(lines) == 1  # the stub may be run as often as one likes


# ---- right answers, written differently ----------------------------------------------


def converted(value, change):
    if isinstance(value, dict):
        return {name: converted(part, change) for name, part in value.items()}
    if isinstance(value, tuple):
        return tuple(converted(part, change) for part in value)
    numbers = (np.ndarray, np.floating, float, int)  # True is no number here
    is_one = isinstance(value, numbers) and not isinstance(value, bool)
    return change(value) if is_one else value


def in_tuples(value):
    return tuple(map(in_tuples, value)) if np.ndim(value) else value


def one_by_one(value):
    """Return a generator of what a sequence holds."""
    return (part for part in value) if np.ndim(value) else value


# What is returned there is put to work: an array, or what makes one at once.
ARRAYS = {"check_fork", "check_updated", "check_turned_step"}
CHANGES = {
    "as it is": lambda value: value,
    "a list": lambda value: np.asarray(value).tolist(),
    "float32": lambda value: np.float32(value) if np.asarray(value).dtype.kind == "f"
        else value,
    "tuples": in_tuples,
    "a generator": one_by_one,
    "0-d arrays": lambda value: value if np.ndim(value) else np.array(value),
}  # fmt: skip


@each(ast.FunctionDef)
def test_the_solution_is_right_whatever_holds_it_and_with_prints(exercise, capsys):
    function, numbers = solved(exercise), []
    for name, change in CHANGES.items():
        if name == "a generator" and exercise[1] in ARRAYS:
            continue

        def written(*arguments, change=change):
            print("a reader's own print")
            return converted(
                function(*arguments), lambda v: numbers.append(v) or change(v)
            )

        assert said(capsys, exercise, written).startswith("✔ right"), name
        if not numbers:  # nothing of it is changed, in none of the ways
            break


@each(ast.ClassDef)
def test_a_class_that_is_right_is_accepted(exercise, capsys):
    assert said(capsys, exercise, solved(exercise)).startswith("✔ right")


def choices(exercise):
    """Return the options of a choice, as its check names them; [] for a number."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        check_of(exercise)(None)
    text = printed.getvalue()
    return re.findall(r"'([^']+)'", text) if "in place of None" in text else []


@each(ast.Assign)
def test_every_option_of_a_choice_has_an_answer_of_its_own(exercise, capsys):
    options = choices(exercise)
    replies = [said(capsys, exercise, f" {option.upper()} ") for option in options]
    assert len(set(replies)) == len(options)
    assert sum(reply.startswith("✔ right") for reply in replies) == bool(options)
    assert all(reply.startswith(("✔ right", "✗")) for reply in replies)
