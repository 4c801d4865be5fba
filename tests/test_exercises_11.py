"""The checks of notebook 11: what each wrong answer must be told."""

import numpy as np
import pytest

from rmsprop_lib.exercises import n11


def by_loops(n, size, rng):
    left = list(range(n))
    rng.shuffle(left)
    print(left)
    result = []
    while left:
        result.append(left[:size])
        left = left[size:]
    return result


def a_generator(n, size, rng):
    rows = rng.permutation(n)
    for start in range(0, n, size):
        yield rows[start : start + size]


def cut(rows, size):
    return [rows[start : start + size] for start in range(0, len(rows), size)]


@pytest.mark.parametrize(
    "answer, hint",
    [
        (by_loops, "✔ right"),
        (a_generator, "✔ right"),
        (lambda n, s, rng: [np.arange(n)], "put your lines"),
        (lambda n, s, rng: cut(np.arange(n), s), "still in order"),
        (lambda n, s, rng: cut(rng.permutation(n)[: n - n % s], s), "What becomes"),
        (lambda n, s, rng: [rng.integers(0, n, s) for _ in range(0, n, s)], "twice"),
        (lambda n, s, rng: cut(rng.integers(0, n, n), s), "puts each number back"),
        (
            lambda n, s, rng: [rng.permutation(n)[:s] for _ in range(0, n, s)],
            "How often should the order be drawn",
        ),
        (
            lambda n, s, rng: cut(np.random.default_rng(0).permutation(n), s),
            "Two epochs have the same order",
        ),
        (
            lambda n, s, rng: cut(np.random.default_rng().permutation(n), s),
            "Where does `rng` enter",
        ),
        (lambda n, s, rng: np.array_split(rng.permutation(n), s), "How many rows"),
        (lambda n, s, rng: cut(rng.permutation(n) + 1, s), "from 1 to n"),
        (lambda n, s, rng: cut(rng.permutation(n), s)[:1], "only the first batch"),
        (
            lambda n, s, rng: [rng.permutation(b) for b in cut(np.arange(n), s)],
            "shuffle within each batch",
        ),
        (
            lambda n, s, rng: np.array_split(rng.permutation(n), -(-n // s)),
            "equally large",
        ),
        (lambda n, s, rng: cut(rng.permutation(n), s)[::-1], "should be the last"),
        (
            lambda n, s, rng: [
                rows[k * s : (k + 1) * s]
                for rows in [rng.permutation(n)]
                for k in range(n // s + 1)
            ],
            "an empty batch",
        ),
        (
            lambda n, s, rng: [rng.permutation(n)[k : k + s] for k in range(0, n, s)],
            "a new order for each cut",
        ),
        (lambda n, s, rng: np.array_split(rng.permutation(n), n // s), "fewer batches"),
        (
            lambda n, s, rng: [
                rows[k : k + s] for rows in [rng.permutation(n)] for k in range(n // s)
            ],
            "one row after",
        ),
        (
            lambda n, s, rng: [
                rows[k:s] for rows in [rng.permutation(n)] for k in range(0, n, s)
            ],
            "end at row `size`",
        ),
        (lambda n, s, rng: rng.permutation(n), "should return a list of arrays"),
        (
            lambda n, s, rng: cut(rng.permutation(n), s + 1),
            "the number of batches is 6",
        ),
        (lambda n, s, rng: None, "returns nothing"),
        (lambda n, s, rng: rng.shuffel(n), "AttributeError"),
        (7, "a function is expected"),
    ],
)
def test_batches(capsys, answer, hint):
    n11.check_batches(answer)
    assert hint in capsys.readouterr().out


def test_blocks_in_random_order(capsys):
    def answer(n, size, rng):
        blocks = cut(np.arange(n), size)
        return [blocks[k] for k in rng.permutation(len(blocks))]

    n11.check_batches(answer)
    assert "neighbours stay together" in capsys.readouterr().out


def by_hand(losses, sizes):
    total = 0.0
    for loss, size in zip(losses, sizes, strict=True):
        total += loss * size
    return np.float32(total / sum(sizes))


@pytest.mark.parametrize(
    "answer, hint",
    [
        (by_hand, "✔ right"),
        (lambda losses, sizes: np.average(losses, weights=sizes), "✔ right"),
        (lambda losses, sizes: losses[-1], "the last batch"),
        (lambda losses, sizes: np.mean(losses), "You average over batches"),
        (lambda losses, sizes: sum(losses), "How many images do they belong to"),
        (lambda losses, sizes: np.dot(losses, sizes), "per image"),
        (lambda losses, sizes: sum(losses) / sum(sizes), "must it be multiplied"),
        (lambda losses, sizes: np.dot(losses, sizes) / len(sizes), "How many images"),
        (lambda losses, sizes: np.median(losses), "median"),
        (lambda losses, sizes: None, "returns nothing"),
        (lambda losses, sizes: losses * sizes, "TypeError"),
        (lambda losses, sizes: losses, "should return a number"),
    ],
)
def test_epoch_loss(capsys, answer, hint):
    n11.check_epoch_loss(answer)
    assert hint in capsys.readouterr().out


@pytest.mark.parametrize(
    "answer, hint",
    [
        (7035, "✔ right"),
        (None, "no answer yet"),
        (7020, "the last 96 images"),
        (7031.25, "Round before you multiply"),
        (468.75, "unrounded"),
        (7031, "You round down once"),
        (7032, "You round once"),
        (469, "That is one epoch."),
        (468, "without its last batch"),
        (900_000, "How many share an update"),
        (60_000, "with one image each"),
        (15, "counted epochs"),
        (8000, "too large"),
    ],
)
def test_updates(capsys, answer, hint):
    n11.check_updates(answer)
    assert hint in capsys.readouterr().out
