"""The checks of notebook 08: what each wrong answer must be told."""

import json
import pathlib

import numpy as np
import pytest

from rmsprop_lib.exercises.n08 import (
    check_differences,
    check_hidden_layer,
    check_remedy,
    check_stuck_loss,
    numeric_gradient,
)
from rmsprop_lib.networks import SigmoidNetwork

NOTEBOOK = pathlib.Path(__file__).parents[1] / "notebooks/08_a_first_network.ipynb"


def by_entries(loss, theta, h):
    print("moving one entry at a time")
    rows = theta.tolist()
    flat = np.array(rows).reshape(-1)
    slopes = []
    for i in range(flat.size):
        ahead, behind = flat.copy(), flat.copy()
        ahead[i] += h
        behind[i] -= h
        above, below = (loss(p.reshape(theta.shape)) for p in (ahead, behind))
        slopes.append((above - below) / h / 2)
    return np.array(slopes).reshape(theta.shape).tolist()


def moves_the_callers(loss, theta, h):
    gradient = np.zeros(theta.shape)
    for entry in np.ndindex(theta.shape):
        theta[entry] += h
        above = loss(theta)
        theta[entry] -= 2 * h
        gradient[entry] = (above - loss(theta)) / (2 * h)
        theta[entry] += h + 1e-9
    return gradient


def never_put_back(loss, theta, h):
    gradient, moved = np.zeros(theta.shape), theta + 0
    for entry in np.ndindex(theta.shape):
        moved[entry] = theta[entry] + h
        above = loss(moved)
        moved[entry] = theta[entry] - h
        gradient[entry] = (above - loss(moved)) / (2 * h)
    return gradient


def only_the_entry(loss, theta, h):
    slopes = [(loss(t + h) - loss(t - h)) / (2 * h) for t in theta.reshape(-1)]
    return np.array(slopes).reshape(theta.shape)


def between(ahead, behind, divisor):
    """Return an answer with the difference between θ + ahead·h and θ − behind·h."""

    def answer(loss, theta, h):
        units = np.eye(theta.size).reshape(theta.size, *theta.shape)
        slopes = [
            (loss(theta + ahead * h * unit) - loss(theta - behind * h * unit))
            / divisor(h)
            for unit in units
        ]
        return np.array(slopes).reshape(theta.shape)

    return answer


DIFFERENCES = [
    (between(1, 1, lambda h: 2 * h), "✔ right"),
    (by_entries, "✔ right"),
    (lambda loss, theta, h: np.zeros(theta.shape), "Every entry is 0"),
    (between(1, 1, lambda h: h), "twice the gradient"),
    (between(1, 1, lambda h: 1), "do not divide"),
    (between(1, 1, lambda h: 2 / h), "Which brackets are missing"),
    (between(1, 0, lambda h: h), "forward only"),
    (between(0, 1, lambda h: h), "backward only"),
    (between(1, 0, lambda h: 2 * h), "a difference to one side by 2h"),
    (between(-1, -1, lambda h: 2 * h), "The sign is turned"),
    (
        lambda loss, theta, h: np.full(
            theta.shape, (loss(theta + h) - loss(theta - h)) / (2 * h)
        ),
        "move together",
    ),
    (never_put_back, "later ones are not"),
    (only_the_entry, "one number"),
    (moves_the_callers, "the caller's arrays have changed"),
    (lambda loss, theta, h: (loss(theta + h) - loss(theta)) / h, "return an array of"),
    (lambda loss, theta, h: None, "returns nothing"),
    (lambda loss, theta, h: loss(), "stops with TypeError"),
]


@pytest.mark.parametrize("answer, hint", DIFFERENCES, ids=range(len(DIFFERENCES)))
def test_differences(capsys, answer, hint):
    check_differences(answer)
    assert hint in capsys.readouterr().out


def layer(factor=lambda a1: a1 * (1 - a1), through=lambda delta2, w2: delta2 @ w2.T):
    """Return an answer with this slope and this way through w₂."""

    def answer(X, w2, a1, delta2):
        delta1 = through(delta2, w2) * factor(a1)
        return delta1, X.T @ delta1, delta1.sum(axis=0, keepdims=True)

    return answer


def by_rows(X, w2, a1, delta2):
    """Add up over the rows with loops and return lists."""
    hidden = [
        [d[0] * w[0] * a * (1 - a) for w, a in zip(w2, row, strict=True)]
        for d, row in zip(delta2, a1, strict=True)
    ]
    dw1 = np.zeros((X.shape[1], len(w2)))
    for row, delta in zip(X, hidden, strict=True):
        dw1 += np.outer(row, delta)
    return [hidden, dw1.tolist(), [np.sum(hidden, axis=0).tolist()]]


def then(change):
    """Return an answer whose right results are changed."""
    return lambda X, w2, a1, delta2: change(
        *layer()(X, w2, a1, delta2), X=X, a1=a1, n=len(X)
    )


