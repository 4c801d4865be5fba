"""The checks of notebook 00: what each wrong answer must be told."""

import numpy as np
import pytest

from rmsprop_lib.exercises.n00 import check_first_move, check_usual_size


def loop(g):
    total = 0.0
    for number in g:
        total += number * number
    return (total / len(g)) ** 0.5


SIZES = [
    (lambda g: np.sqrt(np.mean(g**2)), "✔ right"),
    (loop, "✔ right"),
    (lambda g: np.linalg.norm(g) / np.sqrt(len(g)), "✔ right"),
    (lambda g: np.float32(np.sqrt((g**2).mean())), "✔ right"),
    (lambda g: None, "returns nothing"),
    (np.mean, "average g itself"),
    (lambda g: np.mean(g) ** 2, "mean comes first"),
    (lambda g: np.sqrt(np.mean(g) ** 2), "|mean of g|"),
    (lambda g: np.mean(g**2), "root is missing"),
    (lambda g: np.sqrt(np.sum(g**2)), "add the squares up, and the sum"),
    (lambda g: np.sum(g**2), "there is no root"),
    (lambda g: np.linalg.norm(g) / len(g), "count after the root"),
    (lambda g: np.mean(np.sqrt(g**2)), "average |g|"),
    (np.std, "spread about the mean"),
    (lambda g: abs(g).max(), "largest |g|"),
    (lambda g: np.mean(g**2) / 2, "halve"),
    (lambda g: np.sqrt(g**2), "should return one number"),
    (lambda g: np.sqrt(np.mean(g)), "nothing is squared"),
    (lambda g: np.sqrt(np.mean(g**2)) + 1, "not yet"),
    (lambda g: g.size_of, "stops with AttributeError"),
    (3.0, "a function is expected"),
]


@pytest.mark.parametrize("answer, hint", SIZES, ids=range(len(SIZES)))
def test_usual_size(capsys, answer, hint):
    check_usual_size(answer)
    assert hint in capsys.readouterr().out


MOVES = [
    (None, "no answer yet"),
    (0.2, "✔ right"),
    (1 - 0.8, "✔ right"),
    (-0.2, "look at the sign"),
    (0.8, "new θ"),
    (2.25, "That is v."),
    (1.5, "That is √v"),
    (2, "That is g/√v"),
    (0.133, "not by its root"),
    (0.1155, "swapped"),
    (0.3, "gradient descent's step"),
    (0.1, "once v has reached"),
    (0.346, "averages g"),
    (7, "too large"),
    ("0.2 or so", "a number is expected"),
]


@pytest.mark.parametrize("answer, hint", MOVES)
def test_first_move(capsys, answer, hint):
    check_first_move(answer)
    assert hint in capsys.readouterr().out
