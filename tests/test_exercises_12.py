"""The checks of notebook 12: what each wrong answer must be told."""

import math

import numpy as np
import pytest
from sklearn.metrics import confusion_matrix

from rmsprop_lib.exercises import n12


def by_hand(right, n):
    share = right / n
    print(share)
    s = math.sqrt(share * (1 - share)) / math.sqrt(n)
    return [np.float32(share - 1.96 * s), np.float32(share + 1.96 * s)]


def around(half):
    def interval(right, n):
        p = right / n
        return p - half(p, n), p + half(p, n)

    return interval


@pytest.mark.parametrize(
    "answer, hint",
    [
        (by_hand, "✔ right"),
        (around(lambda p, n: 1.96 * np.sqrt((p - p * p) / n)), "✔ right"),
        (lambda r, n: (r / n, r / n), "put your lines"),
        (around(lambda p, n: np.sqrt(p * (1 - p) / n)), "68 %"),
        (around(lambda p, n: 1.96 * np.sqrt(p * (1 - p))), "Where does n enter"),
        (around(lambda p, n: 1.96 * p * (1 - p) / n), "the variance"),
        (around(lambda p, n: 1.96 * np.sqrt(p * (1 - p)) / n), "belong under it"),
        (around(lambda p, n: 1.96 * np.sqrt(p / n)), "p/n under the root"),
        (around(lambda p, n: 1.645 * np.sqrt(p * (1 - p) / n)), "on each side"),
        (lambda r, n: np.multiply(n, by_hand(r, n)), "numbers of images"),
        (lambda r, n: np.multiply(100, by_hand(r, n)), "percentages"),
        (lambda r, n: (r / n, by_hand(r, n)[1] - r / n), "half-width"),
        (lambda r, n: by_hand(r, n)[::-1], "upper end comes first"),
        (around(lambda p, n: np.nan), "1 − p is negative"),
        (lambda r, n: None, "returns nothing"),
        (lambda r, n: r / n, "should return two numbers"),
        (lambda r, n: r / 0, "ZeroDivisionError"),
    ],
)
def test_interval(capsys, answer, hint):
    n12.check_interval(answer)
    assert hint in capsys.readouterr().out


@pytest.mark.parametrize(
    "answer, hint",
    [
        ("cannot say", "✔ right"),
        ("Cannot say", "✔ right"),
        ("yes", "How far do the two overlap"),
        ("no", "does not prove"),
        (None, "no answer yet"),
        ("maybe", "none of the options"),
    ],
)
def test_better(capsys, answer, hint):
    n12.check_better(answer)
    assert hint in capsys.readouterr().out


def loops(true, answers, classes):
    counts = [[0] * classes for _ in range(classes)]
    for t, a in zip(true, answers, strict=True):
        counts[t][a] += 1
    return counts


def library(true, answers, classes):
    return confusion_matrix(true, answers, labels=range(classes))


def once(true, answers, classes):
    counts = np.zeros((classes, classes))
    counts[true, answers] += 1
    return counts


def shares(true, answers, classes):
    counts = library(true, answers, classes)
    return counts / np.maximum(counts.sum(1, keepdims=True), 1)


@pytest.mark.parametrize(
    "answer, hint",
    [
        (loops, "✔ right"),
        (library, "✔ right"),
        (lambda t, a, c: np.zeros((c, c)), "Nothing is counted"),
        (lambda t, a, c: library(a, t, c), "changed places"),
        (once, "counted once"),
        (shares, "shares of each row"),
        (
            lambda t, a, c: library(t, a, c) * (1 - np.eye(c)),
            "answers are missing",
        ),
        (lambda t, a, c: library(t, a, c) * np.eye(c), "Only right answers"),
        (lambda t, a, c: library(t, a, c) / len(t), "shares of all images"),
        (lambda t, a, c: [np.bincount(a, minlength=c)] * c, "To which images"),
        (lambda t, a, c: confusion_matrix(t, a), "also if a class does not occur"),
        (lambda t, a, c: None, "returns nothing"),
        (lambda t, a, c: t[99], "IndexError"),
    ],
)
def test_confusion(capsys, answer, hint):
    n12.check_confusion(answer)
    assert hint in capsys.readouterr().out
