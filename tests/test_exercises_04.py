"""The checks of notebook 04: what each wrong answer must be told."""

import json
import pathlib
from fractions import Fraction

import numpy as np
import pytest

from rmsprop_lib.exercises.n04 import check_memory, check_optimizer, check_restart
from rmsprop_lib.optimizers import RMSprop

NOTEBOOK = pathlib.Path(__file__).parents[1] / "notebooks/04_the_class.ipynb"

# What a reader writes: a class whose two lines, or whose frame, are replaced.
FRAME = """
class Answer:
    {body}
    def __init__(self, learning_rate=0.01, decay_rate=0.9, epsilon=1e-8):
        self.lr, self.rho, self.eps = learning_rate, decay_rate, epsilon
        {init}
        self.t = 0
    def update(self, params, grads):
        self.t += 1
        {before}
        for name in params:
            g = grads[name]
            old = self.cache.get(name, 0.0)
            v = {cache}
            self.cache[name] = v
            {move}
            {inside}
        return {returned}
"""
RIGHT = {
    "body": "",
    "init": "self.cache = {}",
    "before": "pass",
    "cache": "self.rho * old + (1 - self.rho) * g**2",
    "move": "params[name] -= self.lr * g / (np.sqrt(v) + self.eps)",
    "inside": "pass",
    "returned": "params",
}


def answer(**parts):
    names = {"np": np}
    exec(FRAME.format(**{**RIGHT, **parts}), names)
    return names["Answer"]


class Loops:
    """The same in plain Python, number by number, with other names, in float32."""

    def __init__(self, learning_rate=0.01, decay_rate=0.9, epsilon=1e-8):
        self.settings = learning_rate, decay_rate, epsilon
        self.memory = None

    def update(self, params, grads):
        print("updating")
        eta, rho, eps = self.settings
        if self.memory is None:
            self.memory = {k: np.zeros(p.shape, "float32") for k, p in params.items()}
        for k, p in params.items():
            for i in np.ndindex(p.shape):
                g = float(grads[k][i])
                self.memory[k][i] = rho * self.memory[k][i] + (1 - rho) * g * g
                p[i] = p[i] - eta * g / (self.memory[k][i] ** 0.5 + eps)
        return dict(params)


class Broken(Loops):
    def update(self, params, grads):
        for name in params:
            self.cache[name] = 0


STEP = "params[name] -= self.lr * g / "
ANSWERS = [
    (RMSprop, "✔ right"),
    (answer(), "✔ right"),
    (Loops, "✔ right"),
    (answer(move="params[name][...] = params[name] - self.lr*g/(v**.5 + self.eps)"),
     "✔ right"),
    (answer(move="pass"), "Nothing moves yet"),
    (answer(inside="return params"), "inside the loop"),
    (answer(move=RIGHT["move"].replace("-=", "+=")), "uphill"),
    (answer(move=STEP + "(v + self.eps)"), "divide by v itself"),
    (answer(cache="(1 - self.rho) * old + self.rho * g**2"), "swapped"),
    (answer(cache="self.rho * old + (1 - self.rho) * g"), "averages g, not g²"),
    (answer(cache="self.rho * old + (1 - self.rho) * abs(g)"), "averages |g|"),
    (answer(move=STEP + "np.sqrt(v)"), "ε is missing"),
    (answer(move="params[name] -= g / (np.sqrt(v) + self.eps)"), "rate is missing"),
    (answer(move=STEP.replace("g /", "g**2 /") + "(np.sqrt(v) + self.eps)"),
     "lost the sign"),
    (answer(cache="0 * g if self.t == 1 else self.rho * old + (1 - self.rho) * g**2"),
     "The first gradient does not enter"),
    (answer(body="slots = ['cache']"), "✔ right"),
    (answer(inside="return {name: params[name]}"), "a dict of all names"),
    (answer(returned="{}"), "a dict of all names"),
    (answer(move=STEP + "(np.sqrt(v) + self.eps) / self.t"), "w after update 2 is"),
    (answer(move=STEP + "np.sqrt(v + self.eps)"), "inside the root"),
    (answer(move=STEP + "np.sqrt(v) + self.eps"), "added to the quotient"),
    (answer(before="self.cache = {}"), "begins with an empty cache"),
    (answer(cache="self.cache.get(0, 0 * g) * self.rho + (1 - self.rho) * g**2",
            inside="self.cache[0] = v"), "share one cache: the gradients"),
    (answer(move=STEP + "(np.sqrt(old) + self.eps)"), "cache of the update before"),
    (answer(move=STEP + "(np.sqrt(v / (1 - self.rho**self.t)) + self.eps)"),
     "bias correction"),
    (answer(cache="old + g**2"), "AdaGrad"),
    (answer(move="params[name] -= self.lr * g"), "That is gradient descent"),
    (answer(cache="np.sqrt(self.rho * old + (1 - self.rho) * g**2)",
            move=STEP + "(v + self.eps)"), "keep √v in the cache"),
    (answer(cache="self.rho * old + g**2"), "enters your cache whole"),
    (answer(move="params[name] -= self.lr / (np.sqrt(v) + self.eps)"),
     "the same whatever g is"),
    (answer(init="self.cache, self.rho = {}, 0.9"), "takes 0.9 for ρ"),
    (answer(init="self.cache, self.lr = {}, 0.01"), "takes 0.01 for η"),
    (answer(init="self.cache, self.eps = {}, 1e-8"), "takes 1e-8 for ε"),
    (answer(move="params[name] = params[name] - self.lr*g/(np.sqrt(v) + self.eps)"),
     "The dict gets new arrays"),
    (answer(inside="g *= self.lr"), "caller's gradients have changed"),
    (answer(body="cache = {}", init="pass"), "does not begin afresh"),
    (Broken, "has no attribute 'cache' (in the line `self.cache[name] = 0`)"),
    (answer(returned="None"), "returns nothing"),
    (answer(returned="v"), "should return `params`"),
    (answer(move="params[name] -= 2 * self.lr * g"), "not yet"),
    (RMSprop(), "a class is expected"),
    (type("Empty", (), {}), "stops with TypeError"),
]  # fmt: skip


