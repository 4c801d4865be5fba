"""The checks of notebook 07: what each wrong answer must be told."""

import json
import pathlib

import numpy as np
import pytest

from rmsprop_lib.exercises.n07 import (
    check_choose_rate,
    check_hovering,
    check_quarter_turn,
)

NOTEBOOK = (
    pathlib.Path(__file__).parents[1] / "notebooks/07_against_gradient_descent.ipynb"
)


def loops(losses, rates):
    print("trying")
    best, lowest = None, float("inf")
    for row, rate in zip(losses.tolist(), rates, strict=True):
        row = sorted(float("inf") if x != x else x for x in row)
        middle = (row[(len(row) - 1) // 2] + row[len(row) // 2]) / 2
        if middle < lowest:
            best, lowest = rate, middle
    return np.float32(best)


def partition(losses, rates):
    return [rates[int(np.median(np.nan_to_num(losses, nan=1e30), axis=1).argmin())]][0]


def full(losses):
    return np.where(np.isnan(losses), np.inf, losses)


RATE_ANSWERS = [
    (loops, "✔ right"),
    (partition, "✔ right"),
    (lambda losses, rates: rates[0], "Nothing is chosen yet"),
    (lambda losses, rates: np.argmin(np.median(full(losses), axis=1)), "the position"),
    (lambda losses, rates: np.argmin(np.nanmedian(losses, 1)), "leave out the runs"),
    (lambda losses, rates: np.argmin(np.median(losses, 1)), "and a median with NaN"),
    (
        lambda losses, rates: rates[np.nanargmin(np.median(losses, 1))],
        "as soon as one start",
    ),
    (lambda losses, rates: rates[losses.mean(1).argmin()], "a mean with NaN"),
    (lambda losses, rates: rates[np.nanmean(losses, 1).argmin()], "count for nothing"),
    (lambda losses, rates: rates[np.median(losses, 0).argmin()], "counts the starts"),
    (
        lambda losses, rates: rates[np.median(full(losses), 0).argmin()],
        "Which axis",
    ),
    (lambda losses, rates: np.min(np.median(full(losses), axis=1)), "return the loss"),
    (lambda losses, rates: rates[np.nanmin(losses, axis=1).argmin()], "single lucky"),
    (
        lambda losses, rates: rates[np.nan_to_num(losses, nan=1e9).mean(1).argmin()],
        "A single bad start",
    ),
    (
        lambda losses, rates: rates[
            np.median(np.nan_to_num(losses, nan=1e9), 1).argmax()
        ],
        "largest loss",
    ),
    (
        lambda losses, rates: rates[np.argmin(np.median(losses, 1))],
        "A run that diverged",
    ),
    (lambda losses, rates: rates[np.argmin(np.nanmedian(losses, 1))], "out of account"),
    (lambda losses, rates: None, "returns nothing"),
    (lambda losses, rates: losses[0], "should return one of the rates"),
    (lambda losses, rates: rates.best, "stops with AttributeError"),
]


@pytest.mark.parametrize("answer, hint", RATE_ANSWERS, ids=range(len(RATE_ANSWERS)))
def test_choose_rate(capsys, answer, hint):
    check_choose_rate(answer)
    assert hint in capsys.readouterr().out


HOVERING = [
    (None, "no answer yet"),
    (0.01, "✔ right"),
    (-0.01, "look at the sign"),
    (0.02, "the whole step"),
    (0.05, "what it was for η = 0.1"),
    (0, "never settles"),
    (0.005, "You halve twice"),
    (0.0632, "the first step"),
    (0.04, "What is left of the step"),
    (0.03, "too large"),
]


@pytest.mark.parametrize("answer, hint", HOVERING)
def test_hovering(capsys, answer, hint):
    check_hovering(answer)
    assert hint in capsys.readouterr().out


CHOICES = [
    (None, "no answer yet"),
    ("RMSprop", "✔ right"),
    ("neither", "that is what 45° does"),
    ("gradient descent", "does not notice a turn"),
    ("adam", "none of the options"),
]


@pytest.mark.parametrize("answer, hint", CHOICES)
def test_quarter_turn(capsys, answer, hint):
    check_quarter_turn(answer)
    assert hint in capsys.readouterr().out


def test_the_solution_of_the_notebook_is_right(capsys):
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    (code,) = [
        "".join(cell["source"])
        for cell in cells
        if "solution" in cell["metadata"].get("tags", [])
        and "def choose_rate" in "".join(cell["source"])
    ]
    exec(code, {"np": np, "check_choose_rate": check_choose_rate})
    assert capsys.readouterr().out.startswith("✔ right")
