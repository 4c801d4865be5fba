"""The checks of notebook 05: what each wrong answer must be told."""

import json
import pathlib

import numpy as np
import pytest

from rmsprop_lib.exercises.n05 import (
    check_half_life,
    check_recent,
    check_weights,
    gradient_weights,
)
from rmsprop_lib.optimizers import RMSprop

NOTEBOOK = pathlib.Path(__file__).parents[1] / "notebooks/05_decay_rate.ipynb"


def loops(decay_rate, n):
    print("trying")
    weight, weights = 1 - decay_rate, []
    while len(weights) < n:
        weights.append(weight)
        weight *= decay_rate
    return weights


def from_the_optimizer(rho, n):
    optimizer, x, seen = RMSprop(0.1, rho), {"x": np.zeros(1)}, []
    for g in [1.0] + [0.0] * (n - 1):
        optimizer.update(x, {"x": np.array([g])})
        seen.append(optimizer.cache["x"][0])
    return np.array(seen, dtype="float32")


WEIGHTS = [
    (loops, "✔ right"),
    (from_the_optimizer, "✔ right"),
    (lambda rho, n: tuple((1 - rho) * rho**k for k in range(n)), "✔ right"),
    (lambda rho, n: [0.0] * n, "All weights are 0"),
    (lambda rho, n: [rho**k for k in range(n)], "newest weight is 1"),
    (lambda rho, n: [rho * (1 - rho) ** k for k in range(n)], "swapped"),
    (lambda rho, n: [(1 - rho) * rho**k for k in reversed(range(n))], "reversed"),
    (lambda rho, n: [(1 - rho) * rho ** (k + 1) for k in range(n)], "once already"),
    (lambda rho, n: np.array(loops(rho, n)) / sum(loops(rho, n)), "add up to 1"),
    (lambda rho, n: np.cumsum(loops(rho, n)), "weigh together"),
    (lambda rho, n: [1 - rho] * n, "weights are equal"),
    (lambda rho, n: [1 / n] * n, "plain mean"),
    (
        lambda rho, n: [(1 - rho) * max(0, 1 - (1 - rho) * k) for k in range(n)],
        "an amount at every step, or a share",
    ),
    (lambda rho, n: np.sqrt(loops(rho, n)), "before the root"),
    (lambda rho, n: loops(rho, n + 1), "should return n numbers"),
    (lambda rho, n: print(loops(rho, n)), "returns nothing"),
    (lambda rho, n: loops(rho, n)[n], "stops with IndexError"),
    (lambda rho, n: [k * rho for k in range(n)], "not yet"),
]


@pytest.mark.parametrize("answer, hint", WEIGHTS, ids=range(len(WEIGHTS)))
def test_weights(capsys, answer, hint):
    check_weights(answer)
    assert hint in capsys.readouterr().out


def test_the_reference_is_what_the_optimizer_does():
    np.testing.assert_allclose(
        gradient_weights(0.7, 6), [0.3 * 0.7**k for k in range(6)]
    )
    np.testing.assert_allclose(
        from_the_optimizer(0.7, 6), gradient_weights(0.7, 6), rtol=1e-6
    )


HALF_LIFE = [
    (None, "no answer yet"),
    (0.99309, "✔ right"),
    (0.5 ** (1 / 100), "✔ right"),
    (0.99, "its half-life is 69"),
    (0.0069075, "is forgotten in a step"),
    (0.986233, "half-life of 50"),
    (0.99005, "1/e is left"),
    (0.5, "at every single step"),
    (0.995, "its half-life is 138"),
    (0.9**100, "after 100 steps"),
    (0.9931, "✔ right"),
    (0.993, "Give at least five"),
    (np.log(0.5) / 100, "What is ρ?"),
    (0.999, "too large"),
]


@pytest.mark.parametrize("number, hint", HALF_LIFE)
def test_half_life(capsys, number, hint):
    check_half_life(number)
    assert hint in capsys.readouterr().out


RECENT = [
    (None, "no answer yet"),
    ("Lower", "✔ right"),
    ("raise", "the article's sentence"),
    ("both", "none of the options"),
]


@pytest.mark.parametrize("answer, hint", RECENT)
def test_recent(capsys, answer, hint):
    check_recent(answer)
    assert hint in capsys.readouterr().out


def test_the_solutions_of_the_notebook_are_right(capsys):
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    solutions = [
        "".join(cell["source"])
        for cell in cells
        if "solution" in cell["metadata"].get("tags", [])
    ]
    checks = {
        "check_half_life": check_half_life,
        "check_recent": check_recent,
        "check_weights": check_weights,
    }
    for code in solutions:
        exec(code.split("\nclaim(")[0], {"np": np, **checks})
        assert capsys.readouterr().out.startswith("✔ right")
    assert len(solutions) == 3
