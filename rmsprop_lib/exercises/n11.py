"""Checks of notebook 11: batches, the loss of an epoch, a ratio, and sick runs."""

import numpy as np

from rmsprop_lib import checks
from rmsprop_lib.exercises.checks import Scenario, check_choice, check_function
from rmsprop_lib.networks import MLP
from rmsprop_lib.optimizers import RMSprop
from rmsprop_lib.training import batches


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


def _in_cuts(rows, starts, size):
    return [rows[start : start + size] for start in starts]


def _cut(places):
    """Return batches that are cut at `places(n, size)`, pairs of begin and end."""

    def wrong(n, size, rng):
        rows = rng.permutation(n)
        return [rows[begin:end] for begin, end in places(n, size)]

    return wrong


def _rest_in_the_last(batches, size):
    if len(batches[-1]) == size:
        return batches
    return [*batches[:-2], np.concatenate(batches[-2:])]


def _generated(n, size, rng):
    yield from _batches(n, size, rng)


def _first_only(n, size, rng):
    return _batches(n, size, rng)[:1]


_MISTAKES = {
    "One batch with all rows, in order: put your lines in place of the comment.":
        lambda n, size, rng: [np.arange(n)],
    "The rows are still in order. Which method of `rng` makes a random order? (If you "
    "call it: do you keep what it returns?)": _in_order,
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
    "There are n // size + 1 batches, about equally large. How many rows should each "
    "hold, and what if n is a multiple of `size`?":
        lambda n, size, rng: np.array_split(rng.permutation(n), n // size + 1),
    "Each batch is drawn anew from all rows: some come twice in an epoch, others "
    "never. How often should the order be drawn?": lambda n, size, rng: [
        rng.permutation(n)[:size] for _ in range(n // size)],
    "There is an empty batch if n is a multiple of `size`. Where should the cuts end?":
        _empty_at_the_end,
    "The small batch should be the last one.":
        lambda n, size, rng: _batches(n, size, rng)[::-1],
    "Each of your cuts begins one row after the one before. How far apart should they "
    "be?": _steps_of_one,
    "All your cuts end at row `size`. Where does the second batch end?":
        _always_to_size,
    "Your cuts begin one row apart, up to the end. How far apart should they be?":
        _cut(lambda n, size: [(k, k + size) for k in range(n - size + 1)]),
    "Your cuts begin one row apart, for every row. How far apart should they be?":
        _cut(lambda n, size: [(k, k + size) for k in range(n)]),
    "Each batch has one row too many, which the next one has as well. Which row does a "
    "slice `[a:b]` end before?":
        _cut(lambda n, size: [(k, k + size + 1) for k in range(0, n, size)]),
    "Each batch has one row too few, and that row is in no batch. Which row does a "
    "slice `[a:b]` end before?":
        _cut(lambda n, size: [(k, k + size - 1) for k in range(0, n, size)]),
    "The last row number, n − 1, is in no batch. Which numbers does `permutation(n)` "
    "hold?": lambda n, size, rng: _in_cuts(
        rng.permutation(n - 1), range(0, n, size), size),
    "The row number n is among yours. Which numbers does `permutation(n)` hold?":
        lambda n, size, rng: _in_cuts(
            rng.permutation(n + 1), range(0, n + 1, size), size),
    "Row 0 is in no batch, or the first row of the order is left out. Where does the "
    "first cut begin?": lambda n, size, rng: _in_cuts(
        rng.permutation(n), range(1, n, size), size),
    "Your last batch is filled up with rows that had their turn. How many are left for "
    "it?": lambda n, size, rng: list(
        np.resize(rng.permutation(n), -(-n // size) * size).reshape(-1, size)),
    "That is only the last batch. Where are those before it kept?":
        lambda n, size, rng: _batches(n, size, rng)[-1:],
    "The rows of the last batch are in no batch, although it is a full one. Where does "
    "your last cut begin?": lambda n, size, rng: _batches(n, size, rng)[:-1],
    "The rest has been added to the last full batch. How many rows may it hold?":
        lambda n, size, rng: _rest_in_the_last(_batches(n, size, rng), size),
    "Each batch holds a single row. How many should it hold?":
        lambda n, size, rng: list(rng.permutation(n)[:, None]),
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
        [(50, 8, 0), (31, 6, 1), (24, 8, 2), (35, 6, 3)],
        {hint: Scenario(_facts, mistake) for hint, mistake in _MISTAKES.items()},
        returns="a list of arrays of row numbers",
        right="each row once, in a new random order that `rng` decides",
        section="Does the order of the images matter?",
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
            (np.array([0.9, 0.3, 0.7, 2.0]), np.array([3, 6, 5, 2])),
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
            "You divide each loss by its size, and take the mean. A batch's loss is a "
            "mean over its images already: is it to be divided once more, or weighted?":
                lambda losses, sizes: np.mean(losses / sizes),
            "You divide each loss by its size, and then by all images. Is a batch's "
            "loss to count more or less, the larger it is?":
                lambda losses, sizes: np.sum(losses / sizes) / np.sum(sizes),
            "Your weights are upside down: small batches count more. How much should "
            "a batch of 8 count, compared with one of 4?":
                lambda losses, sizes: np.average(losses, weights=1 / sizes),
            "All batches have the size of the first here. Which size belongs to the "
            "last loss?": lambda losses, sizes: np.sum(losses * sizes[0]) / sum(sizes),
            "The last batch is left out. It is smaller, but its images count.":
                lambda losses, sizes: np.average(losses[:-1], weights=sizes[:-1]),
            "The last loss is left out, and its images are counted. Where does your "
            "loop end?": lambda losses, sizes: (
                np.sum(losses[:-1] * sizes[:-1]) / np.sum(sizes)),
            "The first loss is left out, and its images are counted. Where does your "
            "loop begin?": lambda losses, sizes: (
                np.sum(losses[1:] * sizes[1:]) / np.sum(sizes)),
            "Only the first batch is in your sum. Is your `return` inside the loop?":
                lambda losses, sizes: losses[0] * sizes[0] / np.sum(sizes),
            "That is the loss of the first batch. What do the others say?":
                lambda losses, sizes: losses[0],
            "Only the last batch is in your sum. Do you add up in your loop, or "
            "overwrite?": lambda losses, sizes: losses[-1] * sizes[-1] / np.sum(sizes),
            "Large batches count too much: the sizes are squared. How much should a "
            "batch of 8 count, compared with one of 4?":
                lambda losses, sizes: np.average(losses, weights=sizes**2),
            "You divide by the largest batch, or the first. How many images are there "
            "in all?": lambda losses, sizes: np.sum(losses * sizes) / np.max(sizes),
            "You divide by the size of the last batch. How many images are there in "
            "all?": lambda losses, sizes: np.sum(losses * sizes) / sizes[-1],
            "You divide by one image less than there are. Is that a mean?":
                lambda losses, sizes: np.sum(losses * sizes) / (np.sum(sizes) - 1),
            "You divide by all images and leave nothing behind the point: `//`.":
                lambda losses, sizes: np.sum(losses * sizes) // np.sum(sizes),
            "You divide by the mean size. How many images are there in all?":
                lambda losses, sizes: np.sum(losses * sizes) / np.mean(sizes),
            "You divide by the sum of the losses: that is a mean of the sizes. Per "
            "what is the loss asked for?":
                lambda losses, sizes: np.average(sizes, weights=losses),
            "Your fraction is upside down: what is divided by what?":
                lambda losses, sizes: np.sum(sizes) / np.sum(losses * sizes),
            "That is each batch's share of the mean. What becomes of them?":
                lambda losses, sizes: losses * sizes / np.sum(sizes),
            "You divide once too often, by the batches and by the images. How many "
            "images are there in all?":
                lambda losses, sizes: np.mean(losses * sizes) / np.sum(sizes),
            "These are the losses, as they were. In which sum do losses and sizes "
            "meet? (Do you multiply by a number, and divide by the same one?)":
                lambda losses, sizes: losses,
            "That is the largest loss of a batch. What do the others say?":
                lambda losses, sizes: np.max(losses),
        },
        returns="a number",
        right="every image counts the same",
        section="Which loss do we print?",
    )  # fmt: skip


def step_over_weight(before, after):
    """Return how far an array moved, as a share of its size: RMS(Δw) / RMS(w).

    Examples
    --------
    >>> float(step_over_weight(np.array([3.0, 4.0]), np.array([3.3, 4.4])).round(3))
    0.1
    """
    return np.sqrt(np.mean((after - before) ** 2) / np.mean(before**2))


def _rms(array):
    return np.sqrt(np.mean(array**2))


def _spectral(array):
    return np.linalg.norm(np.atleast_2d(array), 2 if array.ndim == 2 else "fro")


_RATIO_CASES = [
    (np.array([[1.0, -2.0], [0.5, 3.0], [0.2, 0.1]]),
     np.array([[1.3, -2.1], [0.1, 2.2], [0.25, 0.0]])),
    (np.array([0.5, -0.1, 0.7, -0.3]), np.array([0.6, -0.4, 0.5, -0.1])),
]  # fmt: skip
_RATIO_MISTAKES = {
    "That is 0 still: put your lines in place of the comment.": lambda b, a: 0.0,
    "That is the size of the step. Compared with what?": lambda b, a: _rms(a - b),
    "Your fraction is upside down: how large is a step, in parts of the weight?":
        lambda b, a: _rms(b) / _rms(a - b),
    "The step is compared with the weights after it. With which is it asked for?":
        lambda b, a: _rms(a - b) / _rms(a),
    "Is a root missing, above and below?":
        lambda b, a: np.mean((a - b) ** 2) / np.mean(b**2),
    "Steps up and down cancel in a plain mean. What does RMS do before it averages?":
        lambda b, a: np.mean(a - b) / np.mean(b),
    "These are means of absolute values. RMS is the root of the mean of what?":
        lambda b, a: np.mean(np.abs(a - b)) / np.mean(np.abs(b)),
    "You divide weight by weight and then average: a weight near 0 then decides alone. "
    "Which two sizes are to be divided?": lambda b, a: _rms((a - b) / b),
    "You divide weight by weight, and signs cancel besides. Which two sizes are to be "
    "divided?": lambda b, a: np.mean((a - b) / b),
    "You divide weight by weight and then average: a weight near 0 then decides alone. "
    "Divide one size by the other.": lambda b, a: np.mean(np.abs((a - b) / b)),
    "Below the fraction a root is missing. What is the size of the weights?":
        lambda b, a: _rms(a - b) / np.mean(b**2),
    "Below the fraction is the mean of the weights, in which those above and below 0 "
    "cancel. What is their size?": lambda b, a: _rms(a - b) / np.mean(b),
    "Above the fraction a root is missing. What is the size of the step?":
        lambda b, a: np.mean((a - b) ** 2) / _rms(b),
    "Square, mean, root: you take the mean first, and steps up and down cancel. Which "
    "comes first?": lambda b, a: np.abs(np.mean(a - b)) / np.abs(np.mean(b)),
    "Above the fraction you average before you square, and steps up and down cancel. "
    "Which comes first?": lambda b, a: np.abs(np.mean(a - b)) / _rms(b),
    "You take the root before the mean: that is a mean of absolute values. In which "
    "order come square, mean and root?": lambda b, a: (
        np.mean(np.abs(a - b)) / _rms(b)),
    "That is the matrix norm, the largest stretch. Which numbers does an RMS average?":
        lambda b, a: _spectral(a - b) / _spectral(b),
    "There is a size for each row. The array has one: over which numbers is the mean?":
        lambda b, a: np.sqrt(
            np.mean((a - b) ** 2, axis=-1) / np.mean(b**2, axis=-1)),
    "Above the fraction the mean is taken out: `std` is the RMS only where the mean is "
    "0.": lambda b, a: np.std(a - b) / _rms(b),
    "Below the fraction the mean is taken out: `std` is the RMS only where the mean is "
    "0.": lambda b, a: _rms(a - b) / np.std(b),
    "Below the fraction is a mean of absolute values. RMS is the root of the mean of "
    "what?": lambda b, a: _rms(a - b) / np.mean(np.abs(b)),
    "Above the fraction you divide by the number of rows, below by that of weights. "
    "Over how many numbers is a mean?": lambda b, a: np.sqrt(
        np.sum((a - b) ** 2) / len(b)) / _rms(b),
    "You subtract the squares. Of which difference is the square taken?":
        lambda b, a: np.sqrt(np.mean(np.abs(a**2 - b**2))) / _rms(b),
    "That is a ratio for each weight. What is the size of the whole array?":
        lambda b, a: np.abs((a - b) / b),
    "That is the ratio of two medians. What is an RMS?":
        lambda b, a: np.median(np.abs(a - b)) / np.median(np.abs(b)),
    "The step is multiplied by the size of the weights. In parts of it is asked for.":
        lambda b, a: _rms(a - b) * _rms(b),
    "That says by how much the size has grown. A weight may move and keep its size: "
    "which difference is meant?": lambda b, a: (_rms(a) - _rms(b)) / _rms(b),
    "That compares the sizes of the weights. How far did they move?":
        lambda b, a: _rms(a) / _rms(b),
    "You compare the largest step with the largest weight. What is the RMS of each?":
        lambda b, a: np.abs(a - b).max() / np.abs(b).max(),
    "One of the two is a norm, the other an RMS. Which one takes the number of weights "
    "into account?": lambda b, a: np.linalg.norm(a - b) / _rms(b),
    "The mean is taken out first: `std` is the RMS only where the mean is 0.":
        lambda b, a: np.std(a - b) / np.std(b),
}  # fmt: skip


def check_update_ratio(update_ratio):
    """Check `update_ratio(before, after)`: RMS of the step over RMS of the weights."""
    check_function(
        update_ratio,
        step_over_weight,
        _RATIO_CASES,
        _RATIO_MISTAKES,
        returns="a number",
        right="how far a step goes, in parts of what is there",
        section="How does one see that something is wrong?",
    )


# ---- the ward ------------------------------------------------------------------------


def sick_run(illness, X, y, rate=0.001, seed=0, epochs=6):
    """Train with a fault; return the loss and the ratio of w1's step, batch by batch.

    `illness` is "rate too large", "not shuffled", "cache reset", "wrong gradient" or
    "none".
    """
    losses, ratios, rng = [], [], np.random.default_rng(seed)
    model = MLP((X.shape[1], 64, 10), seed=seed)
    factor = 30 if illness == "rate too large" else 1
    optimizer = RMSprop(factor * rate, decay_rate=0.99)
    for _ in range(epochs):
        if illness == "cache reset":
            optimizer.cache.clear()
        order = batches(len(y), 128, rng)
        if illness == "not shuffled":
            order = np.array_split(np.argsort(y, kind="stable"), len(order))
        for rows in order:
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            if illness == "wrong gradient":
                grads["w1"] = -grads["w1"]
            before = model.params["w1"].copy()
            optimizer.update(model.params, grads)
            losses.append(loss)
            ratios.append(step_over_weight(before, model.params["w1"]))
    return losses, ratios


_ASKED = {  # of an answer that is not the illness
    "rate too large": "then the first steps would be longer than the weights "
    "themselves, a ratio above 1. Are they?",
    "not shuffled": "then the loss would jump wherever one digit follows another, up "
    "to ten times an epoch. Does it?",
    "cache reset": "then steps of η/√(1−ρ) would come where an epoch begins, at every "
    "dotted line. Do they?",
    "wrong gradient": "then the loss would be higher after an epoch than at the start, "
    "with steps no longer than a healthy run's. Is it?",
    "none": "then the loss would fall, fast at first, and steps would get shorter. "
    "Compare both curves with the healthy run's.",
}
_SEEN = {  # of the illness
    "rate too large": "the first steps are longer than the weights themselves, and "
    "throw the loss far up before it falls",
    "not shuffled": "the loss jumps whenever another digit comes, within each epoch",
    "cache reset": "steps and loss leap at each dotted line, where v is 0 again",
    "wrong gradient": "the loss rises although the steps are no longer than a healthy "
    "run's, and stays high: it goes uphill",
    "none": "it falls, and nothing repeats",
}
_drawn = 1  # the patient that is looked at


def _illness(number):
    order = np.random.default_rng([11, (number - 1) // 5]).permutation(list(_SEEN))
    return str(order[(number - 1) % 5])


def patient(number, X, y):
    """Return the losses and ratios of a run whose illness is not told.

    `number` is 1, 2, …: each is another run, with a rate and a start of its own. Asks
    `check_illness` about this one from now on. Raises TypeError or ValueError for
    another number.
    """
    global _drawn
    number = checks.whole("number", number, 1)
    _drawn = number
    rng = np.random.default_rng([7, number])
    rate = 10 ** rng.uniform(-3.2, -2.8)
    return sick_run(_illness(number), X, y, rate, seed=number)


def check_illness(answer):
    """Check which illness the patient has that was drawn last (at first number 1)."""
    illness = _illness(_drawn)
    seen = f"{_SEEN[illness]}. Another patient waits: number {_drawn + 1}"
    section = "Which illness is it?"
    check_choice(answer, illness, _ASKED | {illness: seen}, section=section)
