"""Answers to the exercises as readers write them, apart from the tables' own code.

About four for each notebook: right ones in another style, and mistakes. That every
mistake of the tables gets its own hint is tested in test_exercise_tables.py.
"""

import contextlib
import copy
import importlib
import io
import math
import pkgutil
import re

import numpy as np
import pytest

from rmsprop_lib import exercises
from rmsprop_lib.exercises import checks, n03, n04, n05, n06, n08, n09, n15, trial
from rmsprop_lib.networks import SigmoidNetwork
from rmsprop_lib.objectives import minimize, parabola, rosenbrock
from rmsprop_lib.optimizers import SGD, Adam, Optimizer, RMSprop
from rmsprop_lib.sweeps import at_the_edge
from rmsprop_lib.variants import like

CHECKS = {
    name: check
    for module in pkgutil.iter_modules(exercises.__path__, exercises.__name__ + ".")
    if re.search(r"\.n\d\d$", module.name)
    for name, check in vars(importlib.import_module(module.name)).items()
    if name.startswith("check_")
}


# ---- 00 to 03 ------------------------------------------------------------------------


def rms_in_a_loop(g):
    total = 0
    for number in g:
        total += number * number
    return (total / len(g)) ** 0.5


def descend(step):
    """Return gradient descent around one line of the reader's."""

    def answer(gradient, start, learning_rate, steps):
        points, x = [start], start
        for _ in range(steps):
            x = step(x, points, learning_rate, gradient)
        return points

    return answer


def right_line(x, points, rate, gradient):
    x = x - rate * gradient(x)
    points.append(x)
    return x


def changes_what_is_listed(x, points, rate, gradient):
    x -= rate * gradient(x)
    points.append(x)
    return x


def descend_in_an_array(gradient, start, learning_rate, steps):
    points = np.zeros((steps + 1, *np.shape(start)))
    points[0] = start
    for k in range(steps):
        points[k + 1] = points[k] - learning_rate * gradient(points[k])
    return points


def descend_as_generator(gradient, start, learning_rate, steps):
    yield start
    for _ in range(steps):
        start = start - learning_rate * gradient(start)
        yield start


def one_rate_tried(curvatures):
    rates = np.linspace(0, 2 / max(curvatures), 2001)
    return rates[np.abs(1 - np.outer(rates, curvatures)).max(axis=1).argmin()]


def one_rate_searched(curvatures):
    low, high = 0.0, 2 / max(curvatures)
    for _ in range(60):
        rate = (low + high) / 2
        lags = 1 - rate * min(curvatures) > rate * max(curvatures) - 1
        low, high = (rate, high) if lags else (low, rate)
    return rate


def update_by_numbers(theta, g, v, learning_rate, decay_rate, epsilon):
    theta, v = theta.astype("float32"), v.astype("float32")
    for k in np.ndindex(theta.shape):
        v[k] = decay_rate * v[k] + (1 - decay_rate) * g[k] ** 2
        theta[k] -= learning_rate * g[k] / (v[k] ** 0.5 + epsilon)
    return [theta, v]


def update_in_place(theta, g, v, learning_rate, decay_rate, epsilon):
    v *= decay_rate
    v += (1 - decay_rate) * g**2
    theta -= learning_rate * g / (np.sqrt(v) + epsilon)
    return theta, v


def epsilon_fixed(theta, g, v, learning_rate, decay_rate, epsilon):
    v = decay_rate * v + (1 - decay_rate) * g**2
    return theta - learning_rate * g / (np.sqrt(v) + 1e-8), v


def factors_by_measuring(c):
    theta = minimize(parabola(), SGD(0.1), [5.0], 1).points[:, 0]
    way = c * (theta[0] - theta[1])
    return np.array([c * 0.1 / 0.1, way / (0.1 * 2 * theta[0] / c)])


