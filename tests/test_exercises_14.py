"""The exercises of notebook 14: each mistake gets its hint, right answers pass."""

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
    assert len(solutions) == 4
    for source in solutions:
        exec(source, names)
    out = capsys.readouterr().out
    assert out.count("✔") == 4 and "✗" not in out


def right(g, h, wh):
    a = g * (1 - h**2)
    return a, a @ wh.T


def loops(g, h, wh):
    a = [
        [x * (1 - s * s) for x, s in zip(*rows, strict=True)]
        for rows in zip(g, h, strict=True)
    ]
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
        (lambda g, h, wh: (1 - h**2, (1 - h**2) @ wh.T), "Where is g?"),
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
            lambda g, m: {k: x * min(1, m / np.linalg.norm(x)) for k, x in g.items()},
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
        (
            lambda g, m: scaled(g, min(1, m / sum(map(np.linalg.norm, g.values())))),
            "Norms of parts",
        ),
        (lambda g, m: {k: np.minimum(x, m) for k, x in g.items()}, "is a length"),
        (written_into, "✗ not yet"),
        (lambda g, m: None, "returns nothing"),
        (lambda g, m: [*g.values()], "should return a dict"),
    ],
)
def test_clip(capsys, answer, hint):
    n14.check_clip(answer)
    assert hint in capsys.readouterr().out


def points(a, b):
    return 100 * (a.astype(float) - b)


def error(d):
    return np.std(d) / len(d) ** 0.5


def by_counting(a, b):
    gains, losses = sum(a & ~b), sum(b & ~a)
    mean = (gains - losses) / len(a)
    variance = (gains + losses) / len(a) - mean**2
    return [100 * mean, 196 * (variance / len(a)) ** 0.5]


def paired_by(half, sign=1):
    return lambda a, b: (sign * points(a, b).mean(), half(points(a, b)))


@pytest.mark.parametrize(
    "answer, hint",
    [
        (paired_by(lambda d: 1.96 * error(d)), "✔ right"),
        (by_counting, "✔ right"),
        (lambda a, b: (0.0, 0.0), "Nothing is computed"),
        (
            lambda a, b: (a.mean() - b.mean(), 1.96 * error(points(a, b)) / 100),
            "points",
        ),
        (paired_by(lambda d: 1.96 * error(d), -1), "not b than a"),
        (
            lambda a, b: (
                points(a, b).mean(),
                1.96 * np.hypot(error(100 * a), error(100 * b)),
            ),
            "two different sets",
        ),
        (
            lambda a, b: (
                abs(points(a, b)).mean(),
                1.96 * error(abs(points(a, b))),
            ),
            "Absolute values",
        ),
        (paired_by(lambda d: 1.96 * d.std()), "single texts vary"),
        (paired_by(lambda d: 1.96 * d.std() / len(d)), "1/√n"),
        (paired_by(error), "one standard error"),
        (paired_by(lambda d: 2 * error(d)), "1.96"),
        (paired_by(lambda d: 3.92 * error(d)), "whole width"),
        (paired_by(lambda d: 1.96 * d.var() / len(d)), "variance"),
        (lambda a, b: points(a, b).mean(), "should return two numbers"),
        (lambda a, b: (a - b).mean(), "TypeError"),
    ],
)
def test_paired(capsys, answer, hint):
    n14.check_paired(answer)
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
