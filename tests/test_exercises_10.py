"""The checks of notebook 10: what each wrong answer must be told."""

import math

import numpy as np
import pytest

from rmsprop_lib.exercises import n10


def loops(z):
    result = []
    for row in z.tolist():
        print(row)
        powers = [math.exp(value - max(row)) for value in row]
        result.append([power / sum(powers) for power in powers])
    return result


def by_logarithms(z):
    z = z.astype(np.float32)
    return np.exp(z - np.logaddexp.reduce(z, axis=1)[:, None])


def in_place(z):
    z -= z.max(axis=1, keepdims=True)
    np.exp(z, out=z)
    z /= z.sum(axis=1, keepdims=True)
    return z


def shifted(z, axis=1):
    return np.exp(z - z.max(axis=axis, keepdims=True))


@pytest.mark.parametrize(
    "answer, hint",
    [
        (loops, "✔ right"),
        (by_logarithms, "✔ right"),
        (in_place, "the caller's arrays have changed"),
        (lambda z: z, "z itself"),
        (lambda z: np.exp(z) / np.exp(z).sum(1, keepdims=True), "may be subtracted"),
        (lambda z: np.exp(z - z.max()) / np.exp(z - z.max()).sum(1)[:, None], "whole"),
        (lambda z: z / z.sum(axis=1, keepdims=True), "Where is the exponential"),
        (lambda z: shifted(z, 0) / shifted(z, 0).sum(axis=0), "columns add up"),
        (lambda z: shifted(z) / shifted(z).sum(axis=0), "sums over the images"),
        (lambda z: shifted(z) / shifted(z).sum(), "All numbers together"),
        (lambda z: np.exp(z) / np.exp(z).sum(), "and exp overflows"),
        (lambda z: np.exp(z - z.max()) / np.exp(z - z.max()).sum(), "maximum of its"),
        (lambda z: shifted(z), "What must the numbers of a row add up to"),
        (lambda z: np.log(loops(z)), "logarithms"),
        (lambda z: None, "returns nothing"),
        (lambda z: z.softmax(), "AttributeError"),
        (lambda z: shifted(z).sum(axis=1), "should return an array of the shape of z"),
        (3, "a function is expected"),
    ],
)
def test_softmax(capsys, answer, hint):
    with np.errstate(all="ignore"):
        n10.check_softmax(answer)
    assert hint in capsys.readouterr().out


def test_softmax_with_the_mean_subtracted(capsys):
    def answer(z):
        powers = np.exp(z - z.mean(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)

    n10.check_softmax(answer)
    assert "You subtract the mean" in capsys.readouterr().out


@pytest.mark.parametrize(
    "answer, hint",
    [
        (101_770, "✔ right"),
        (101_770.0, "✔ right"),
        (None, "no answer yet"),
        (101_632, "What else does each unit have"),
        (100_352, "first layer without its biases"),
        (100_480, "That is the first layer"),
        (101_760, "not those of the last"),
        (101_642, "not those of the hidden"),
        (922, "the number of units"),
        (784 * 1280, "one big product"),
        (100_000, "too small"),
    ],
)
def test_parameter_count(capsys, answer, hint):
    n10.check_parameter_count(answer)
    assert hint in capsys.readouterr().out


@pytest.mark.parametrize(
    "answer, hint",
    [
        ("b2", "✔ right"),
        ("B2 ", "✔ right"),
        (None, "no answer yet"),
        ("all", "What does w1 get"),
        ("w2 and b2", "What are the activations"),
        ("none", "no array that could react"),
        ("b1", "none of the options"),
    ],
)
def test_zero_weights(capsys, answer, hint):
    n10.check_zero_weights(answer)
    assert hint in capsys.readouterr().out