def writes_into(X, w2, a1, delta2):
    delta2 *= 1.0
    a1 *= 1 - a1
    delta1 = delta2 @ w2.T * a1
    return delta1, X.T @ delta1, delta1.sum(axis=0, keepdims=True)


LAYERS = [
    (layer(), "✔ right"),
    (by_rows, "✔ right"),
    (
        lambda X, w2, a1, delta2: (
            np.zeros(a1.shape),
            np.zeros((X.shape[1], len(w2))),
            np.zeros((1, len(w2))),
        ),
        "All is 0 so far",
    ),
    (layer(np.ones_like), "stops before the sigmoid"),
    (layer(lambda a1: a1), "by a₁ alone"),
    (layer(lambda a1: 1 - a1), "by 1 − a₁ alone"),
    (layer(lambda a1: (1 - a1) * (1 + a1)), "the slope of tanh"),
    (
        layer(lambda a1: np.exp(-a1) / (1 + np.exp(-a1)) ** 2),
        "which is its output already",
    ),
    (layer(through=lambda delta2, w2: -delta2 @ w2.T), "the sign is not"),
    (
        layer(through=lambda delta2, w2: delta2 @ np.ones_like(w2).T),
        "reaches all hidden units alike",
    ),
    (then(lambda d, dw, db, **_: (d, 0 * dw, 0 * db)), "δ₁ is right. Now"),
    (then(lambda d, dw, db, n, **_: (d, dw / n, db / n)), "dw₁ and db₁ are means"),
    (
        then(lambda d, dw, db, **_: (d, dw, d.mean(axis=0, keepdims=True))),
        "Your db₁ is a mean",
    ),
    (
        then(lambda d, dw, db, **_: (d, dw, d.sum() * np.ones_like(db))),
        "adds up everything",
    ),
    (
        then(lambda d, dw, db, X, a1, **_: (d, X.T @ (d / a1 / (1 - a1)), db)),
        "leaves out the slope",
    ),
    (then(lambda d, dw, db, **_: (d, dw, d.sum(axis=0))), "(1, hidden), not (hidden,)"),
    (then(lambda d, dw, db, **_: (d, dw)), "should return delta1 of shape"),
    (then(lambda d, dw, db, **_: (d, dw.T, db)), "should return delta1 of shape"),
    (writes_into, "the caller's arrays have changed"),
    (lambda X, w2, a1, delta2: None, "returns nothing"),
    (lambda X, w2, a1, delta2: delta2 @ w2, "stops with ValueError"),
]


@pytest.mark.parametrize("answer, hint", LAYERS, ids=range(len(LAYERS)))
def test_hidden_layer(capsys, answer, hint):
    check_hidden_layer(answer)
    assert hint in capsys.readouterr().out


STUCK = [
    (None, "no answer yet"),
    (0.3466, "✔ right"),
    (0.693, "all four answers are ½"),
    (1.386, "the sum over the rows"),
    (0.1505, "base 10"),
    (0.125, "the mean squared error"),
    (0.0625, "half a squared error"),
    (0.5, "counts in bits"),
    (0.173, "Only one of the two"),
    (0, "is not free"),
    (-0.3466, "look at the sign"),
    (2, "too large"),
    ("half", "a number is expected"),
]


@pytest.mark.parametrize("answer, hint", STUCK)
def test_stuck_loss(capsys, answer, hint):
    check_stuck_loss(answer)
    assert hint in capsys.readouterr().out


@pytest.mark.parametrize(
    "answer, hint",
    [
        (None, "no answer yet"),
        (" More units", "✔ right"),
        ("more steps", "the gradient that could part them has gone"),
        ("zero weights", "the same gradient"),
        ("a larger rate", "none of the options"),
        (8, "none of the options"),
    ],
)
def test_remedy(capsys, answer, hint):
    check_remedy(answer)
    assert hint in capsys.readouterr().out


def test_the_numeric_gradient_is_the_networks():
    # two ways to the same 21 numbers, of which the notebook shows both
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

        numeric = numeric_gradient(loss, theta)
        np.testing.assert_allclose(numeric, grads[name], atol=1e-9)
        np.testing.assert_array_equal(theta, before)


def test_the_solutions_of_the_notebook_are_right(capsys):
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    solutions = [
        "".join(cell["source"])
        for cell in cells
        if "solution" in cell["metadata"].get("tags", [])
    ]
    checks = {
        "np": np,
        "y": np.array([[0], [1], [1], [0]]),
        "check_differences": check_differences,
        "check_hidden_layer": check_hidden_layer,
        "check_stuck_loss": check_stuck_loss,
        "check_remedy": check_remedy,
    }
    assert len(solutions) == 4
    for code in solutions:
        lines = code.splitlines()  # after the check come claims, for the notebook
        end = next(i for i, line in enumerate(lines) if line.startswith("check_"))
        exec("\n".join(lines[: end + 1]), dict(checks))
    assert capsys.readouterr().out.count("✔ right") == 4
