"""The checks of notebook 13: what each wrong answer must be told."""

import json
import pathlib

import numpy as np
import pytest

from rmsprop_lib.exercises import n13
from rmsprop_lib.exercises.n13 import (
    at_the_edge,
    check_adam_step,
    check_all_five,
    check_edge,
    check_moved_rate,
)
from rmsprop_lib.optimizers import Adam

NOTEBOOK = pathlib.Path(__file__).parents[1] / "notebooks/13_which_optimizer.ipynb"


def adam(
    theta,
    g,
    m,
    v,
    t,
    rate,
    b1,
    b2,
    epsilon,
    new_m=lambda m, g, b1: [b1 * a + (1 - b1) * b for a, b in zip(m, g, strict=True)],
    new_v=lambda v, g, b2: [
        b2 * a + (1 - b2) * b * b for a, b in zip(v, g, strict=True)
    ],
    share_m=lambda b1, t: 1 - b1**t,
    share_v=lambda b2, t: 1 - b2**t,
    divide=lambda m, v, g, epsilon: m / (v**0.5 + epsilon),
    sign=-1,
):
    """Return Adam's step, number by number, with parts that may be wrong."""
    print("one step")
    m, v = new_m(list(m), list(g), b1), new_v(list(v), list(g), b2)
    moved = [
        p + sign * rate * divide(a / share_m(b1, t), b / share_v(b2, t), c, epsilon)
        for p, a, b, c in zip(theta, m, v, g, strict=True)
    ]
    return [moved, m, v]


def wrong(**parts):
    return lambda *case: adam(*case, **parts)


def as_in_the_library(theta, g, m, v, t, rate, b1, b2, epsilon):
    optimizer = Adam(rate, b1, b2, epsilon)
    optimizer.load_state_dict({"step": t - 1, "m": {"x": m}, "v": {"x": v}})
    new = optimizer.update({"x": theta.copy()}, {"x": g})["x"]
    return new, optimizer.m["x"], optimizer.v["x"]


def in_float32(*case):
    return tuple(np.float32(part) for part in as_in_the_library(*case))


def in_place(theta, g, m, v, t, rate, b1, b2, epsilon):
    new, new_m, new_v = as_in_the_library(theta, g, m, v, t, rate, b1, b2, epsilon)
    theta[:], m[:], v[:] = new, new_m, new_v
    return theta, m, v


def keeps_the_corrected(theta, g, m, v, t, rate, b1, b2, epsilon):
    new, m, v = as_in_the_library(theta, g, m, v, t, rate, b1, b2, epsilon)
    return new, m / (1 - b1**t), v / (1 - b2**t)


def epsilon_outside(theta, g, m, v, t, rate, b1, b2, epsilon):
    _, m, v = as_in_the_library(theta, g, m, v, t, rate, b1, b2, epsilon)
    m_hat, v_hat = m / (1 - b1**t), v / (1 - b2**t)
    return theta - rate * m_hat / np.sqrt(v_hat) + epsilon, m, v


def swapped(a, b, share):
    return [(1 - share) * x + share * y for x, y in zip(a, b, strict=True)]


def one(beta, t):
    return 1


STEPS = [
    (adam, "✔ right"),
    (as_in_the_library, "✔ right"),
    (in_float32, "✔ right"),
    (lambda theta, g, m, v, *rest: (theta, m, v), "Nothing has changed yet"),
    (
        lambda theta, *rest: (theta, *as_in_the_library(theta, *rest)[1:]),
        "θ is still the old one",
    ),
    (lambda *c: as_in_the_library(*c[:5], 1.0, *c[6:]), "The rate is missing"),
    (epsilon_outside, "added to θ"),
    (keeps_the_corrected, "you return the corrected means"),
    (wrong(share_m=one, share_v=one), "Your means are not corrected"),
    (wrong(share_v=one), "Only m is corrected"),
    (wrong(share_m=one), "Only v is corrected"),
    (
        wrong(share_m=lambda b, t: 1 - b, share_v=lambda b, t: 1 - b),
        "has no t in it",
    ),
    (
        wrong(
            share_m=lambda b, t: 1 - b ** (t + 1), share_v=lambda b, t: 1 - b ** (t + 1)
        ),
        "that of step t + 1",
    ),
    (
        wrong(
            new_m=swapped,
            new_v=lambda v, g, b: swapped(v, np.square(g), b),
        ),
        "β₁ and 1 − β₁ are swapped",
    ),
    (
        lambda theta, g, m, v, t, rate, b1, b2, epsilon: adam(
            theta, g, m, v, t, rate, b2, b1, epsilon
        ),
        "have changed places",
    ),
    (
        wrong(new_v=lambda v, g, b: list(b * np.array(v) + (1 - b) * np.array(g))),
        "averages g, not g²",
    ),
    (
        wrong(new_m=lambda m, g, b: (b * np.array(m) + np.array(g)).tolist()),
        "momentum's sum",
    ),
    (
        wrong(divide=lambda m, v, g, epsilon: g / (v**0.5 + epsilon)),
        "step along g",
    ),
    (wrong(divide=lambda m, v, g, epsilon: m / (v + epsilon)), "There is no root"),
    (
        wrong(divide=lambda m, v, g, epsilon: m / (v + epsilon) ** 0.5),
        "inside the root",
    ),
    (wrong(divide=lambda m, v, g, epsilon: m / v**0.5), "ε is missing"),
    (wrong(sign=1), "uphill"),
    (in_place, "the caller's arrays have changed"),
    (lambda *case: adam(*case)[0], "should return three arrays"),
    (lambda *case: None, "returns nothing"),
    (lambda *case: case[0].step, "stops with AttributeError"),
]


