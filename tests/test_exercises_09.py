"""The checks of notebook 09: what each wrong answer must be told."""

import json
import pathlib

import numpy as np
import pytest

from rmsprop_lib.exercises.n09 import (
    check_path_rates,
    check_record,
    check_settling_rate,
    path_rates,
)
from rmsprop_lib.objectives import minimize, rosenbrock
from rmsprop_lib.optimizers import RMSprop

NOTEBOOK = pathlib.Path(__file__).parents[1] / "notebooks/09_paths.ipynb"


def copies(step, start, steps):
    print("recording")
    point, rows = np.array(start), []
    for count in range(steps + 1):
        rows.append(point.tolist())
        if count < steps:
            step(point)
    return rows


def one_table(step, start, steps):
    table = np.empty((steps + 1, 2), dtype=np.float32)
    table[0] = start
    for t in range(steps):
        table[t + 1] = step(table[t].copy())
    return table


def no_copies(step, start, steps):
    rows = [start]
    for _ in range(steps):
        rows.append(step(start))
    return np.array(rows)


def own_start_only(step, start, steps):
    return no_copies(step, start.copy(), steps)


def start_on_the_list(step, start, steps):
    rows = [start]
    for _ in range(steps):
        rows.append(step(start).copy())
    return np.array(rows)


def start_copied_only(step, start, steps):
    point, rows = start.copy(), [start.copy()]
    for _ in range(steps):
        rows.append(step(point))
    return np.array(rows)


def moves_the_start(step, start, steps):
    rows = [start.copy()]
    for _ in range(steps):
        rows.append(step(start).copy())
    return np.array(rows)


def too_early(step, start, steps):
    point, rows = start.copy(), [start.copy()]
    for _ in range(steps):
        rows.append(point.copy())
        step(point)
    return np.array(rows)


def without_the_start(step, start, steps):
    point, rows = start.copy(), []
    for _ in range(steps + 1):
        step(point)
        rows.append(point.copy())
    return np.array(rows)


def always_from_the_start(step, start, steps):
    return np.array([start] + [step(start.copy()) for _ in range(steps)])


def steps_a_copy(step, start, steps):
    rows = [start.copy()]
    for _ in range(steps):
        step(start.copy())
        rows.append(start.copy())
    return np.array(rows)


def moves_what_it_kept(step, start, steps):
    rows = [start.copy()]
    for _ in range(steps):
        rows.append(step(rows[-1]).copy())
    return np.array(rows)


RECORDS = [
    (moves_what_it_kept, "moves the row that you give it"),
    (copies, "✔ right"),
    (one_table, "✔ right"),
    (lambda step, start, steps: np.array([start] * (steps + 1)), "Nothing has moved"),
    (steps_a_copy, "Nothing has moved"),
    (no_copies, "Every row is the last point"),
    (own_start_only, "Every row is the last point"),
    (start_copied_only, "The start is right, and"),
    (
        lambda step, start, steps: np.array([step(start) for _ in range(steps + 1)]),
        "one step too far",
    ),
    (start_on_the_list, "All rows are right but the first"),
    (moves_the_start, "the caller's arrays have changed"),
    (too_early, "The start is there twice"),
    (without_the_start, "one step too many"),
    (always_from_the_start, "one step away from the start"),
    (lambda step, start, steps: np.array([start]), "should return an array of shape"),
    (lambda step, start, steps: None, "returns nothing"),
    (lambda step, start, steps: step(start).position, "stops with AttributeError"),
]


@pytest.mark.parametrize("answer, hint", RECORDS, ids=range(len(RECORDS)))
def test_record(capsys, answer, hint):
    check_record(answer)
    assert hint in capsys.readouterr().out


def along(cache, rate=lambda v, eta, epsilon: eta / (v**0.5 + epsilon)):
    """Return an answer with this cache and this use of it, written with lists."""

    def answer(gradients, learning_rate, decay_rate, epsilon):
        v, rows = [0.0] * len(gradients[0]), []
        for g in gradients.tolist():
            v = cache(v, g, decay_rate)
            rows.append([rate(each, learning_rate, epsilon) for each in v])
        return rows

    return answer


def mean(v, g, rho):
    return [rho * a + (1 - rho) * b * b for a, b in zip(v, g, strict=True)]