FIRST = [
    ("check_usual_size", rms_in_a_loop, "✔"),
    ("check_usual_size", lambda g: np.array(rms_in_a_loop(g)), "✔"),
    ("check_usual_size", lambda g: np.sqrt(sum(g**2) / (len(g) + 1)), "not yet"),
    ("check_usual_size", lambda g: g, "That is what you were given"),
    ("check_new_theta", "0.8", "✔"),
    ("check_new_theta", -0.8, "look at the sign"),
    ("check_best_single_rate", 0.2505, "✔"),
    ("check_best_single_rate", 0.24, "too small"),
    ("check_effective_rate", lambda a, b, g: list((a - b) / g), "✔"),
    ("check_effective_rate", lambda a, b, g: [(x - y) / z for x, y, z in
     zip(a, b, g, strict=True)][:1], "Is your `return` inside the loop"),
    ("check_effective_rate", lambda a, b, g: ((a - b) / g).mean(),
     "one number, the mean of all"),
    ("check_half_the_rate", np.int64(300), "✔"),
    ("check_descend", descend(right_line), "✔"),
    ("check_descend", descend_in_an_array, "✔"),
    ("check_descend", descend_as_generator, "✔"),
    ("check_descend", descend(changes_what_is_listed), "If the start is a number"),
    ("check_edge_rate", 9.09, "Is it a percentage where"),
    ("check_one_rate", one_rate_tried, "✔"),
    ("check_one_rate", one_rate_searched, "✔"),
    ("check_one_rate", lambda c: 1 / np.mean([min(c), max(c)]), "✔"),
    ("check_one_rate", lambda c: 1.9 / (min(c) + max(c)), "✗ not yet"),
    ("check_one_rate", lambda c: 1 / c, "a single number would be right"),
    ("check_update", update_by_numbers, "✔"),
    ("check_update", update_in_place, "the caller's `theta` and `v` changed"),
    ("check_update", epsilon_fixed, "the same whatever `epsilon` may be"),
    ("check_update", lambda theta, *_: theta, "and 2 results are expected"),
    ("check_two_steps", "1.9", "✔"),
    ("check_two_steps", np.float32(1.9), "✔"),
    ("check_two_steps", 1.1, "The second gradient is negative"),
    ("check_factors", factors_by_measuring, "✔"),
    ("check_factors", lambda c: (c, c), "becomes of the *gradient*"),
    ("check_factors", lambda c: (np.sqrt(c), c), "Roots are not needed"),
    ("check_factors", lambda c: c, "it returns a number"),
]  # fmt: skip


# ---- 04 ------------------------------------------------------------------------------


class Loops:
    """By number and in float32."""

    def __init__(self, learning_rate=0.01, decay_rate=0.9, epsilon=1e-8):
        self.settings, self.memory = (learning_rate, decay_rate, epsilon), None

    def update(self, params, grads):
        eta, rho, eps = self.settings
        if self.memory is None:
            self.memory = {k: np.zeros(p.shape) for k, p in params.items()}
        for k, p in params.items():
            for i in np.ndindex(p.shape):
                g = float(grads[k][i])
                self.memory[k][i] = rho * self.memory[k][i] + (1 - rho) * g * g
                p[i] = p[i] - eta * g / (self.memory[k][i] ** 0.5 + eps)
        return params


class OtherDefaults(Loops):
    def __init__(self, learning_rate=0.001, decay_rate=0.9, epsilon=1e-8):
        super().__init__(learning_rate, decay_rate, epsilon)


class NoDefaults(Loops):
    def __init__(self, learning_rate, decay_rate, epsilon):
        super().__init__(learning_rate, decay_rate, epsilon)


class SharedMemory:
    memory = {}  # noqa: RUF012

    def __init__(self, learning_rate=0.01, decay_rate=0.9, epsilon=1e-8):
        self.settings = learning_rate, decay_rate, epsilon

    def update(self, params, grads):
        eta, rho, eps = self.settings
        for k, g in grads.items():
            v = rho * self.memory.get(k, 0.0) + (1 - rho) * g**2
            self.memory[k] = v
            params[k] -= eta * g / (v**0.5 + eps)
        return params


class Rebinds(Loops):
    def update(self, params, grads):
        moved = super().update({k: p.copy() for k, p in params.items()}, grads)
        for k in params:
            params[k] = moved[k]
        return params


class ReturnsEarly(Loops):
    def update(self, params, grads):
        for k in params:
            super().update({k: params[k]}, {k: grads[k]})
            return params


class LionWithoutBase:
    """Without the library; its dict gets new arrays."""

    def __init__(self, learning_rate=1e-4, beta1=0.9, beta2=0.99):
        self.settings, self.m = (learning_rate, beta1, beta2), {}

    def update(self, params, grads):
        rate, one, two = self.settings
        for k, g in grads.items():
            m = self.m.setdefault(k, np.zeros(g.shape))
            params[k] = params[k] - rate * np.sign(one * m + (1 - one) * g)
            self.m[k] = two * m + (1 - two) * g
        return params


class LionWithOtherLines(Optimizer):
    slots = ("memory",)

    def __init__(self, learning_rate=1e-4, beta1=0.9, beta2=0.99):
        super().__init__(learning_rate)
        self.betas, self.memory = (beta1, beta2), {}

    def apply(self, theta, g, m, rate):
        theta -= rate * np.sign(g + self.betas[0] * (m - g))
        m += (1 - self.betas[1]) * (g - m)


