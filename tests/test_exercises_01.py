"""The checks of notebook 01: what each wrong answer must be told."""

import json
import pathlib

import numpy as np
import pytest

from rmsprop_lib.exercises.n01 import (
    check_adagrad_rate,
    check_effective_rate,
    check_whose_curve,
)

NOTEBOOK = (
    pathlib.Path(__file__).parents[1] / "notebooks/01_one_rate_per_parameter.ipynb"
)

RATES = [
    (lambda a, b, g: (a - b) / g, "✔ right"),
    (lambda a, b, g: [(x - y) / z for x, y, z in zip(a, b, g, strict=True)], "✔ right"),
    (lambda a, b, g: np.float32(b - a) / np.float32(-g), "✔ right"),
    (lambda a, b, g: None, "returns nothing"),
    (lambda a, b, g: (b - a) / g, "negative"),
    (lambda a, b, g: a - b, "length of the step"),
    (lambda a, b, g: np.abs(b - a), "without its sign"),
    (lambda a, b, g: g / (a - b), "upside down"),
    (lambda a, b, g: (a - b) / np.abs(g), "divide by |g|"),
    (lambda a, b, g: (a - b) * g, "multiply by g"),
    (lambda a, b, g: np.abs(a - b) / np.abs(g), "You take absolute values"),
    (lambda a, b, g: a - b / g, "bracket is missing"),
    (lambda a, b, g: (a - b) / a, "divide by the parameter"),
    (lambda a, b, g: (a - b) / g**2, "divide by g²"),
    (lambda a, b, g: a - g, "a rate of 1"),
    (lambda a, b, g: a.rate, "stops with AttributeError"),
    (lambda a, b, g: 0.5, "should return an array"),
]


@pytest.mark.parametrize("answer, hint", RATES, ids=range(len(RATES)))
def test_effective_rate(capsys, answer, hint):
    check_effective_rate(answer)
    assert hint in capsys.readouterr().out


NUMBERS = [
    (None, "no answer yet"),
    (0.01, "✔ right"),
    (0.001, "root is missing"),
    (0.1, "the first step's"),
    (1, "multiply by the root"),
    (10, "That is the divisor"),
    (0.316, "RMSprop's first rate"),
    (0.01005, "add 99 squares"),
    (0.02, "too large"),
]


@pytest.mark.parametrize("answer, hint", NUMBERS)
def test_adagrad_rate(capsys, answer, hint):
    check_adagrad_rate(answer)
    assert hint in capsys.readouterr().out


CHOICES = [
    (None, "no answer yet"),
    ("RMSprop", "✔ right"),
    ("adagrad", "never shrinks"),
    ("adam", "none of the options"),
]


@pytest.mark.parametrize("answer, hint", CHOICES)
def test_whose_curve(capsys, answer, hint):
    check_whose_curve(answer)
    assert hint in capsys.readouterr().out


def test_the_solutions_of_the_notebook_are_right(capsys):
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    solutions = [
        "".join(cell["source"])
        for cell in cells
        if "solution" in cell["metadata"].get("tags", [])
    ]
    checks = {
        "np": np,
        "check_effective_rate": check_effective_rate,
        "check_adagrad_rate": check_adagrad_rate,
        "check_whose_curve": check_whose_curve,
    }
    for code in solutions:
        exec(code, dict(checks))
    assert len(solutions) == capsys.readouterr().out.count("✔ right") == 3