@pytest.mark.parametrize("answer, hint", STEPS, ids=range(len(STEPS)))
def test_adam_step(capsys, answer, hint):
    check_adam_step(answer)
    assert hint in capsys.readouterr().out


def by_sorting(losses):
    middle = [sorted(row)[len(row) // 2] for row in losses.tolist()]
    return middle.index(min(middle)) in (0, len(middle) - 1)


def as_zero_or_one(losses):
    typical = np.median(losses, axis=1)
    return int(min(typical[0], typical[-1]) <= typical.min())


def finite_only(losses):
    typical = [np.median(row[np.isfinite(row)]) for row in losses]
    return np.argmin(typical) in (0, len(losses) - 1)


def typical(losses):
    return np.median(losses, axis=1).tolist()


EDGES = [
    (by_sorting, "✔ right"),
    (as_zero_or_one, "✔ right"),
    (lambda losses: False, "no list is ever too short"),
    (lambda losses: True, "every list is too short"),
    (lambda losses: np.argmin(typical(losses)) == 0, "Only the first row"),
    (
        lambda losses: np.argmin(typical(losses)) == len(losses) - 1,
        "the last row only",
    ),
    (lambda losses: np.argmin(typical(losses)) in (0, len(losses)), "(Of n rows"),
    (
        lambda losses: 0 < np.argmin(typical(losses)) < len(losses) - 1,
        "the other way round",
    ),
    (lambda losses: int(np.argmin(typical(losses))), "the number of the best row"),
    (
        lambda losses: losses.sum(axis=1).argmin() in (0, len(losses) - 1),
        "You compare means",
    ),
    (
        lambda losses: np.argmin(losses) // losses.shape[1] in (0, len(losses) - 1),
        "single lucky run",
    ),
    (finite_only, "leave out runs that diverged"),
    (
        lambda losses: np.argmax(typical(losses)) in (0, len(losses) - 1),
        "highest median",
    ),
    (
        lambda losses: np.argmin(np.median(losses, axis=0)) in (0, len(losses) - 1),
        "Which axis counts the seeds",
    ),
    (lambda losses: losses[0], "should return True or False"),
    (lambda losses: None, "returns nothing"),
    (lambda losses: losses.best(), "stops with AttributeError"),
]


@pytest.mark.parametrize("answer, hint", EDGES, ids=range(len(EDGES)))
def test_edge(capsys, answer, hint):
    check_edge(answer)
    assert hint in capsys.readouterr().out


def test_at_the_edge_counts_a_run_that_diverged_as_bad():
    assert not at_the_edge([[3.0, 3.0], [1.0, 1.0], [0.5, np.nan], [2.0, np.inf]])
    assert at_the_edge([[3.0, 3.0, 3.0], [9.0, 9.0, 9.0], [0.5, np.nan, 0.6]])


FIVE = [
    (None, "no answer yet"),
    (1 / 16, "✔ right"),
    (0.0625, "✔ right"),
    (0.06, "✔ right"),
    (1 / 32, "a *certain* one"),
    (0.5, "That is one seed"),
    (0.1, "multiply"),
    (0.2, "How many outcomes"),
    (5 / 32, "four seeds ahead"),
    (1 / 64, "too small"),
    (6.25, "In percent?"),
    (0.9, "too large"),
    ("1/16", "a number is expected"),
]


@pytest.mark.parametrize("answer, hint", FIVE)
def test_all_five(capsys, answer, hint):
    check_all_five(answer)
    assert hint in capsys.readouterr().out


MOVED = [
    (None, "no answer yet"),
    ("smaller", "✔ right"),
    (" Smaller ", "✔ right"),
    ("larger", "how long is the first step"),
    ("the same", "v did not start at 0"),
    ("0.005", "none of the options"),
]


@pytest.mark.parametrize("answer, hint", MOVED)
def test_moved_rate(capsys, answer, hint):
    check_moved_rate(answer)
    assert hint in capsys.readouterr().out


def test_the_solutions_of_the_notebook_are_right(capsys):
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    written = [
        "".join(cell["source"])
        for cell in cells
        if "solution" in cell["metadata"].get("tags", [])
    ]
    written = [code for code in written if code.startswith("def ")]
    assert len(written) == 2
    for code in written:
        exec(code, {"np": np, **vars(n13)})
    assert capsys.readouterr().out.count("✔ right") == 2


def test_no_hint_gives_the_answer_away():
    """A hint asks; it holds no line that could be put into the answer."""
    hints = [*n13._ADAM_MISTAKES, *n13._EDGE_MISTAKES]
    for hint in hints:
        for given_away in ("beta", "np.", "argmin", "**", "len(", "axis="):
            assert given_away not in hint, hint