class LionThatRebinds(LionWithOtherLines):
    def apply(self, theta, g, m, rate):
        theta -= rate * np.sign(g + self.betas[0] * (m - g))
        m = m + (1 - self.betas[1]) * (g - m)


class LionThatRemembersFirst(LionWithOtherLines):
    def apply(self, theta, g, m, rate):
        m += (1 - self.betas[1]) * (g - m)
        theta -= rate * np.sign(g + self.betas[0] * (m - g))


def fork_by_deepcopy(optimizer, params):
    return copy.deepcopy(optimizer), copy.deepcopy(params)


def fork_by_hand(optimizer, params):
    twin = RMSprop(optimizer.learning_rate, optimizer.decay_rate, optimizer.epsilon)
    twin.cache = {name: np.array(v) for name, v in optimizer.cache.items()}
    twin.step = optimizer.step
    return [twin, {name: values.tolist() for name, values in params.items()}]


class FixedNames(Loops):
    def update(self, params, grads):
        for name in ("w", "b"):
            super().update({name: params[name]}, grads)
        return params


def fork_with_fixed_names(optimizer, params):
    return copy.deepcopy(optimizer), {"w": params["w"].copy(), "b": params["b"].copy()}


def updated_with_fixed_names(optimizer, params, grads):
    new = {"w": params["w"].copy(), "b": params["b"].copy()}
    return optimizer.update(new, grads)


def change_with_fixed_names(optimizer, new_rate):
    for name in ("w", "b"):
        optimizer.velocity[name] *= optimizer.learning_rate / new_rate
    optimizer.learning_rate = new_rate


FIXED = {
    "check_optimizer": FixedNames,
    "check_fork": fork_with_fixed_names,
    "check_updated": updated_with_fixed_names,
    "check_change_rate": change_with_fixed_names,
}


@pytest.mark.parametrize("name", FIXED)
def test_names_that_are_written_into_an_answer_do_not_pass(name):
    with contextlib.redirect_stdout(io.StringIO()) as out:
        CHECKS[name](FIXED[name])
    assert re.search("KeyError: '[wb]'|dict with 'w'|it returns", out.getvalue())


def never_ends():
    class Endless(RMSprop):
        def apply(self, *arrays):
            while True:
                pass

    return Endless(0.1)


def test_an_optimizer_that_never_ends_is_stopped_where_it_is_trained(monkeypatch):
    original = trial.tried
    monkeypatch.setattr(trial, "tried", lambda work, seconds: original(work, 0.5))
    with contextlib.redirect_stdout(io.StringIO()) as out:
        CHECKS["check_beats_the_table"](never_ends)
    assert "stopped after 0.5 seconds" in out.getvalue()


@pytest.mark.parametrize(
    "is_right, answer, right",
    [
        (n03.update_is_right, lambda *case: update_by_numbers(*case), True),
        (n03.update_is_right, lambda theta, g, v, *_: (theta, v), False),
        (n03.update_is_right, lambda *case: None, False),
        (n04.optimizer_is_right, Loops, True),
        (n04.optimizer_is_right, OtherDefaults, False),
        (n04.optimizer_is_right, None, False),
    ],
    ids=range(6),
)
def test_a_later_cell_uses_a_right_answer_and_no_other(is_right, answer, right):
    assert is_right(answer) is right


# ---- 05 to 09 ------------------------------------------------------------------------


def from_the_optimizer(rho, n):
    optimizer, x, seen = RMSprop(0.1, rho), {"x": np.zeros(1)}, []
    for g in [1.0] + [0.0] * (n - 1):
        optimizer.update(x, {"x": np.array([g])})
        seen.append(optimizer.cache["x"][0])
    return np.array(seen, dtype="float32")


def deep_copies(optimizer, params, grads):
    new = {name: np.array(p.tolist()) for name, p in params.items()}
    optimizer.update(new, grads)
    return new


def shallow_copy(optimizer, params, grads):
    return optimizer.update(dict(params), grads)


def summed_by_loop(g, shape):
    out = np.zeros(shape)
    for place, number in np.ndenumerate(g):
        pairs = zip(place[len(place) - len(shape) :], shape, strict=True)
        out[tuple(0 if n == 1 else i for i, n in pairs)] += number
    return out.tolist()


def summed_by_einsum(g, shape):
    summed = np.einsum(g, list(range(g.ndim)), list(range(g.ndim - len(shape), g.ndim)))
    ones = tuple(n for n, size in enumerate(shape) if size == 1)
    return summed.sum(axis=ones, keepdims=True)


