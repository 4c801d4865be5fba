"""Answers as students write them, from the texts alone: what a check makes of them.

They stand in answers/, apart from the checks. No hint is expected here word for word,
so that the checks are not made to fit them.
"""

import contextlib
import importlib
import importlib.util
import io
import linecache
import re
import textwrap
from pathlib import Path

import numpy as np
import pytest

from rmsprop_lib.exercises import checks
from rmsprop_lib.optimizers import Optimizer, RMSprop

KINDS = {  # words of a mistake that occurs in many exercises, and what is to be said
    "return in the loop": "`?return`? inside the loop|where does it return",
    "nothing returned": "returns nothing",
    "caret": r"`\^` is no power",
    "uphill": "uphill",
    "rounded": "round",
    "transposed": "rows and columns have changed places",
    "flat": "with the same numbers in it",
    "in place": "the caller's `\\w+`( and `\\w+`)? changed",
}


def answers():
    """Return {name of a check: {"head": …, "right": …, "wrong": …}} of all files."""
    found = {}
    for file in sorted((Path(__file__).parent / "answers").glob("answers_*.py")):
        spec = importlib.util.spec_from_file_location(file.stem, file)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        found |= module.ANSWERS
    return found


def written(head, text):
    """Return the number, function or class that `text` makes below `head`.

    Two methods, in a head of two, are apart by a line `---`.
    """
    names = {"np": np, "Optimizer": Optimizer, "RMSprop": RMSprop}
    if not head:
        return eval(f"({text})", names)
    heads, bodies = head.split("---\n"), textwrap.dedent(text).split("---\n")
    bodies = [""] * (len(heads) - len(bodies)) + bodies
    source = ""
    for top, body in zip(heads, bodies, strict=True):
        last = top.strip("\n").splitlines()[-1]
        deep = len(last) - len(last.lstrip()) + 4 * last.endswith(":")
        source += f"{top.strip()}\n" if top is heads[0] else f"{top.rstrip()}\n"
        source += textwrap.indent(body.strip("\n"), " " * deep) + "\n"
    file = f"<answer {hash(source)}>"
    linecache.cache[file] = len(source), None, source.splitlines(True), file
    before = {*names, "__builtins__"}
    exec(compile(source, file, "exec"), names)
    return next(made for name, made in names.items() if name not in before)


def told(name, answer):
    """Return what the check says, with its mark."""
    module, function = name.split(".")
    checks._said.clear()
    with contextlib.redirect_stdout(io.StringIO()) as out:
        module = importlib.import_module(f"rmsprop_lib.exercises.{module}")
        getattr(module, function)(answer)
    return out.getvalue().strip()


ANSWERS = answers()


@pytest.mark.parametrize("name", ANSWERS)
def test_right_answers_pass_and_wrong_ones_do_not(name, without_a_child):
    head, failed = ANSWERS[name]["head"], []
    for how, text in ANSWERS[name]["right"].items():
        line = told(name, written(head, text))
        failed += [f"{how}: {line}"] * (not line.startswith("✔"))
    for what, text in ANSWERS[name]["wrong"].items():
        line = told(name, written(head, text))
        kind = next((k for k in KINDS if what.startswith(k)), None)
        named = kind is None or re.search(KINDS[kind], line, re.IGNORECASE)
        failed += [f"{what}: {line}"] * (line.startswith("✔") or not named)
    assert not failed, "\n".join(failed)
