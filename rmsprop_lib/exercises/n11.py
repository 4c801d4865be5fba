"""Checks of notebook 11: shuffled batches, the loss of an epoch, a count of updates."""

import numpy as np

from rmsprop_lib.exercises.checks import Scenario, check_function, check_number


def _batches(n, size, rng):
    rows = rng.permutation(n)
    return [rows[start : start + size] for start in range(0, n, size)]


def _facts(batches, n, size, seed):
    """Return what is true of the batches of two epochs.

    Two right answers may shuffle differently; what they have in common are numbers.
    """
    rng = np.random.default_rng(seed)
    epochs = [batches(n, size, rng) for _ in range(2)]
    epochs.append(batches(n, size, np.random.default_rng(seed)))
    if any(epoch is None for epoch in epochs):
        return None
    is_list = all(hasattr(epoch, "__len__") for epoch in epochs)
    try:
        epochs = [[np.asarray(batch, dtype=int) for batch in e] for e in epochs]
        first, second, again = (np.concatenate(epoch) for epoch in epochs)
    except (TypeError, ValueError):
        return epochs[0]
    sizes = [len(batch) for batch in epochs[0]]
    runs = [np.all(np.diff(np.sort(batch)) == 1) for batch in epochs[0][:-1]]
    return {
        "1 if there is a list": is_list,
        "the number of batches": len(sizes),
        "the size of the largest batch": max(sizes),
        "the size of the last batch": sizes[-1],
        "the number of batches of `size` rows": sizes.count(size),
        "the number of rows in all batches": len(first),
        "the number of different rows": len(np.unique(first)),
        "the smallest row number": first.min(initial=n),
        "1 if all rows are in order": np.array_equal(first, np.arange(n)),
        "1 if the first rows are in the first batch": np.array_equal(
            np.sort(epochs[0][0]), np.arange(size)
        ),
        "1 if two epochs have the same order": np.array_equal(first, second),
        "1 if the same generator makes the same order": np.array_equal(first, again),
        "1 if neighbours stay together": len(runs) > 0 and np.all(runs),
    }


def _in_order(n, size, rng):
    return [np.arange(n)[start : start + size] for start in range(0, n, size)]