def without_keepdims(g, shape):
    g = g.sum(axis=tuple(range(g.ndim - len(shape))))
    return g.sum(axis=tuple(n for n, size in enumerate(shape) if size == 1))


def across_first(optimizer, theta, g, angle):
    a = np.deg2rad(angle)
    axes = np.array([[np.sin(a), -np.cos(a)], [-np.cos(a), -np.sin(a)]])
    own = {"x": axes @ theta}
    optimizer.update(own, {"x": axes @ g})
    return np.linalg.solve(axes, own["x"])


def with_complex_numbers(optimizer, theta, g, angle):
    turn = np.exp(1j * np.deg2rad(angle))
    z, dz = complex(*theta) / turn, complex(*g) / turn
    moved = optimizer.update({"a": z.real, "b": z.imag}, {"a": dz.real, "b": dz.imag})
    end = complex(moved["a"], moved["b"]) * turn
    return end.real, end.imag


def adds_the_step(optimizer, theta, g, angle):
    a = np.deg2rad(angle)
    axes = np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]])
    step = optimizer.update({"s": np.zeros(2)}, {"s": axes @ g})["s"]
    return theta + axes.T @ step


def by_sorting(losses, rates):
    middle = []
    for row in losses:
        row = sorted(np.inf if np.isnan(x) else x for x in row)
        n = len(row)
        middle.append((row[(n - 1) // 2] + row[n // 2]) / 2)
    return rates[middle.index(min(middle))]


def differences(loss, theta, h, put_back=lambda theta, i, before, h: before):
    gradient = np.zeros_like(theta)
    for i in np.ndindex(theta.shape):
        before = theta[i]
        theta[i] = before + h
        above = loss(theta)
        theta[i] = before - h
        gradient[i] = (above - loss(theta)) / (2 * h)
        theta[i] = put_back(theta, i, before, h)
    return gradient


def put_back_by_adding(loss, theta, h):
    return differences(loss, theta, h, lambda theta, i, before, h: theta[i] + h)


def layer(X, w2, a1, delta2):
    delta1 = np.einsum("no,ho->nh", delta2, w2) * (a1 - a1**2)
    return {0: delta1, 1: X.T.dot(delta1), 2: delta1.sum(0)[None]}.values()


def flat_bias(X, w2, a1, delta2):
    delta1, dw1, db1 = layer(X, w2, a1, delta2)
    return delta1, dw1, db1.ravel()


def turned_weights(X, w2, a1, delta2):
    delta1, dw1, db1 = layer(X, w2, a1, delta2)
    return delta1, dw1.T, db1


def record(step, start, steps):
    point, rows = np.array(start), []
    for count in range(steps + 1):
        rows.append(point.tolist())
        if count < steps:
            step(point)
    return rows


def rates_of_another_rho(gradients, learning_rate, decay_rate, epsilon):
    return n09.path_rates(gradients, learning_rate, 0.9, epsilon)


MIDDLE = [
    ("check_optimizer", Loops, "✔"),
    ("check_optimizer", RMSprop, "✔"),
    ("check_optimizer", OtherDefaults, "takes 0.001 for `learning_rate`"),
    ("check_optimizer", NoDefaults, "missing 3 required positional arguments"),
    ("check_optimizer", SharedMemory, "does not begin afresh"),
    ("check_optimizer", Rebinds, "The dict gets new arrays"),
    ("check_optimizer", ReturnsEarly, "Is your `return` inside the loop"),
    ("check_optimizer", RMSprop(), "a class is expected"),
    ("check_lion", LionWithoutBase, "✔"),
    ("check_lion", LionWithOtherLines, "✔"),
    ("check_lion", LionThatRebinds, "the newest gradient alone"),
    ("check_lion", LionThatRemembersFirst, "You remember first"),
    ("check_lion", LionWithoutBase(), "a class is expected"),
    ("check_fork", fork_by_deepcopy, "✔"),
    ("check_fork", fork_by_hand, "✔"),
    ("check_fork", lambda o, params: (copy.copy(o), copy.deepcopy(params)),
     "share the cache"),
    ("check_fork", lambda o, params: (RMSprop(), copy.deepcopy(params)),
     "an empty cache and with other settings"),
    ("check_fork", lambda o, params: params, "a new optimizer and a new dict"),
    ("check_weights", from_the_optimizer, "✔"),
    ("check_weights", lambda rho, n: ((1 - rho) * rho**k for k in range(n)), "✔"),
    ("check_weights", lambda rho, n: [(1 - rho) * rho**k for k in range(n - 1)],
     "The last one is missing"),
    ("check_weights", lambda rho, n: [100 * (1 - rho) * rho**k for k in range(n)],
     "100 times too large"),
    ("check_half_life", 0.99309, "✔"),
    ("check_half_life", 0.9931, "Give at least five"),
    ("check_half_life", 0.9930925, "✔"),
    ("check_worst", lambda n: [(-1) ** k * 1e-6 * 50**k for k in range(n)], "✔"),
    ("check_worst", lambda n: np.cumprod(np.full(n, 1000.0)), "✔"),
    ("check_worst", lambda n: np.eye(n)[-1], "no length at all"),
    ("check_worst", lambda n: (-1.0) ** np.arange(n), "whatever their signs"),
    ("check_worst", lambda n: 6.0 ** np.arange(n), "just below 99 %"),
    ("check_worst", lambda n: 1e40 ** np.arange(n), "squares are finite"),
    ("check_gradient_for", summed_by_loop, "✔"),
    ("check_gradient_for", summed_by_einsum, "✔"),
    ("check_gradient_for", without_keepdims, "the shape (3, 1) would be right"),
    ("check_updated", deep_copies, "✔"),
    ("check_updated", shallow_copy, "The caller's arrays have moved, too"),
    ("check_updated", 3, "a function is expected here, not 3"),
    ("check_choose_rate", by_sorting, "✔"),
    ("check_choose_rate", lambda losses, rates: 1 / by_sorting(losses, rates),
     "upside down"),
    ("check_choose_rate", lambda losses, rates: rates, "That is what you were given"),
    ("check_hovering_height", 0.005, "✔"),
    ("check_hovering_height", 0.01, "Is it |x|?"),
    ("check_turned_step", across_first, "✔"),
    ("check_turned_step", with_complex_numbers, "✔"),
    ("check_turned_step", adds_the_step, "✔"),
    ("check_differences", differences, "✔"),
    ("check_differences", put_back_by_adding, "the last digits of the caller's"),
    ("check_differences", lambda loss, theta, h: differences(loss, theta, 1e-6),
     "the same whatever `h` may be"),
    ("check_hidden_layer", lambda *case: tuple(layer(*case)), "✔"),
    ("check_hidden_layer", flat_bias, "number 3 of what you return has the shape (3,); "
     "the shape (1, 3) would be right, with the same numbers"),
    ("check_hidden_layer", turned_weights, "number 2 of what you return: rows and"),
    ("check_stuck_loss", 34.66, "Is it a percentage where"),
    ("check_record", record, "✔"),
    ("check_record", lambda *case: record(*case)[::-1], "opposite order"),
    ("check_record", lambda *case: record(*case)[:-1], "The last point is missing"),
    ("check_path_rates", rates_of_another_rho, "ρ = 0.9 is written"),
]  # fmt: skip


# ---- 10 to 17 ------------------------------------------------------------------------


def softmax_in_place(z):
    z -= z.max(axis=1)[:, None]
    np.exp(z, out=z)
    z /= z.sum(axis=1)[:, None]
    return z


def softmax_of_rows(z, rows=None):
    return [softmax_in_place(row[None])[0] for row in z[:rows]]


def cut(n, size, rng):
    rows, parts = list(range(n)), []
    rng.shuffle(rows)
    while rows:
        parts.append(rows[:size])
        rows = rows[size:]
    return parts


def of_eight(n, size, rng):
    return cut(n, 8, rng)


def weighted(losses, sizes):
    total = 0.0
    for loss, size in zip(losses, sizes, strict=True):
        total += loss * size
    return np.float32(total / sum(sizes))


def layer_by_images(a, w, delta):
    gw, gb, before = 0, 0, []
    for row, d in zip(a, delta, strict=True):
        gw, gb = gw + np.outer(row, d), gb + d
        before.append(
            [x if unit > 0 else 0 for unit, x in zip(row, w @ d, strict=True)]
        )
    return [gw, gb, before]


def by_pairs(logs):
    total = logs[0]
    for row in logs[1:]:
        total = np.logaddexp(total, row)
    return total - np.log(len(logs))


def interval(right, n):
    z, p = 1.96, right / n  # the two solutions of (p − x)² = z² x (1 − x) / n
    roots = np.roots([1 + z * z / n, -2 * p - z * z / n, p * p])
    return np.sort(roots.real)


def count(true, answers, classes):
    table = [[0] * classes for _ in range(classes)]
    for t, a in zip(true, answers, strict=True):
        table[t][a] += 1
    return table


def adam(theta, g, m, v, t, rate, beta1, beta2, epsilon):
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (g * g - v)
    step = rate * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    return theta - step * m / (np.sqrt(v) + epsilon * np.sqrt(1 - beta2**t)), m, v


def adam_permuted(*case):
    theta, m, v = adam(*case)
    return m, v, theta


def back(g, h, wh):
    delta = g - g * h * h
    return delta, np.einsum("bi,ji->bj", delta, wh)


def clip(grads, largest):
    length = np.linalg.norm([x for g in grads.values() for x in g.ravel()])
    short = largest / max(largest, length)
    return {name: (g * short).astype("float32") for name, g in grads.items()}


def pairs(right_a, right_b):
    d = [100 * (int(a) - int(b)) for a, b in zip(right_a, right_b, strict=True)]
    return [np.mean(d), 1.96 * np.std(d, ddof=1) / len(d) ** 0.5]


def rescale(optimizer, new_rate):
    ratio = optimizer.learning_rate / new_rate
    optimizer.velocity = {name: ratio * b for name, b in optimizer.velocity.items()}
    optimizer.learning_rate = float(new_rate)


def rate_in_the_loop(optimizer, new_rate):
    for name in optimizer.velocity:
        optimizer.velocity[name] *= optimizer.learning_rate / new_rate
        optimizer.learning_rate = new_rate


def return_in_the_loop(optimizer, new_rate):
    for name in optimizer.velocity:
        optimizer.velocity[name] *= optimizer.learning_rate / new_rate
        return


def drift_of_a_loop(rho, gradients, periods=300):
    v = 0
    for _ in range(periods):
        start = theta = 0.0
        for g in gradients:
            v += (1 - rho) * (g * g - v)
            theta = theta - g * v**-0.5
    return theta - start


def largest_in_python(theta, g, v, largest, rate, rho, epsilon):
    v = v + (1 - rho) * (g * g - v)
    largest = (largest + v + abs(largest - v)) / 2
    return [theta - rate * g / (largest**0.5 + epsilon), v, largest]


def largest_in_place(theta, g, v, largest, rate, rho, epsilon):
    new, v, top = largest_in_python(theta, g, v, largest, rate, rho, epsilon)
    if isinstance(largest, np.ndarray):
        largest[:] = top
    return new, v, top


PORTED = {"learning_rate": 0.01, "rho": 0.99, "epsilon": 1e-16}
IMPALA = {"learning_rate": 4.8e-4, "decay": 0.99, "eps": 0.1, "initial_scale": 1}
LAST = [
    ("check_softmax", softmax_in_place, "✔"),
    ("check_softmax", softmax_of_rows, "✔"),
    ("check_softmax", lambda z: softmax_of_rows(z, 1), "`return` inside the loop"),
    ("check_softmax", lambda z: softmax_in_place(z).T, "Rows and columns have changed"),
    ("check_softmax", lambda z: 100 * softmax_in_place(z), "Are they percentages"),
    ("check_parameter_count", 101_771, "one too many"),
    ("check_zero_weights", "'B2'", "✔"),
    ("check_batches", cut, "✔"),
    ("check_batches", lambda *case: iter(cut(*case)), "they are used up"),
    ("check_batches", of_eight, "for the arguments (31, 6, 1) "),
    ("check_epoch_loss", weighted, "✔"),
    ("check_epoch_loss", lambda losses, sizes: (losses * sizes).sum() / sizes.sum(),
     "✔"),
    ("check_way_back", layer_by_images, "✔"),
    ("check_log_mean", by_pairs, "✔"),
    ("check_log_mean", lambda logs: by_pairs(logs)[0], "`return` inside the loop"),
    ("check_update_ratio", lambda b, a: np.linalg.norm(a - b) / np.linalg.norm(b), "✔"),
    ("check_illness", " Not-shuffled.", "✔"),
    ("check_illness", "cache reset", "at every dotted line. Do they?"),
    ("check_forged", 0.043, "✔"),
    ("check_forged", 4.31, "100 times too large"),
    ("check_interval", interval, "✔"),
    ("check_interval", lambda right, n: interval(right, n)[0], "it returns a number"),
    ("check_interval", lambda right, n: interval(n - right, n),
     "the interval of the wrong answers"),
    ("check_confusion", count, "✔"),
    ("check_confusion", lambda t, a, n: count(t, a, max(t) + 1), "(5, 5) would be"),
    ("check_better", "Cannot-say", "✔"),
    ("check_adam_step", adam, "✔"),
    ("check_adam_step", adam_permuted, "Your results have changed places"),
    ("check_edge", lambda losses: np.bool_(at_the_edge(losses)), "✔"),
    ("check_edge", lambda losses: int(not at_the_edge(losses)), "the other way round"),
    ("check_beats_the_table", lambda: Adam, "returns the class Adam"),
    ("check_beats_the_table", lambda: {"rate": 0.05}, "a dict of settings"),
    ("check_step_back", back, "✔"),
    ("check_step_back", lambda g, h, wh: [-part for part in back(g, h, wh)],
     "the signs are not"),
    ("check_clip", clip, "✔"),
    ("check_clip", lambda grads, largest: {"embedding": clip(grads, largest)["wh"]},
     "no 'wh' and no 'bh' in it. Is your `return` inside the loop?"),
    ("check_paired", pairs, "✔"),
    ("check_port_to_keras", PORTED | {"name": "mine", "clipnorm": None}, "✔"),
    ("check_port_to_keras", PORTED | {"weight_decay": 0.1}, "switched on"),
    ("check_port_to_keras", PORTED | {"clipnorm": 1.0}, "recipe has it off"),
    ("check_port_to_keras", PORTED | {"momentum": 0.0, "ema_overwrite_frequency": 9},
     "✔"),
    ("check_port_to_keras", PORTED | {"rho": "most"}, "rho: str was given"),
    ("check_port_to_keras", {}, "the rate is Keras's default"),
    ("check_port_to_keras", PORTED | {"epsilon": 1e-12}, "where v is 0"),
    ("check_change_rate", rescale, "✔"),
    ("check_change_rate", rate_in_the_loop, "Only the first buffer is rescaled. Does"),
    ("check_change_rate", return_in_the_loop, "Is your `return` inside the loop"),
    ("check_decay_step", 1, "Do you divide by v itself"),
    ("check_impala", IMPALA, "✔"),
    ("check_impala", IMPALA | {"momentum": None, "eps_in_sqrt": True}, "✔"),
    ("check_impala", {"learning_rate": 4.8e-4, "decay": 0.99, "eps": 0.1},
     "with what does v begin"),
    ("check_impala", {"learning_rate": 4.8e-4, "rho": 0.99}, "'rho' is none of"),
    ("check_impala", {"decay": 0.99}, "optax has none"),
    ("check_impala", IMPALA | {"nesterov": True}, "'nesterov' = True is switched on"),
    ("check_impala", IMPALA | {"eps": 0.2}, "eps = 0.2 alone makes another curve"),
    ("check_same_numbers", 9, "✔"),
    ("check_same_numbers", 0.11, "upside down"),
    ("check_same_numbers", 9.18, "each by itself"),
    ("check_drift", drift_of_a_loop, "✔"),
    ("check_drift", lambda rho, gradients: drift_of_a_loop(rho, gradients, 1),
     "this is the first period only"),
    ("check_drift", lambda rho, gradients: -drift_of_a_loop(rho, gradients),
     "does θ go with g or against it"),
    ("check_keep_the_largest", largest_in_python, "✔"),
    ("check_keep_the_largest", lambda *case: largest_in_python(*case)[::-1],
     "changed places"),
    ("check_keep_the_largest", largest_in_place, "the caller's `largest` changed"),
    ("check_keep_the_largest", lambda *case: largest_in_python(*case)[:2],
     "it returns a list of 2 things"),
]  # fmt: skip


# ---- 16 ------------------------------------------------------------------------------


def loop_with_zip(theta, g, v, rate, rho, rest, epsilon):
    for i, (slope, old) in enumerate(zip(g, v, strict=True)):
        v[i] = old + (1 - rho) * (slope**2 - old)
        theta[i] -= rate * slope / (v[i] ** 0.5 + epsilon)
    return theta, v


def loop_backwards(theta, g, v, rate, rho, rest, epsilon):
    i = len(theta)
    while i > 0:
        i -= 1
        new = rho * v[i] + rest * g[i] * g[i]
        theta[i], v[i] = theta[i] - rate * g[i] / (epsilon + math.sqrt(new)), new


def whole_arrays(theta, g, v, rate, rho, rest, epsilon):
    v[:] = rho * v + rest * g * g
    theta[:] = theta - rate * g / (np.sqrt(v) + epsilon)


def names_alone(theta, g, v, rate, rho, rest, epsilon):
    v = rho * v + rest * g * g
    theta = theta - rate * g / (np.sqrt(v) + epsilon)
    return theta, v


def return_in_the_formula(theta, g, v, rate, rho, rest, epsilon):
    for i in range(theta.size):
        v[i] = rho * v[i] + rest * g[i] ** 2
        theta[i] -= rate * g[i] / (np.sqrt(v[i]) + epsilon)
        return


def theta_first(theta, g, v, rate, rho, rest, epsilon):
    for i in range(theta.size):
        theta[i] -= rate * g[i] / (np.sqrt(v[i]) + epsilon)
        v[i] = rho * v[i] + rest * g[i] ** 2


FAST = [
    ("check_least_bytes", 20.0, "✔"),
    ("check_least_bytes", 12, "A step also writes"),
    ("check_copies", "2.5", "✔"),
    ("check_copies", 1.67, "fetches what a copy will write over"),
    ("check_loop", loop_with_zip, "✔"),
    ("check_loop", loop_backwards, "✔"),
    ("check_loop", whole_arrays, "✔"),
    ("check_loop", names_alone, "nobody looks at a new array"),
    ("check_loop", return_in_the_formula, "Only the first number is stepped"),
    ("check_loop", theta_first, "θ moves by the old v"),
    ("check_loop", lambda theta: theta, "takes"),
    ("check_small_memories", np.int64(18), "✔"),
    ("check_small_memories", 28, "everything in float32"),
]  # fmt: skip

ANSWERS = FIRST + MIDDLE + LAST + FAST


@pytest.mark.parametrize(
    "check, answer, told", ANSWERS, ids=[f"{n}-{a[0]}" for n, a in enumerate(ANSWERS)]
)
def test_an_answer_is_told(check, answer, told, without_a_child):
    checks._said.clear()
    with contextlib.redirect_stdout(io.StringIO()) as out:
        CHECKS[check](answer)
    assert told in out.getvalue()


PORTS = [
    *((n15.check_port_to_keras, PORTED, m) for m in n15._KERAS_MISTAKES.items()),
    *((n15.check_impala, IMPALA, m) for m in n15._IMPALA_MISTAKES.items()),
]


@pytest.mark.parametrize("check, right, mistakes", PORTS)
def test_a_mistake_in_the_port_gets_its_own_hint(check, right, mistakes, capsys):
    """Their tables are of settings, not of functions."""
    name, hints = mistakes
    for value, hint in hints.items():
        checks._said.clear()
        check(right | {name: value})
        assert capsys.readouterr().out == f"✗ {hint}\n"


# ---- the references are what they stand for ------------------------------------------


def test_the_weights_are_those_of_the_optimizer():
    right = [0.3 * 0.7**k for k in range(6)]
    np.testing.assert_allclose(n05.gradient_weights(0.7, 6), right)
    np.testing.assert_allclose(from_the_optimizer(0.7, 6), right, rtol=1e-6)


def test_the_gradient_of_what_was_stretched_is_right():
    rng = np.random.default_rng(0)
    b, factors = rng.normal(size=(4, 1)), rng.normal(size=(2, 4, 3))
    numeric = [((b + d) * factors - b * factors).sum() for d in np.eye(4)[..., None]]
    np.testing.assert_allclose(n06.gradient_for(factors, b.shape).ravel(), numeric)


def test_the_rates_are_those_that_rmsprop_used():
    path = minimize(rosenbrock(), RMSprop(0.02, 0.8, 1e-3), [-1.5, 2.5], steps=50)
    rates = n09.path_rates(path.gradients, 0.02, 0.8, 1e-3)
    steps = np.diff(path.points, axis=0)
    np.testing.assert_allclose(-rates * path.gradients, steps, rtol=1e-9, atol=1e-13)


def test_the_numeric_gradient_is_the_networks():
    network = SigmoidNetwork(3, 4, seed=5)
    X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
    y = np.array([[0], [1], [1], [0]])
    _, grads = network.loss_and_grads(X, y)
    for name, theta in network.params.items():
        before = theta.copy()

        def loss(moved, name=name):
            other = SigmoidNetwork(3, 4)
            other.params = {**network.params, name: moved}
            return other.loss_and_grads(X, y)[0]

        numeric = n08.numeric_gradient(loss, theta)
        np.testing.assert_allclose(numeric, grads[name], atol=1e-9)
        np.testing.assert_array_equal(theta, before)


def test_change_rate_makes_pytorch_follow_keras():
    options = {"momentum": 0.9, "decay_rate": 0.9, "epsilon": 1e-3}
    keras = like("keras", learning_rate=0.1, **options, epsilon_inside_sqrt=False)
    torch = like("pytorch", learning_rate=0.1, **options)
    a, b = ({"x": np.ones(1), "w": np.ones(3)} for _ in range(2))
    for step, g in enumerate(np.random.default_rng(1).normal(size=(12, 3))):
        if step % 4 == 3:
            n15.change_rate(torch, torch.learning_rate / 3)
            keras.learning_rate /= 3
        keras.update(a, {"x": g[:1], "w": g})
        torch.update(b, {"x": g[:1], "w": g})
    np.testing.assert_allclose([*a["x"], *a["w"]], [*b["x"], *b["w"]], rtol=1e-12)
