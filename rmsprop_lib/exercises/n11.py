"""Checks of notebook 11: shuffled batches, the loss of an epoch, a count of updates."""

import numpy as np

from rmsprop_lib.exercises.checks import check_function, check_number


def _batches(n, size, rng):
    rows = rng.permutation(n)
    return [rows[start : start + size] for start in range(0, n, size)]


def _facts(batches):
    """Return a function of (n, size, seed) that says what is true of the batches.

    Two right answers may shuffle differently; what they have in common are numbers.
    """

    def facts(n, size, seed):
        rng = np.random.default_rng(seed)
        epochs = [batches(n, size, rng) for _ in range(2)]
        if epochs[0] is None:
            return None
        epochs = [[np.asarray(batch, dtype=int) for batch in e] for e in epochs]
        first, second = (np.concatenate(epoch) for epoch in epochs)
        again = np.concatenate([*batches(n, size, np.random.default_rng(seed))])
        runs = [np.all(np.diff(np.sort(batch)) == 1) for batch in epochs[0][:-1]]
        return (
            len(epochs[0]),
            max(len(batch) for batch in epochs[0]),
            len(first),
            len(np.unique(first)),
            float(first.min()),
            float(np.array_equal(first, np.arange(n))),
            float(np.array_equal(np.sort(epochs[0][0]), np.arange(size))),
            float(np.array_equal(first, second)),
            float(np.array_equal(first, again)),
            float(len(runs) > 0 and np.all(runs)),
        )

    return facts


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
    "Your rows go from 1 to n. What is the number of the first row of an array?":
        _from_one,
    "That is only the first batch. Where are the others?": _first_only,
}  # fmt: skip


def check_batches(batches):
    """Check `batches(n, size, rng)`: a partition of the rows in random order."""
    check_function(
        _facts(batches) if callable(batches) else batches,
        _facts(_batches),
        [(50, 8, 0), (31, 6, 1)],
        {hint: _facts(mistake) for hint, mistake in _MISTAKES.items()},
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
        [([1.0, 2.0, 6.0], [4, 4, 2]), ([0.5, 0.25], [8, 1])],
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
