"""Checks of notebook 12: an interval, a comparison, confusions, rare forgeries."""

import numpy as np
from scipy import stats

from rmsprop_lib.exercises.checks import check_choice, check_function, check_number


def _normal(right, n, z=1.96):
    share = right / n
    half = z * np.sqrt(share * (1 - share) / n)
    return share - half, share + half


def _interval(right, n, z=1.96):
    share = right / n
    middle = share + z**2 / (2 * n)
    half = z * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return (middle - half) / (1 + z**2 / n), (middle + half) / (1 + z**2 / n)


def _wilson(middle, under, below, z=1.96):
    """Return a function with other formulas for the three parts of Wilson's."""

    def interval(right, n):
        share = right / n
        half = z * np.sqrt(under(share, n))
        return tuple((middle(share, n) + s * half) / below(n) for s in (-1, 1))

    return interval


_Z2 = 1.96**2


def _middle(p, n):
    return p + _Z2 / (2 * n)


def _under(p, n):
    return p * (1 - p) / n + _Z2 / (4 * n**2)


def _below(n):
    return 1 + _Z2 / n


_INTERVAL_MISTAKES = {
    "Both ends are the share itself: put your lines in place of the comment.":
        lambda right, n: (right / n, right / n),
    "That is the simple interval, p ± 1.96 s. What does it say of 360 right answers "
    "among 360?": _normal,
    "That is the simple interval with one standard deviation, which holds for 68 % of "
    "the samples.": lambda right, n: _normal(right, n, 1),
    "That is the simple interval, in percent. What does it say of 360 right answers "
    "among 360, and what are its ends as shares?": lambda right, n: tuple(
        100 * end for end in _normal(right, n)),
    "You took one standard deviation, z = 1, which holds for 68 % of the samples. "
    "Which z belongs to 95 %?": lambda right, n: _interval(right, n, 1),
    "1.645 leaves 5 % on each side. How much may lie outside, both sides together?":
        lambda right, n: _interval(right, n, 1.645),
    "2.576 is the z of 99 %. Which one belongs to 95 %?":
        lambda right, n: _interval(right, n, 2.576),
    "Nothing is divided by 1 + z²/n yet.": _wilson(_middle, _under, lambda n: 1),
    "The middle is still the share itself. What is added to it?":
        _wilson(lambda p, n: p, _under, _below),
    "z²/(4n²) is missing under the root. What is left of it where the share is 1?":
        _wilson(_middle, lambda p, n: p * (1 - p) / n, _below),
    "Under the root the last term is z²/(4n). How many n belong below it?":
        _wilson(_middle, lambda p, n: p * (1 - p) / n + _Z2 / (4 * n), _below),
    "The middle has z²/n in it. Where is the 2 of the formula?":
        _wilson(lambda p, n: p + _Z2 / n, _under, _below),
    "z is not squared in your formula. Where should it be?":
        lambda right, n: tuple(
            (right / n + 1.96 / (2 * n) + s * 1.96 * np.sqrt(
                right / n * (1 - right / n) / n + 1.96 / (4 * n**2))) / (1 + 1.96 / n)
            for s in (-1, 1)),
    "The root is missing: what you add and subtract is a variance.":
        lambda right, n: tuple(
            (_middle(right / n, n) + s * 1.96 * _under(right / n, n)) / _below(n)
            for s in (-1, 1)),
    "n stands outside the root. Which terms belong under it?":
        _wilson(_middle, lambda p, n: (p * (1 - p) + _Z2 / (4 * n**2)) / n**2, _below),
    "Only the middle is divided by 1 + z²/n. What of the half-width?":
        lambda right, n: tuple(
            _middle(right / n, n) / _below(n) + s * 1.96 * np.sqrt(_under(right / n, n))
            for s in (-1, 1)),
    "These are numbers of images. What are the ends as shares?":
        lambda right, n: tuple(n * end for end in _interval(right, n)),
    "These are percentages. What are the ends as shares?":
        lambda right, n: tuple(100 * end for end in _interval(right, n)),
    "That is the middle and the half-width. Where does the interval begin, where does "
    "it end?": lambda right, n: (
        sum(_interval(right, n)) / 2, np.diff(_interval(right, n))[0] / 2),
    "The upper end comes first. Which end is asked for first?":
        lambda right, n: _interval(right, n)[::-1],
    "You put the number of right answers where the share belongs, so that 1 − p is "
    "negative.": lambda right, n: (np.nan, np.nan),
    "That is the interval of the wrong answers. Which share is asked for?":
        lambda right, n: _interval(n - right, n),
    "You add and subtract the root alone. What stands in front of it?":
        lambda right, n: tuple(
            (_middle(right / n, n) + s * np.sqrt(_under(right / n, n))) / _below(n)
            for s in (-1, 1)),
    "z = 2 is close, and 95.4 %. Which z belongs to 95 %?":
        lambda right, n: _interval(right, n, 2),
    "You multiply by 1 + z²/n. What does the fraction in front of the formula say?":
        _wilson(_middle, _under, lambda n: 1 / _below(n)),
    "`z**2 / 2 * n` is z²/2, times n. Where do brackets belong, also under the root?":
        _wilson(lambda p, n: p + _Z2 / 2 * n,
                lambda p, n: p * (1 - p) / n + _Z2 / 4 * n**2, _below),
    "In the middle, `z**2 / 2 * n` is z²/2, times n. Where do brackets belong?":
        _wilson(lambda p, n: p + _Z2 / 2 * n, _under, _below),
    "Under the root, `z**2 / 4 * n**2` is z²/4, times n². Where do brackets belong?":
        _wilson(_middle, lambda p, n: p * (1 - p) / n + _Z2 / 4 * n**2, _below),
    "`right // n` leaves out what is behind the point. Which division keeps it?":
        lambda right, n: _interval(right // n * n, n),
    "The same half-width is on both sides of the share, with Wilson's root. What is "
    "the middle of his interval?": lambda right, n: tuple(
        right / n + s * 1.96 * np.sqrt(_under(right / n, n)) for s in (-1, 1)),
    "The root is divided by 1 + z²/n, and the middle is not. To which of the two does "
    "the fraction in front belong?": lambda right, n: tuple(
        _middle(right / n, n) + s * 1.96 * np.sqrt(_under(right / n, n)) / _below(n)
        for s in (-1, 1)),
    "Your root is taken of each of the two terms by itself. Is √(a + b) = √a + √b?":
        lambda right, n: tuple(
            (_middle(right / n, n) + s * 1.96 * (
                np.sqrt(right / n * (1 - right / n) / n) + 1.96 / (2 * n))) / _below(n)
            for s in (-1, 1)),
    "1 + p stands where 1 − p belongs.": _wilson(
        _middle, lambda p, n: p * (1 + p) / n + _Z2 / (4 * n**2), _below),
    "You divide by 1 − z²/n. Which sign has it in the formula?": _wilson(
        _middle, _under, lambda n: 1 - _Z2 / n),
    "That is the interval of Agresti and Coull: Wilson's middle, and a simple "
    "half-width around it.": lambda right, n: _normal(right + _Z2 / 2, n + _Z2),
    "That is the simple interval with two right and two wrong answers added. Wilson's "
    "formula is above.": lambda right, n: _normal(right + 2, n + 4),
    "That is the interval of Clopper and Pearson. Wilson's formula is above.":
        lambda right, n: tuple(stats.binomtest(right, n).proportion_ci()),
    "That is Wilson's interval with the correction for steps, which SciPy calls "
    "`wilsoncc`. Its formula here has none.": lambda right, n: tuple(
        stats.binomtest(right, n).proportion_ci(method="wilsoncc")),
    "The lower end comes twice. Where is the ±?":
        lambda right, n: (_interval(right, n)[0],) * 2,
    "The upper end comes twice. Where is the ±?":
        lambda right, n: (_interval(right, n)[1],) * 2,
    "Under the root p(1 − p) is not divided by n. How does the width shrink with more "
    "images?": _wilson(_middle, lambda p, n: p * (1 - p) + _Z2 / (4 * n**2), _below),
    "Under the root there is p alone where p(1 − p) belongs.":
        _wilson(_middle, lambda p, n: p / n + _Z2 / (4 * n**2), _below),
    "Under the root the last term is z²/n². Where is the 4 of the formula?":
        _wilson(_middle, lambda p, n: p * (1 - p) / n + _Z2 / n**2, _below),
    "Under the root the last term is z²/(2n²). Which number is squared with the n?":
        _wilson(_middle, lambda p, n: p * (1 - p) / n + _Z2 / (2 * n**2), _below),
    "The middle has 2z²/n in it. Is the 2 above or below the fraction?":
        _wilson(lambda p, n: p + 2 * _Z2 / n, _under, _below),
    "1.96² stands where 1.96 belongs. Which z is squared in the formula already?":
        lambda right, n: _interval(right, n, _Z2),
    "You divide by 1 + z²/(2n). In which part of the formula does the 2 stand?":
        _wilson(_middle, _under, lambda n: 1 + _Z2 / (2 * n)),
    "The middle has z²/(4n) in it. Which number stands with the n there, and which "
    "under the root?": _wilson(lambda p, n: p + _Z2 / (4 * n), _under, _below),
    "Your root ends after the first term. Up to where does it reach in the formula?":
        lambda right, n: tuple(
            (_middle(right / n, n) + s * 1.96 * (
                np.sqrt(right / n * (1 - right / n) / n) + _Z2 / (4 * n**2)))
            / _below(n) for s in (-1, 1)),
    "You divide by 1 + z², not by 1 + z²/n.": _wilson(
        _middle, _under, lambda n: 1 + _Z2),
    "You divide by 1 + z/n. Where is the square?": _wilson(
        _middle, _under, lambda n: 1 + 1.96 / n),
    "`1 + z**2 / n` is to be below the fraction as a whole. Where do brackets belong?":
        _wilson(lambda p, n: 1 / 1 + _Z2 / n * _middle(p, n), lambda p, n: (
            _Z2 / n) ** 2 * _under(p, n), lambda n: 1),
}  # fmt: skip


def check_interval(interval):
    """Check `interval(right, n)`: Wilson's 95 % interval of a share."""
    check_function(
        interval,
        _interval,
        [(30, 40), (360, 360), (7, 25)],
        _INTERVAL_MISTAKES,
        returns="two numbers, the lower and the upper end",
        right="it is not symmetric, and it stays within 0 and 1",
        section="How sure is that number?",
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
        section="Is one network better than another?",
    )


def _confusion(true, answers, classes):
    counts = np.zeros((classes, classes), dtype=int)
    np.add.at(counts, (true, answers), 1)
    return counts


def _once(true, answers, classes):
    counts = np.zeros((classes, classes))
    counts[true, answers] += 1
    return counts


def _counted_while(stops, true, answers, classes):
    """Count until `stops(place, true, answer)`."""
    counts = np.zeros((classes, classes))
    for place, (t, a) in enumerate(zip(true, answers, strict=True)):
        if stops(place, t, a):
            break
        counts[t, a] += 1
    return counts


def _shares(axis):
    def shares(true, answers, classes):
        counts = _confusion(true, answers, classes)
        return counts / np.maximum(counts.sum(axis=axis, keepdims=True), 1)

    return shares


def _shares_without_care(axis):
    def shares(true, answers, classes):
        counts = _confusion(true, answers, classes)
        with np.errstate(invalid="ignore"):
            return counts / counts.sum(axis=axis, keepdims=True)

    return shares


def _changed(change):
    """Return a function that makes something else of the right counts."""
    return lambda true, answers, classes: change(_confusion(true, answers, classes))


def _but_the_last(counts):
    counts[-1] = counts[:, -1] = 0
    return counts


def _shifted(true, answers, classes):
    counts = np.zeros((classes, classes))
    np.add.at(counts, (true - 1, answers - 1), 1)
    return counts


def _on_the_flat(times):
    def flat(true, answers, classes):
        places = times * true + answers
        if places.max() >= classes**2:
            raise IndexError(places.max())
        return np.bincount(places, minlength=classes**2).reshape(classes, classes)

    return flat


_CONFUSION_CASES = [
    (np.array([0, 0, 1, 2, 2, 2, 0, 0]), np.array([0, 1, 1, 2, 0, 0, 1, 2]), 3),
    (np.array([1, 1, 0, 3, 3, 1]), np.array([0, 0, 0, 3, 1, 3]), 5),
    (np.repeat([1, 0, 1], [300, 40, 200]), np.repeat([0, 1, 1], [300, 40, 200]), 2),
]
_CONFUSION_MISTAKES = {
    "Nothing is counted yet: put your lines in place of the comment.":
        lambda true, answers, classes: np.zeros((classes, classes)),
    "Rows and columns have changed places. Which of them stands for the true digit?":
        _changed(np.transpose),
    "Every pair stands there once, however often it occurs. If you set places to 1: "
    "what has to be added instead? If you wrote `counts[true, answers] += 1` with "
    "whole arrays: it adds to each place a single time; what does `np.add.at` do?":
        _once,
    "Only the first image is counted. Is your `return` inside the loop?":
        lambda *case: _counted_while(lambda k, t, a: k > 0, *case),
    "The first image is missing. Where does your loop begin?":
        lambda true, answers, n: _confusion(true[1:], answers[1:], n),
    "The last image is missing. Where does your loop end?":
        lambda true, answers, n: _confusion(true[:-1], answers[:-1], n),
    "Your counting ends at the first wrong answer. What comes after it?":
        lambda *case: _counted_while(lambda k, t, a: t != a, *case),
    "These are shares of each row. How many images were there?": _shares(1),
    "These are shares of each column. How many images were there?": _shares(0),
    "These are shares of each row, and 0/0 where a digit does not occur. How many "
    "images were there?": _shares_without_care(1),
    "These are shares of each column, and 0/0 where an answer does not occur. How many "
    "images were there?": _shares_without_care(0),
    "The right answers are missing. Where do they stand in the matrix?":
        _changed(lambda c: c - np.diag(np.diag(c))),
    "Only right answers are counted. What of an image whose answer is another digit?":
        _changed(lambda c: np.diag(np.diag(c))),
    "Every row holds the counts of all answers. To which images does row i belong? (Or "
    "are all rows one list with many names, as in `[[0] * n] * n`?)":
        lambda true, answers, n: np.tile(np.bincount(answers, minlength=n), (n, 1)),
    "Every column holds the counts of the digits. To which answers does column j "
    "belong?": lambda true, answers, n: np.tile(
        np.bincount(true, minlength=n)[:, None], n),
    "That is how often the digit occurs times how often the answer does, as if one "
    "knew nothing of the other. Which images have both?":
        lambda true, answers, n: np.outer(
            np.bincount(true, minlength=n), np.bincount(answers, minlength=n)),
    "4 for 9 and 9 for 4 are added up. Are these the same mistake?":
        _changed(lambda c: c + c.T - np.diag(np.diag(c))),
    "Both orders are counted, so that each image counts twice. Which index stands for "
    "the true digit?": _changed(lambda c: c + c.T),
    "Every place holds one too many. With which number does counting begin?":
        _changed(lambda c: c + 1),
    "Everything is counted twice.": _changed(lambda c: 2 * c),
    "Everything is one place too far up and to the left. In which row does digit 0 "
    "stand?": _shifted,
    "You add digit and answer, so that pairs share a place. How many places has a "
    "row?": _on_the_flat(1),
    "Every place counts images of that digit *or* with that answer. Which ones have "
    "both?": lambda true, answers, n: np.array([
        [np.sum((true == i) | (answers == j)) for j in range(n)] for i in range(n)]),
    "The last row and the last column are empty. Up to where does `range` count?":
        _changed(_but_the_last),
    "These are percentages of all images. What is asked for are counts.":
        lambda true, answers, n: 100 * _confusion(true, answers, n) / len(true),
    "No count is above 255: an array of the dtype uint8 begins again at 0 there.":
        _changed(lambda c: c.astype(np.uint8)),
    "No count is above 127: an array of the dtype int8 goes on below 0 there.":
        _changed(lambda c: c.astype(np.int8)),
    "Each pair is found, and its count is that of the digit. Which images have both?":
        lambda true, answers, n: np.where(
            _confusion(true, answers, n), np.bincount(true, minlength=n)[:, None], 0),
    "Digits are there, and answers are not: everything is on the diagonal. Which "
    "column has an answer?": lambda true, answers, n: np.diag(
        np.bincount(true, minlength=n)),
    "Answers are there, and digits are not: everything is on the diagonal. Which row "
    "has an image?": lambda true, answers, n: np.diag(
        np.bincount(answers, minlength=n)),
    "Your bins divide what occurs, from the smallest number to the largest, whatever "
    "`classes` is. Where does each digit's bin begin and end?":
        lambda true, answers, n: np.histogram2d(true, answers, bins=n)[0],
    "These are shares of all images. What is asked for are counts.":
        lambda true, answers, classes: _confusion(true, answers, classes) / len(true),
    "Each number is the sum of all before it. Are these the counts, or their running "
    "sum?": _changed(lambda c: np.cumsum(c).reshape(c.shape)),
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
        section="Which digits does it confuse?",
    )


def check_forged(answer):
    """Check how probable a forgery is where one note of 1,000 is forged."""
    hit, alarm, share = 0.9, 0.02, 0.001
    forged = share * hit
    alarms = forged + (1 - share) * alarm
    check_number(
        answer,
        forged / alarms,
        {
            "That is how often a forged note raises an alarm. Of 1,000 notes, how "
            "many alarms come from notes that are not forged?": hit,
            "That is how often a genuine note raises an alarm; or how many genuine "
            "notes are called forged, of all notes. How many of the alarms are forged "
            "notes?": (alarm, (1 - share) * alarm),
            "That is how frequent forgeries are before you know of the alarm. What "
            "does the alarm tell you?": share,
            "That is the share of all notes that are forged and raise an alarm. Among "
            "which notes do you have to look for them?": forged,
            "That is the share of all notes that raise an alarm. How many of those "
            "are forged?": alarms,
            "Forged and genuine notes have changed places. Which of them are rare?":
                (1 - share) * hit / ((1 - share) * hit + share * alarm),
            "You divide by the false alarms alone. What do all alarms consist of?":
                forged / ((1 - share) * alarm),
            "Is that the probability that the note is genuine? Or are half of the "
            "forged notes in it, and all false alarms? Of 1,000 notes, how many are "
            "called forged, and how many of these are?":
                (1 - forged / alarms, 0.5 * hit / (0.5 * hit + alarm)),
            "Is that how often a genuine note is called genuine, or how often the "
            "network is right? Or would it hold if every other note were forged? Of "
            "1,000 notes, how many are called forged, and how many of these are?": (
                1 - alarm,
                forged + (1 - share) * (1 - alarm),
                hit / (hit + alarm),
            ),
            "You took every forged note for an alarm. How many are missed?":
                share / (share + (1 - share) * alarm),
            "You took 98 % for the false alarms. How many genuine notes are called "
            "forged?": forged / (forged + (1 - share) * (1 - alarm)),
            "These are the forged notes that are missed, among all that are not found "
            "or wrongly called. Which ones were called forged rightly?":
                share * (1 - hit) / (share * (1 - hit) + (1 - share) * alarm),
            "That would hold if about one note of 100 were forged. How rare are they?":
                tuple(0.01 * hit / (0.01 * hit + n * alarm) for n in (0.99, 1)),
            "That would hold if one note of 10,000 were forged. How rare are they?":
                1e-4 * hit / (1e-4 * hit + (1 - 1e-4) * alarm),
            "Neither the difference nor the product of the two tells it. Of 1,000 "
            "notes, how many are called forged? How many of these are?": hit - alarm,
            "You multiply how rare forgeries are with the false alarms. Of 1,000 "
            "notes, how many are called forged? How many of these are?": share * alarm,
            "1 to 20 is near, and not it: not all forged notes are found, and what do "
            "all alarms consist of?": share / alarm,
            "That is the share of a test set that is found, half of it forged. Of the "
            "notes in use, how many are called forged, and how many of these are?":
                hit / 2,
            "That is the odds of an alarm, hit against false alarm. How many notes "
            "of each kind are there?": hit / alarm,
            "That is the probability that a note is forged although there is no "
            "alarm.": share * (1 - hit) / (1 - alarms),
        },
        right="of 1,000 notes one is forged, and about 20 others raise an alarm",
        rtol=0.02,
        section="What does a good test result not promise?",
    )  # fmt: skip
