"""Checks of notebook 12: an interval, a comparison, the confusion matrix."""

import numpy as np

from rmsprop_lib.exercises.checks import check_choice, check_function


def _interval(right, n, z=1.96):
    share = right / n
    half = z * np.sqrt(share * (1 - share) / n)
    return share - half, share + half


def _around(half):
    """Return the function of an interval whose half-width is `half(share, n)`."""

    def interval(right, n):
        share = right / n
        return share - half(share, n), share + half(share, n)

    return interval


_INTERVAL_MISTAKES = {
    "Both ends are the share itself: put your lines in place of the comment.":
        lambda right, n: (right / n, right / n),
    "That is one standard deviation to each side, and holds for 68 % of the samples. "
    "How many are needed for 95 %?": _around(lambda p, n: np.sqrt(p * (1 - p) / n)),
    "Your interval does not get narrower with n. Where does n enter s?":
        _around(lambda p, n: 1.96 * np.sqrt(p * (1 - p))),
    "p(1−p)/n is the variance. What is missing on the way to the standard deviation?":
        _around(lambda p, n: 1.96 * p * (1 - p) / n),
    "The root covers p(1−p) alone. Does n belong under it?":
        _around(lambda p, n: 1.96 * np.sqrt(p * (1 - p)) / n),
    "You took p/n under the root. How sure is a share of 1, and what does your formula "
    "say of it?": _around(lambda p, n: 1.96 * np.sqrt(p / n)),
    "1.645 leaves 5 % on each side. How much may lie outside, both sides together?":
        _around(lambda p, n: 1.645 * np.sqrt(p * (1 - p) / n)),
    "These are numbers of images. What are the ends as shares?":
        lambda right, n: tuple(n * end for end in _interval(right, n)),
    "These are percentages. What are the ends as shares?":
        lambda right, n: tuple(100 * end for end in _interval(right, n)),
    "That is the middle and the half-width. Where does the interval begin, where does "
    "it end?": lambda right, n: (right / n, _interval(right, n)[1] - right / n),
    "The upper end comes first. Which end is asked for first?":
        lambda right, n: _interval(right, n)[::-1],
    "You put the number of right answers where the share belongs, so that 1 − p is "
    "negative.": lambda right, n: (np.nan, np.nan),
}  # fmt: skip


def check_interval(interval):
    """Check `interval(right, n)`: the 95 % interval of a share."""
    check_function(
        interval,
        _interval,
        [(9810, 10_000), (30, 40)],
        _INTERVAL_MISTAKES,
        returns="two numbers, the lower and the upper end",
        right="share ± 1.96 √(share (1 − share)/n)",
    )


def check_better(answer):
    """Check what 98.1 % against 98.3 % of the same 10,000 images says."""
    check_choice(
        answer,
        "cannot say",
        {
            "yes": "each number has an interval of about ±0.26 points. How far do the "
            "two overlap?",
            "no": "that the intervals overlap does not prove that the two are equal. "
            "What would you have to know in addition?",
            "cannot say": "the intervals overlap, and each group has one seed. Both "
            "saw the same images: counting those on which only one of them is right "
            "would tell more, and so would more seeds.",
        },
    )


def _confusion(true, answers, classes):
    counts = np.zeros((classes, classes), dtype=int)
    np.add.at(counts, (true, answers), 1)
    return counts


def _once(true, answers, classes):
    counts = np.zeros((classes, classes))
    counts[true, answers] += 1
    return counts


def _shares(true, answers, classes):
    counts = _confusion(true, answers, classes)
    return counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)


def _without_diagonal(true, answers, classes):
    counts = _confusion(true, answers, classes)
    return counts - np.diag(np.diag(counts))


def _diagonal(true, answers, classes):
    return np.diag(np.diag(_confusion(true, answers, classes)))


def _columns(true, answers, classes):
    return np.tile(np.bincount(answers, minlength=classes), (classes, 1))


_CONFUSION_CASES = [
    (np.array([0, 0, 1, 2, 2, 2, 0]), np.array([0, 1, 1, 2, 0, 0, 1]), 3),
    (np.array([1, 1, 0]), np.array([0, 0, 0]), 4),
]
_CONFUSION_MISTAKES = {
    "Nothing is counted yet: put your lines in place of the comment.":
        lambda true, answers, classes: np.zeros((classes, classes)),
    "Rows and columns have changed places. Which of them stands for the true digit?":
        lambda true, answers, classes: _confusion(answers, true, classes),
    "Every pair is counted once, however often it occurs: `counts[i, j] += 1` with "
    "arrays adds 1 a single time to a place that is named twice. What does "
    "`np.add.at` do?": _once,
    "These are shares of each row. How many images were there?": _shares,
    "The right answers are missing. Where do they stand in the matrix?":
        _without_diagonal,
    "Only right answers are counted. What of an image whose answer is another digit?":
        _diagonal,
    "Every row holds the counts of all answers. To which images does row i belong?":
        _columns,
    "These are shares of all images. What is asked for are counts.":
        lambda true, answers, classes: _confusion(true, answers, classes) / len(true),
}  # fmt: skip


def check_confusion(confusion):
    """Check `confusion(true, answers, classes)`."""
    check_function(
        confusion,
        _confusion,
        _CONFUSION_CASES,
        _CONFUSION_MISTAKES,
        returns="an array of shape (classes, classes), also if a class does not occur",
        right="a row for each true digit, a column for each answer",
    )
