"""The checks of notebook 02: what each wrong answer must be told."""

import json
import pathlib

import numpy as np
import pytest

from rmsprop_lib.exercises.n02 import check_descend, check_edge_rate, check_sides

NOTEBOOK = pathlib.Path(__file__).parents[1] / "notebooks/02_fixed_rates.ipynb"


def walk(gradient, x, rate, steps, first=True, extra=0):
    points = [x] if first else []
    for _ in range(steps + extra):
        x = x - rate * gradient(x)
        points.append(x)
    return points


def as_float32(gradient, start, learning_rate, steps):
    print("walking")
    points = np.empty(steps + 1, dtype=np.float32)
    points[0] = start
    for k in range(steps):
        points[k + 1] = points[k] - learning_rate * gradient(points[k])
    return points


def recursive(gradient, x, rate, n):
    return [x] + (recursive(gradient, x - rate * gradient(x), rate, n - 1) if n else [])


DESCEND = [
    (walk, "✔ right"),
    (as_float32, "✔ right"),
    (recursive, "✔ right"),
    (lambda g, x, r, n: [x], "Nothing moves yet"),
    (lambda g, x, r, n: walk(g, x, -r, n), "uphill"),
    (lambda g, x, r, n: walk(g, x, 1, n), "learning rate is missing"),
    (lambda g, x, r, n: [x - k * r * g(x) for k in range(n + 1)], "taken once"),
    (lambda g, x, r, n: [x] + [x - r * g(x)] * n, "starts again from `start`"),
    (lambda g, x, r, n: walk(g, x, r, n, first=False), "start is missing"),
    (lambda g, x, r, n: walk(g, x, r, n, extra=1), "one step too many"),
    (lambda g, x, r, n: walk(g, x, r, n, extra=-1), "one step too few"),
    (lambda g, x, r, n: walk(g, x, r, n)[-1], "last point alone"),
    (lambda g, x, r, n: [x, walk(g, x, r, n)[-1]], "two points"),
    (lambda g, x, r, n: walk(g, x, r, 1), "inside the loop"),
    (lambda g, x, r, n: [x, *walk(g, x, r, n - 1)], "start is there twice"),
    (lambda g, x, r, n: walk(lambda p: 2 * p, x, r, n), "gradient is 2x"),
    (lambda g, x, r, n: walk(lambda p: p, x, r, n), "multiply by x"),
    (lambda g, x, r, n: None, "returns nothing"),
    (lambda g, x, r, n: g.slope, "stops with AttributeError"),
    (lambda g, x, r, n: [x] * (n + 1), "the list, as far as five points, is [5.0"),
    (lambda g, x, r, n: [x] * 9, "the number of points is 9"),
    (3, "a function is expected"),
]


@pytest.mark.parametrize("answer, hint", DESCEND, ids=range(len(DESCEND)))
def test_descend(capsys, answer, hint):
    check_descend(answer)
    assert hint in capsys.readouterr().out


NUMBERS = [
    (None, "no answer yet"),
    (0.04, "✔ right"),
    (0.08, "25 is not the second derivative"),
    (0.02, "arrives in one step"),
    (1, "the edge for x²"),
    (50, "the curvature"),
    (25, "λ/2"),
    (0.03, "too small"),
]


@pytest.mark.parametrize("answer, hint", NUMBERS)
def test_largest_rate(capsys, answer, hint):
    check_edge_rate(answer)
    assert hint in capsys.readouterr().out


CHOICES = [
    (None, "no answer yet"),
    ("Oscillating", "✔ right"),
    ("one-sided", "Which sign"),
    ("diverging", "How large"),
    ("slow", "none of the options"),
]


@pytest.mark.parametrize("answer, hint", CHOICES)
def test_sides(capsys, answer, hint):
    check_sides(answer)
    assert hint in capsys.readouterr().out


def test_the_solutions_of_the_notebook_are_right(capsys):
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    solutions = [
        "".join(cell["source"])
        for cell in cells
        if "solution" in cell["metadata"].get("tags", [])
    ]
    for code in solutions:
        exec(
            code,
            {
                "check_descend": check_descend,
                "check_edge_rate": check_edge_rate,
                "check_sides": check_sides,
            },
        )
    assert len(solutions) == capsys.readouterr().out.count("✔ right") == 3