@pytest.mark.parametrize("cls, hint", ANSWERS, ids=range(len(ANSWERS)))
def test_optimizer(capsys, cls, hint):
    check_optimizer(cls)
    out = capsys.readouterr().out
    assert hint in out and out.count("\n") == 1


def test_an_endless_loop_is_stopped(capsys):
    check_optimizer(answer(inside="while True: pass"))
    assert "was stopped" in capsys.readouterr().out


def test_the_fixed_numbers_are_those_worked_out_by_hand():
    """v = 4 after a gradient of 4 with ρ = 3/4, and 4 again after −2; both roots 2."""
    stops = [10 - Fraction(1, 2) * 4 / (2 + 1)]
    stops.append(stops[0] + Fraction(1, 2) * 2 / (2 + 1))
    assert stops == [Fraction(28, 3), Fraction(29, 3)]
    optimizer, x = RMSprop(0.5, 0.75, 1.0), {"x": np.array([10.0])}
    for g, stop in zip((4.0, -2.0), stops, strict=True):
        optimizer.update(x, {"x": np.array([g])})
        assert x["x"][0] == pytest.approx(float(stop), rel=1e-12)


MEMORY = [
    (None, "no answer yet"),
    (21, "✔ right"),
    (4, "one number per name"),
    (12, "`w1` alone"),
    (16, "forgotten the biases"),
    (42, "counts the parameters"),
    (22, "counts `step`"),
    (2, "per layer"),
    (5, "biases alone"),
    (30, "too large"),
    ("many", "a number is expected"),
]


@pytest.mark.parametrize("number, hint", MEMORY)
def test_memory(capsys, number, hint):
    check_memory(number)
    assert hint in capsys.readouterr().out


RESTART = [
    (None, "no answer yet"),
    (10, "✔ right"),
    (3.16, "the factor for ρ = 0.9"),
    (100, "the factor in v"),
    (0.1, "larger or smaller"),
    (1, "the case with the state"),
    (1.005, "the root of 1/ρ"),
    (50, "too large"),
]


@pytest.mark.parametrize("number, hint", RESTART)
def test_restart(capsys, number, hint):
    check_restart(number)
    assert hint in capsys.readouterr().out


def test_the_solutions_of_the_notebook_are_right(capsys):
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    names = {
        "np": np,
        "check_memory": check_memory,
        "check_optimizer": check_optimizer,
        "check_restart": check_restart,
    }
    solutions = [
        "".join(cell["source"])
        for cell in cells
        if "solution" in cell["metadata"].get("tags", [])
    ]
    for code in solutions:
        exec(code, names)
        assert capsys.readouterr().out.startswith("✔ right")
    assert len(solutions) == 3
