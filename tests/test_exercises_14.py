"""The exercises of notebook 14: each mistake gets its hint, right answers pass."""

import json
from pathlib import Path

import nbformat
import numpy as np
import pytest

from rmsprop_lib.exercises import n14

PATH = Path(__file__).resolve().parent.parent / "notebooks" / "14_word_order.ipynb"


def test_the_solutions_of_the_notebook_pass(capsys):
    names = {**vars(n14), "np": np}
    cells = nbformat.read(PATH, as_version=4).cells
    solutions = [c.source for c in cells if "solution" in c.metadata.get("tags", [])]
    assert len(solutions) == 3
    for source in solutions:
        exec(source, names)
    out = capsys.readouterr().out
    assert out.count("✔") == 3 and "✗" not in out


def right(g, h, wh):
    a = g * (1 - h**2)
    return a, a @ wh.T


def loops(g, h, wh):
    a = [[x * (1 - s * s) for x, s in zip(*rows, strict=True)]
         for rows in zip(g, h, strict=True)]
    back = [[sum(row[k] * wh[j][k] for k in range(3)) for j in range(3)] for row in a]
    return [a, back]


def single(g, h, wh):
    return right(*(x.astype(np.float32) for x in (g, h, wh)))


def in_place(g, h, wh):
    g *= 1 - h**2
    return g, g @ wh.T


@pytest.mark.parametrize(
    "answer, hint",
    [
        (right, "✔ right"),
        (loops, "✔ right"),
        (single, "✔ right"),
        (in_place, "the caller's arrays have changed"),
        (lambda g, h, wh: (g, g), "Nothing is computed"),
        (lambda g, h, wh: right(g, np.tanh(h), wh), "output of tanh already"),
        (lambda g, h, wh: (g * h * (1 - h), g * h * (1 - h) @ wh.T), "sigmoid"),
        (lambda g, h, wh: (g * (1 - h), g * (1 - h) @ wh.T), "the square"),
        (lambda g, h, wh: (g, g @ wh.T), "goes around tanh"),
        (lambda g, h, wh: (right(g, h, wh)[0], right(g, h, wh)[0] @ wh), "way back"),
        (lambda g, h, wh: (right(g, h, wh)[0], g @ wh.T), "passed through tanh first"),
        (lambda g, h, wh: (right(g, h, wh)[0],) * 2, "the same array"),
        (lambda g, h, wh: right(g, h, wh)[::-1], "changed places"),
        (lambda g, h, wh: None, "returns nothing"),
        (lambda g, h, wh: g, "should return two arrays"),
        (lambda g, h, wh: g @ np.ones(7), "ValueError"),
    ],
)
def test_step_back(capsys, answer, hint):
    n14.check_step_back(answer)
    assert hint in capsys.readouterr().out


def norm(grads):
    return np.sqrt(sum((g**2).sum() for g in grads.values()))


def scaled(grads, factor):
    return {name: g * factor for name, g in grads.items()}


def long_way(grads, largest):
    total = 0.0
    for g in grads.values():
        for x in np.ravel(g):
            total += x * x
    if total**0.5 <= largest:
        return grads
    return {name: (largest / total**0.5 * g).tolist() for name, g in grads.items()}


def written_into(grads, largest):
    for g in grads.values():
        g *= min(1, largest / 8)
    return scaled(grads, 1)


@pytest.mark.parametrize(
    "answer, hint",
    [
        (lambda g, m: scaled(g, min(1, m / norm(g))), "✔ right"),
        (long_way, "✔ right"),
        (lambda g, m: dict(g), "Nothing is clipped"),
        (lambda g, m: {k: np.clip(x, -m, m) for k, x in g.items()}, "by itself"),
        (
            lambda g, m: {
                k: x * min(1, m / np.linalg.norm(x)) for k, x in g.items()
            },
            "a factor of its own",
        ),
        (lambda g, m: scaled(g, m / norm(g)), "shorter than `largest`"),
        (lambda g, m: scaled(g, max(1, m / norm(g))), "long or the short"),
        (lambda g, m: scaled(g, min(1, m / norm(g) ** 2)), "sum of squares"),
        (
            lambda g, m: scaled(g, min(1, m / sum(abs(x).sum() for x in g.values()))),
            "absolute values",
        ),
        (lambda g, m: scaled(g, min(1, 1 / norm(g))), "not 1"),
        (written_into, "✗ not yet"),
        (lambda g, m: None, "returns nothing"),
        (lambda g, m: [*g.values()], "should return a dict"),
    ],
)
def test_clip(capsys, answer, hint):
    n14.check_clip(answer)
    assert hint in capsys.readouterr().out


@pytest.mark.parametrize(
    "answer, hint",
    [
        ("no", "✔ right"),
        ("NO", "✔ right"),
        ("yes", "does as well"),
        ("it reads no order at all", "further than the measurement"),
        (None, "no answer yet"),
        ("perhaps", "none of the options"),
    ],
)
def test_control(capsys, answer, hint):
    n14.check_control(answer)
    assert hint in capsys.readouterr().out


def test_the_table_of_five_folds_is_what_was_recorded():
    results = PATH.parent.parent / "benchmarks" / "results"
    path = results / "sentiment_sentences.json"
    recorded = json.loads(path.read_text(encoding="utf-8"))
    cells = nbformat.read(PATH, as_version=4).cells
    said = "\n".join(c.source for c in cells if c.cell_type == "markdown")
    assert recorded["means"]["network"] >= 0.755
    for name, mean in recorded["means"].items():
        (row,) = [
            line
            for line in said.splitlines()
            if line.startswith(f"| {name}") and "%" not in line
        ]
        assert f"| {100 * mean:.1f} |" in row
        if name != "network":
            d = recorded["paired differences"][f"network − {name}"]
            shown = f"{100 * d['mean']:+.1f}".replace("-", "−").replace("+0.0", "0.0")
            assert f"| {shown} ± {100 * d['95 % interval, half']:.1f} |" in row
