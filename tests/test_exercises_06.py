"""The checks of notebook 06: what each wrong answer must be told."""

import copy
import json
import pathlib

import numpy as np
import pytest

from rmsprop_lib.exercises.n06 import (
    check_broadcast,
    check_smallest_step,
    check_updated,
)
from rmsprop_lib.exercises.n06 import updated as reference
from rmsprop_lib.optimizers import RMSprop

NOTEBOOK = pathlib.Path(__file__).parents[1] / "notebooks/06_shapes_and_dtypes.ipynb"


def wrong_way_round(optimizer, params, grads):
    kept = copy.deepcopy(params)
    optimizer.update(params, grads)
    return kept


def deep(optimizer, params, grads):
    print("trying")
    mine = copy.deepcopy(params)
    optimizer.update(mine, grads)
    return mine


def loop(optimizer, params, grads):
    fresh = dict()
    for name in params:
        fresh[name] = np.empty_like(params[name])
        fresh[name][...] = params[name]
    return optimizer.update(fresh, grads)


def put_back(optimizer, params, grads):
    saved = {name: p.copy() for name, p in params.items()}
    moved = {name: p.copy() for name, p in optimizer.update(params, grads).items()}
    for name, p in saved.items():
        params[name][...] = p
    return moved


def late_copy(optimizer, params, grads):
    optimizer.update(params, grads)
    return {name: p.copy() for name, p in params.items()}


def copies_returned_unmoved(optimizer, params, grads):
    optimizer.update({name: p.copy() for name, p in params.items()}, grads)
    return params


def new_optimizer(optimizer, params, grads):
    mine = RMSprop(optimizer.learning_rate, optimizer.decay_rate, optimizer.epsilon)
    return mine.update(copy.deepcopy(params), grads)


def both(optimizer, params, grads):
    optimizer.update(params, grads)
    return optimizer.update(copy.deepcopy(params), grads)


def put_other_arrays_back(optimizer, params, grads):
    before = copy.deepcopy(params)
    moved = copy.deepcopy(optimizer.update(params, grads))
    params.update(before)
    return moved


def scaled_gradients(optimizer, params, grads):
    moved = deep(optimizer, params, grads)
    for g in grads.values():
        g *= 0
    return moved


ANSWERS = [
    (wrong_way_round, "Your copies have stayed"),
    (reference, "✔ right"),
    (deep, "✔ right"),
    (loop, "✔ right"),
    (put_back, "✔ right"),
    (lambda o, p, g: p, "has not moved"),
    (lambda o, p, g: copy.deepcopy(p), "has not moved"),
    (copies_returned_unmoved, "has not moved"),
    (lambda o, p, g: o.update(p, g), "The caller's arrays have moved"),
    (lambda o, p, g: o.update(dict(p), g), "The caller's arrays have moved"),
    (lambda o, p, g: o.update(p.copy(), g), "The caller's arrays have moved"),
    (
        lambda o, p, g: o.update({k: v[:] for k, v in p.items()}, g),
        "The caller's arrays have moved",
    ),
    (late_copy, "The caller's arrays have moved"),
    (put_other_arrays_back, "not yet"),
    (new_optimizer, "starts with an empty cache"),
    (both, "Two updates are made"),
    (
        lambda o, p, g: o.update({k: np.zeros_like(v) for k, v in p.items()}, g),
        "start from 0",
    ),
    (lambda o, p, g: deep(o, p, {k: -v for k, v in g.items()}), "uphill"),
    (
        lambda o, p, g: {k: p[k] - o.learning_rate * g[k] for k in p},
        "gradient descent yourself",
    ),
    (scaled_gradients, "not yet"),
    (lambda o, p, g: print(deep(o, p, g)), "returns nothing"),
    (lambda o, p, g: list(deep(o, p, g).values()), "should return a dict"),
    (lambda o, p, g: deep(o, p, g)["weights"], "stops with KeyError: 'weights' (in"),
    (lambda p, g: p, "stops with TypeError"),
    (None, "a function is expected"),
]


@pytest.mark.parametrize("answer, hint", ANSWERS, ids=range(len(ANSWERS)))
def test_updated(capsys, answer, hint):
    check_updated(answer)
    out = capsys.readouterr().out
    assert hint in out and out.count("\n") == 1


STEPS = [
    (None, "no answer yet"),
    (3.8e-6, "✔ right"),
    (np.spacing(np.float32(100)) / 2, "✔ right"),
    (7.63e-6, "the whole gap"),
    (5.96e-8, "for a parameter at 1"),
    (1.19e-7, "the gap at 1."),
    (1.19e-5, "the gap at 1 times 100. The"),
    (5.96e-6, "half of the gap at 1 times 100"),
    (np.spacing(100) / 2, "for float64"),
    (1.42e-14, "for float64"),
    (3.05e-5, "at 1,000"),
    (1.0, "too large"),
]


@pytest.mark.parametrize("number, hint", STEPS)
def test_smallest_step(capsys, number, hint):
    check_smallest_step(number)
    assert hint in capsys.readouterr().out


BROADCAST = [
    (None, "no answer yet"),
    ("sixteen numbers", "✔ right"),
    ("Four numbers", "lines the shapes up"),
    ("an error", "would help"),
    (16, "none of the options"),
]


@pytest.mark.parametrize("answer, hint", BROADCAST)
def test_broadcast(capsys, answer, hint):
    check_broadcast(answer)
    assert hint in capsys.readouterr().out


def test_the_right_options_are_true():
    assert (np.ones((4, 1)) - np.ones(4)).size == 16
    hundred = np.float32(100)
    assert hundred + np.float32(3.7e-6) == hundred < hundred + np.float32(3.9e-6)


def test_the_solutions_of_the_notebook_are_right(capsys):
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    solutions = [
        "".join(cell["source"])
        for cell in cells
        if "solution" in cell["metadata"].get("tags", [])
    ]
    checks = {
        "check_broadcast": check_broadcast,
        "check_smallest_step": check_smallest_step,
        "check_updated": check_updated,
    }
    for code in solutions:
        exec(code.split("\nclaim(")[0], {"np": np, **checks})
        assert capsys.readouterr().out.startswith("✔ right")
    assert len(solutions) == 3
