"""The checks of notebook 03: what each wrong answer must be told."""

import json
import pathlib

import numpy as np
import pytest

from rmsprop_lib.exercises.n03 import check_scaled, check_second_cache, check_update

NOTEBOOK = pathlib.Path(__file__).parents[1] / "notebooks/03_one_update.ipynb"


def right(theta, g, v, rate, rho, eps):
    print("updating")
    new = v + (1 - rho) * (g * g - v)
    return theta - g * rate / (new**0.5 + eps), new


def loops(theta, g, v, rate, rho, eps):
    new_theta, new_v = np.empty_like(theta), np.empty_like(v)
    for i in np.ndindex(theta.shape):
        new_v[i] = rho * v[i] + (1 - rho) * g[i] ** 2
        new_theta[i] = theta[i] - rate * g[i] / (new_v[i] ** 0.5 + eps)
    return [new_theta.tolist(), new_v.tolist()]


def in_float32(theta, g, v, *settings):
    return right(*(a.astype(np.float32) for a in (theta, g, v)), *settings)


def in_place(theta, g, v, rate, rho, eps):
    v *= rho
    v += (1 - rho) * g**2
    theta -= rate * g / (np.sqrt(v) + eps)
    return theta, v


def only_theta_in_place(theta, g, v, rate, rho, eps):
    v = rho * v + (1 - rho) * g**2
    theta -= rate * g / (np.sqrt(v) + eps)
    return theta, v


def wrong(cache, step, sign=-1, keep=False):
    """Return an update with the formulas `cache` and `step`, given as text."""

    def update(theta, g, v, rate, rho, eps):
        names = {"g": g, "v": v, "old": v, "rate": rate, "rho": rho, "eps": eps}
        names |= {"sqrt": np.sqrt, "abs": np.abs}
        names["v"] = eval(cache, names)
        return theta + sign * eval(step, names), names["old"] if keep else names["v"]

    return update


CACHE = "rho * v + (1 - rho) * g**2"
STEP = "rate * g / (sqrt(v) + eps)"
UPDATES = [
    (right, "✔ right"),
    (loops, "✔ right"),
    (in_float32, "✔ right"),
    (in_place, "the caller's arrays have changed"),
    (only_theta_in_place, "the caller's arrays have changed"),
    (lambda theta, g, v, *_: (theta, v), "Nothing moves yet"),
    (wrong(CACHE, STEP, sign=1), "uphill"),
    (wrong(CACHE, "rate * g / (v + eps)"), "The root is missing"),
    (wrong("(1 - rho) * v + rho * g**2", STEP), "swapped ρ and 1−ρ"),
    (lambda *c: (right(*c)[0], np.sqrt(right(*c)[1])), "√v as the cache"),
    (wrong(CACHE, "rate * g / sqrt(v)"), "ε is missing"),
    (wrong(CACHE, "rate * g / sqrt(v + eps)"), "inside the root"),
    (wrong("rho * v + (1 - rho) * g", STEP), "averages g, not g²"),
    (wrong("rho * v + (1 - rho) * abs(g)", STEP), "averages |g|"),
    (wrong(CACHE, "rate * g / (sqrt(v / (1 - rho)) + eps)"), "bias correction"),
    (wrong(CACHE, STEP, keep=True), "is the old one"),
    (wrong(CACHE, "rate * g / (sqrt(old) + eps)"), "root of the old cache"),
    (wrong("v + g**2", STEP), "AdaGrad"),
    (wrong("v + (1 - rho) * g**2", STEP), "kept whole"),
    (wrong("rho * v + g**2", STEP), "enters whole"),
    (wrong("(1 - rho) * g**2", STEP), "no influence"),
    (wrong(CACHE, "rate / (sqrt(v) + eps)"), "lost the gradient"),
    (wrong(CACHE, "rate * g**2 / (sqrt(v) + eps)"), "g or g²"),
    (wrong(CACHE, "g / (sqrt(v) + eps)"), "learning rate is missing"),
    (wrong(CACHE, "rate * g"), "gradient descent"),
    (wrong(CACHE, "rate * g / sqrt(v) - eps"), "ε is added to θ"),
    (wrong("rho * v + 1 - rho * g**2", STEP), "1−ρ is one number"),
    (lambda *case: right(*case)[::-1], "cache first"),
    (lambda *case: right(*case)[0], "should return two arrays"),
    (lambda *case: None, "returns nothing"),
    (lambda theta, *_: theta.best, "stops with AttributeError"),
]


@pytest.mark.parametrize("answer, hint", UPDATES, ids=range(len(UPDATES)))
def test_update(capsys, answer, hint):
    check_update(answer)
    assert hint in capsys.readouterr().out


NUMBERS = [
    (None, "no answer yet"),
    (0.76, "✔ right"),
    (0.4, "after the first step"),
    (0.872, "That is √v"),
    (0.8, "You add 0.4 twice"),
    (3.96, "swapped"),
    (4, "the square itself"),
    (0.38, "You average g"),
    (8, "AdaGrad"),
    (0.7, "too small"),
]


@pytest.mark.parametrize("answer, hint", NUMBERS)
def test_second_cache(capsys, answer, hint):
    check_second_cache(answer)
    assert hint in capsys.readouterr().out


CHOICES = [
    (None, "no answer yet"),
    ("1000", "✔ right"),
    ("1", "what must its divisor be"),
    ("1000000", "what v does"),
    ("10", "none of the options"),
]


@pytest.mark.parametrize("answer, hint", CHOICES)
def test_scaled(capsys, answer, hint):
    check_scaled(answer)
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
        "check_update": check_update,
        "check_second_cache": check_second_cache,
        "check_scaled": check_scaled,
    }
    for code in solutions:
        exec(code, dict(checks))
    assert len(solutions) == capsys.readouterr().out.count("✔ right") == 3