def _whole_only(n, size, rng):
    rows = rng.permutation(n)
    return [rows[k * size : (k + 1) * size] for k in range(n // size)]


def _drawn_again(n, size, rng):
    return [rng.integers(0, n, size) for _ in range(0, n, size)]


def _drawn_again_to_n(n, size, rng):
    rows = rng.integers(0, n, n)
    return [rows[start : start + size] for start in range(0, n, size)]


def _drawn_per_batch(n, size, rng):
    return [rng.permutation(n)[:size] for _ in range(0, n, size)]


def _same_each_epoch(n, size, rng):
    return _batches(n, size, np.random.default_rng(0))


def _own_generator(n, size, rng):
    return _batches(n, size, np.random.default_rng())


def _blocks(n, size, rng):
    blocks = _in_order(n, size, rng)
    return [blocks[k] for k in rng.permutation(len(blocks))]


def _within_blocks(n, size, rng):
    return [rng.permutation(block) for block in _in_order(n, size, rng)]


def _one_by_one(n, size, rng):
    return np.array_split(rng.permutation(n), size)


def _equal_parts(n, size, rng):
    return np.array_split(rng.permutation(n), -(-n // size))


def _from_one(n, size, rng):
    return [batch + 1 for batch in _batches(n, size, rng)]


def _empty_at_the_end(n, size, rng):
    rows = rng.permutation(n)
    return [rows[k * size : (k + 1) * size] for k in range(n // size + 1)]


def _fewer_parts(n, size, rng):
    return np.array_split(rng.permutation(n), n // size)


def _steps_of_one(n, size, rng):
    rows = rng.permutation(n)
    return [rows[k : k + size] for k in range(n // size)]


def _always_to_size(n, size, rng):
    rows = rng.permutation(n)
    return [rows[start:size] for start in range(0, n, size)]


def _drawn_per_cut(n, size, rng):
    return [rng.permutation(n)[start : start + size] for start in range(0, n, size)]


def _generated(n, size, rng):
    yield from _batches(n, size, rng)


def _first_only(n, size, rng):
    return _batches(n, size, rng)[:1]


_MISTAKES = {
    "One batch with all rows, in order: put your lines in place of the comment.":
        lambda n, size, rng: [np.arange(n)],
    "The rows are still in order. Which method of `rng` makes a random order?":
        _in_order,
    "The rows at the end are in no batch if n is no multiple of `size`. What becomes "
    "of them?": _whole_only,
    "The last batch is as large as the others, and some rows come twice, others never. "
    "Draw one order for all rows, then cut it.": _drawn_again,
    "Some rows come twice, others never: `integers` puts each number back. What does "
    "`permutation` do?": _drawn_again_to_n,
    "Each batch has an order of its own, so that rows come again and others never. How "
    "often should the order be drawn in an epoch?": _drawn_per_batch,
    "Two epochs have the same order. Which generator do you draw from?":
        _same_each_epoch,
    "The generator that was given does not decide your order, so that the run cannot "
    "be repeated. Where does `rng` enter?": _own_generator,
    "Your batches come in random order, but neighbours stay together. What has to be "
    "shuffled before the cut?": _blocks,
    "You shuffle within each batch; the same images still share a batch. What has to "
    "be shuffled before the cut?": _within_blocks,
    "You have cut the rows into `size` batches. How many rows should a batch hold?":
        _one_by_one,
    "The batches are equally large, and smaller than `size`. All but the last should "
    "hold `size` rows.": _equal_parts,
    "There are fewer batches than needed, and they hold more than `size` rows.":
        _fewer_parts,
    "There is an empty batch if n is a multiple of `size`. Where should the cuts end?":
        _empty_at_the_end,
    "The small batch should be the last one.":
        lambda n, size, rng: _batches(n, size, rng)[::-1],
    "Each of your cuts begins one row after the one before. How far apart should they "
    "be?": _steps_of_one,
    "All your cuts end at row `size`. Where does the second batch end?":
        _always_to_size,
    "You draw a new order for each cut, so that rows come again and others never. How "
    "often should the order be drawn in an epoch?": _drawn_per_cut,
    "Your rows go from 1 to n. What is the number of the first row of an array?":
        _from_one,
    "That is only the first batch. Where are the others?": _first_only,
    "You `yield` the batches one by one, and after one epoch they are used up. How "
    "does a list hold them all?": _generated,
}  # fmt: skip


def check_batches(batches):
    """Check `batches(n, size, rng)`: a partition of the rows in random order."""
    check_function(
        Scenario(_facts, batches) if callable(batches) else batches,
        lambda *case: _facts(_batches, *case),
        [(50, 8, 0), (31, 6, 1), (24, 8, 2)],
        {hint: Scenario(_facts, mistake) for hint, mistake in _MISTAKES.items()},
        returns="a list of arrays of row numbers",
        right="each row once, in a new random order that `rng` decides",
    )


def _epoch_loss(losses, sizes):
    return np.sum(np.multiply(losses, sizes)) / np.sum(sizes)


def check_epoch_loss(epoch_loss):
    """Check `epoch_loss(losses, sizes)`: the mean over images."""
    check_function(
        epoch_loss,
        _epoch_loss,
        [
            (np.array([1.0, 2.0, 6.0]), np.array([4, 4, 2])),
            (np.array([0.5, 0.25]), np.array([8, 1])),
        ],
        {
            "That is the loss of the last batch, which is what the article prints. "
            "What do the others say?": lambda losses, sizes: losses[-1],
            "You average over batches. Does an image in a small last batch then count "
            "as much as the others?": lambda losses, sizes: np.mean(losses),
            "You add up the losses. How many images do they belong to?":
                lambda losses, sizes: np.sum(losses),
            "You add up the losses of all images. Now: per image?":
                lambda losses, sizes: np.sum(np.multiply(losses, sizes)),
            "Each batch's loss is a mean over its images already. By what must it be "
            "multiplied before it is added up?":
                lambda losses, sizes: np.sum(losses) / np.sum(sizes),
            "You divide by the number of batches. How many images are there?":
                lambda losses, sizes: np.mean(np.multiply(losses, sizes)),
            "The median leaves out how large the large losses are. Which mean is "
            "asked for?": lambda losses, sizes: np.median(losses),
            "You divide by the sizes one by one. Large batches should count more, not "
            "less.": lambda losses, sizes: np.sum(np.divide(losses, sizes)),
        },
        returns="a number",
        right="every image counts the same",
    )  # fmt: skip


def check_updates(answer):
    """Check the number of updates of 15 epochs of 60,000 images in batches of 128."""
    check_number(
        answer,
        7035,
        {
            "60,000 is no multiple of 128. What becomes of the last 96 images of each "
            "epoch?": 7020,
            "60,000 is no multiple of 128, and an update is made for a smaller last "
            "batch too. Round before you multiply.": 7031.25,
            "You round once, at the end. The last, smaller batch comes in every "
            "epoch.": 7032,
            "You round down once, at the end. The last, smaller batch comes in every "
            "epoch.": 7031,
            "That is one epoch, unrounded. What becomes of the last 96 images?": 468.75,
            "That is one epoch.": 469,
            "That is one epoch, without its last batch.": 468,
            "That is how often an image is looked at. How many share an update?":
                900_000,
            "That is the number of updates with one image each, in one epoch.": 60_000,
            "You have counted epochs.": 15,
        },
        right="469 an epoch, the last of them for 96 images",
        rtol=1e-9,
    )  # fmt: skip