def shared(v, g, rho):
    return mean(v, [np.sqrt(np.mean(np.square(g)))] * len(g), rho)


def divides_first(gradients, eta, rho, epsilon):
    v, rows = np.zeros(2), []
    for g in gradients:
        rows.append(eta / (np.sqrt(v) + epsilon))
        v = rho * v + (1 - rho) * g**2
    return np.array(rows)


def corrected(gradients, eta, rho, epsilon):
    v, rows = np.zeros(2), []
    for t, g in enumerate(gradients, start=1):
        v = rho * v + (1 - rho) * g**2
        rows.append(eta / (np.sqrt(v / (1 - rho**t)) + epsilon))
    return np.array(rows)


def in_float32(gradients, eta, rho, epsilon):
    rates = path_rates(gradients.astype(np.float32), eta, rho, epsilon)
    return rates.astype(np.float32)


RATES = [
    (along(mean), "✔ right"),
    (in_float32, "✔ right"),
    (lambda g, eta, rho, epsilon: np.full(g.shape, eta), "η itself"),
    (along(mean, lambda v, eta, epsilon: eta / (v + epsilon)), "You divide by v"),
    (
        along(
            lambda v, g, rho: [
                (1 - rho) * a + rho * b * b for a, b in zip(v, g, strict=True)
            ]
        ),
        "ρ and 1−ρ are swapped",
    ),
    (
        along(mean, lambda v, eta, epsilon: eta / (v + epsilon) ** 0.5),
        "inside your root",
    ),
    (
        along(mean, lambda v, eta, epsilon: eta / np.sqrt(v)),
        "ε is missing",
    ),
    (
        along(
            lambda v, g, rho: [
                rho * a + (1 - rho) * abs(b) for a, b in zip(v, g, strict=True)
            ],
            lambda v, eta, epsilon: eta / (v + epsilon),
        ),
        "averages |g|",
    ),
    (divides_first, "before the step"),
    (along(lambda v, g, rho: [(1 - rho) * b * b for b in g]), "starts at 0 again"),
    (along(shared), "share one cache"),
    (
        along(lambda v, g, rho: [a + b * b for a, b in zip(v, g, strict=True)]),
        "That is AdaGrad",
    ),
    (
        along(lambda v, g, rho: [rho * a + b * b for a, b in zip(v, g, strict=True)]),
        "its full weight",
    ),
    (corrected, "Adam does"),
    (lambda g, *settings: g * path_rates(g, *settings), "These are the steps"),
    (lambda g, eta, *rest: eta / path_rates(g, eta, *rest), "the divisors"),
    (lambda g, *settings: path_rates(g, *settings)[-1], "should return an array"),
    (lambda g, *settings: None, "returns nothing"),
    (lambda g, *settings: g.rates, "stops with AttributeError"),
]


@pytest.mark.parametrize("answer, hint", RATES, ids=range(len(RATES)))
def test_effective_rates(capsys, answer, hint):
    check_path_rates(answer)
    assert hint in capsys.readouterr().out


def test_the_rates_are_those_that_rmsprop_used():
    path = minimize(rosenbrock(), RMSprop(0.02, 0.8, 1e-3), [-1.5, 2.5], steps=50)
    rates = path_rates(path.gradients, 0.02, 0.8, 1e-3)
    steps = np.diff(path.points, axis=0)
    np.testing.assert_allclose(-rates * path.gradients, steps, rtol=1e-9, atol=1e-13)


LARGEST = [
    (None, "no answer yet"),
    (0.002, "✔ right"),
    (0.001, "half of it"),
    (0.00249, "an entry of the matrix"),
    (0.01, "along y alone"),
    (0.005, "You took 400"),
    (5.008, "the gentle eigenvalue"),
    (0.000797, "That is 2/κ"),
    (1001.6, "That is λ itself"),
    (0.1, "too large"),
    (-0.002, "look at the sign"),
]


@pytest.mark.parametrize("answer, hint", LARGEST)
def test_largest_rate(capsys, answer, hint):
    check_settling_rate(answer)
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
        "check_record": check_record,
        "check_path_rates": check_path_rates,
    }
    written = [code for code in solutions if code.startswith("def ")]
    assert len(written) == 2
    for code in written:
        exec(code, dict(checks))
    assert capsys.readouterr().out.count("✔ right") == 2
