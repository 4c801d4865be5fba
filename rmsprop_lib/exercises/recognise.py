"""Mistakes that are made in every exercise, tried on its right answer.

They are looked for where the table of the exercise knows nothing. So a mistake is named
only if all cases show it, by at least two different numbers, and if no other one would
look the same. Otherwise only what is sure is said: which part, which number, which
shape.

Results are lists, for each case the `parts` of its result.
"""

import ast
import contextlib
import copy
import re

import numpy as np

from rmsprop_lib.exercises.results import (
    arguments,
    close,
    differs,
    named,
    parts,
    wrong_shape,
)


def _argument(place):
    """Return the values before the step: an argument, or its array of the same name."""

    def given_back(e, case, path):
        value = case[place]
        return np.array(value[path[-1]] if isinstance(value, dict) else value, float)

    return given_back


def _with_zero(place):
    def emptied(e, case, path):
        e = e.copy()
        e[place] = 0
        return e

    return emptied


def _one_alone(place):
    def alone(e, case, path):
        zeros = np.zeros_like(e)
        zeros[place] = e[place]
        return zeros

    return alone


def _share(e):
    if e.min() < 0 or e.max() > 1:
        raise ValueError("no share")
    return e


# {question: the ways to make it of the right result e, for a case and a path}
_MISTAKES = {
    "The sizes are right, the signs are not. What is subtracted from what?": [
        lambda e, case, path: -e,
    ],
    "Your numbers are 100 times too large. Are they percentages where shares are asked "
    "for, or is a factor of 0.01 missing?": [
        lambda e, case, path: 100 * e,
    ],
    "Your numbers are 100 times too small. Are they shares where percentages are asked "
    "for, or does a 0.01 enter that should not?": [
        lambda e, case, path: e / 100,
    ],
    "Your fraction is upside down. What is divided by what?": [
        lambda e, case, path: 1 / e,
    ],
    "There is a square too many, or a root is missing. Which unit should it have?": [
        lambda e, case, path: e**2,
    ],
    "There is a root too many, or a square is missing. Which unit should it have?": [
        lambda e, case, path: np.sqrt(e),
    ],
    "You return what is left to 1. Which of the two shares is asked for?": [
        lambda e, case, path: 1 - _share(e),
    ],
    "Rows and columns have changed places. What does a row stand for?": [
        lambda e, case, path: np.swapaxes(e, -1, -2),
    ],
    "The order is reversed. Which one comes first?": [
        lambda e, case, path: e[::-1],
        lambda e, case, path: e[:, ::-1],
    ],
    "Each number stands one place too late. Which one belongs at place 0?": [
        lambda e, case, path: np.roll(e, 1, axis=0),
        lambda e, case, path: np.concatenate([e[:1], e[:-1]]),
        lambda e, case, path: np.concatenate([0 * e[:1], e[:-1]]),
    ],
    "Each number stands one place too early. Which one belongs at place 0?": [
        lambda e, case, path: np.roll(e, -1, axis=0),
        lambda e, case, path: np.concatenate([e[1:], e[-1:]]),
        lambda e, case, path: np.concatenate([e[1:], 0 * e[-1:]]),
    ],
    "The first one is missing. Where does your loop, or your slice, begin?": [
        lambda e, case, path: e[1:],
        _with_zero(0),
    ],
    "The last one is missing. Where does your loop, or your slice, end?": [
        lambda e, case, path: e[:-1],
        _with_zero(-1),
    ],
    "There is only the first one. Is your `return` inside the loop?": [
        lambda e, case, path: e[0],
        lambda e, case, path: e[:1],
        _one_alone(0),
    ],
    "There is only the last one. Where are those before it kept?": [
        lambda e, case, path: e[-1],
        lambda e, case, path: e[-1:],
        _one_alone(-1),
    ],
    "All are the same as the last one. Do you keep many arrays, or one with many "
    "names?": [
        lambda e, case, path: np.broadcast_to(e[-1], e.shape),
    ],
    "All are the same as the first one. What changes from one to the next?": [
        lambda e, case, path: np.broadcast_to(e[0], e.shape),
    ],
    "That is what you were given, as it was. What has to be done to it?": [
        _argument(place) for place in range(9)
    ],
    "The signs are lost. Which of the numbers should be negative?": [
        lambda e, case, path: np.abs(e),
    ],
    "Your numbers are whole: an integer array keeps no fraction. Which dtype has "
    "yours?": [
        lambda e, case, path: np.trunc(e),
    ],
    "Your numbers are rounded. How many digits are asked for?": [
        lambda e, case, path: np.round(e, 1),
        lambda e, case, path: np.round(e, 2),
        lambda e, case, path: np.round(e, 3),
    ],
    "Each number has those before it added. Is a running sum asked for?": [
        lambda e, case, path: np.cumsum(e, axis=0),
    ],
    "You return one number, the mean of all. How many are asked for?": [
        lambda e, case, path: e.mean(),
    ],
    "You return one number, the sum of all. How many are asked for?": [
        lambda e, case, path: e.sum(),
    ],
}
_TOO_LARGE = (
    "Your numbers are too large, as many times as there are numbers. Is a sum asked "
    "for, or a mean?"
)
_TOO_SMALL = (
    "Your numbers are too small, as many times as there are numbers. By what do you "
    "divide, and how often?"
)
_ONE_LESS = "By how many do you divide, and by how many are you to: n or n − 1?"
_EXCHANGED = "Your results have changed places. In which order are they asked for?"
_OTHER_AXIS = (
    "Your function goes along the other axis. What belongs together here, the numbers "
    "of a row or those of a column?"
)


def explain(given, expected, cases, reference):
    """Return a question about the mistake that leads from `expected` to `given`.

    The answer is None if no mistake is sure, or if there are two.
    """
    found = _explaining(_MISTAKES | _of_counts(cases), given, expected, cases)
    wrong = _wrong_parts(given, expected)
    if _exchanged(wrong, given, expected):
        found.append(_EXCHANGED)
    if _along_the_other_axis(wrong, given, expected, cases, reference):
        found.append(_OTHER_AXIS)
    return _only(found, given, expected)


def explain_by_arguments(given, expected, cases, names):
    """Return a question if `given` is `expected` with an argument in it, or None."""
    tried = _of_arguments(cases, names)
    return _only(_explaining(tried, given, expected, cases), given, expected)


def _explaining(tried, given, expected, cases):
    wrong = _wrong_parts(given, expected)

    def explains(mistake):
        try:
            made = [
                {
                    path: _as(right[path], mistake(right[path], case, path))
                    for path in wrong
                    if path in right
                }
                for right, case in zip(expected, cases, strict=True)
            ]
        except Exception:  # it cannot be made here: a number has no rows
            return False
        return _same(wrong, given, made) and _tells(wrong, made, expected)

    return [hint for hint, ways in tried.items() if any(map(explains, ways))]


def _only(found, given, expected):
    if len(found) != 1:
        return None
    wrong = _wrong_parts(given, expected)
    if len(wrong) == len(_paths(expected)):
        return found[0]
    which = [named(path) for path in wrong[:2]]
    if len(wrong) > 2:
        which[1:] = [f"{len(wrong) - 1} other parts"]
    return said_of(" and ".join(which), found[0])


def said_of(what, hint):
    """Return a hint, if there is one, behind the name of what it is about."""
    return f"{what}: {hint[0].lower()}{hint[1:]}" if what and hint else hint


def explain_a_part(given, expected, cases):
    """Return what is asked of the first wrong part that can be told, or None.

    Who makes two mistakes may have made them in two parts.
    """
    wrong = _wrong_parts(given, expected)
    if len(wrong) < 2:
        return None
    for path in wrong:
        for other in _due_elsewhere(path, _paths(expected), given, expected):
            made = [{path: one[other]} if path in one else {} for one in expected]
            if _tells([path], made, expected):
                return f"{named(path)}: that is what {named(other)} should be"
    alone = {
        path: [
            [{path: one[path]} if path in one else {} for one in results]
            for results in (given, expected)
        ]
        for path in wrong
    }
    tried = _MISTAKES | _of_counts(cases)
    for path, pair in alone.items():
        found = _explaining(tried, *pair, cases)
        if len(found) == 1:
            return said_of(named(path), found[0])
    sure = ((path, what_is_sure(*pair)) for path, pair in alone.items())
    return next((said_of(named(path), text) for path, text in sure if text), None)


def _as(right, made):
    made = np.asarray(made)  # an array of one number does for a number
    return made.reshape(()) if right.ndim == 0 and made.size == 1 else made


def what_is_sure(given, expected):
    """Return what is true of all the wrong numbers, whatever led to them, or None."""
    wrong, paths = _wrong_parts(given, expected), _paths(expected)
    if len(wrong) not in (1, len(paths)):
        return None
    where = "" if len(wrong) == len(paths) else f"{named(wrong[0])}: "
    others = _due_elsewhere(wrong[0], paths, given, expected) if where else []
    if others:
        return f"{where}that is what {named(others[0])} should be"
    pairs = [
        (result[path], right[path])
        for result, right in zip(given, expected, strict=True)
        for path in wrong
        if path in right
    ]
    came = np.concatenate([one.ravel() for one, _ in pairs])
    due = np.concatenate([other.ravel() for _, other in pairs])
    if came.shape != due.shape or not np.isfinite([came, due]).all():
        return None
    if _different(due) < 3:
        return None
    if all(close(np.sort(one.ravel()), np.sort(other.ravel())) for one, other in pairs):
        if 2 * _different(due) < due.size:  # as where most of them are 0
            return f"{where}the right numbers are there, but some in the wrong place"
        return f"{where}the numbers are right, but stand in another order"
    factor, offset = (came @ due) / (due @ due), (came - due).mean()
    if abs(factor) > 1e-9 and all(close(one, factor * other) for one, other in pairs):
        return f"{where}every number is {factor:.4g} times what it should be"
    if all(close(one, other + offset) for one, other in pairs):
        way = "large" if offset > 0 else "small"
        return f"{where}every number is too {way} by {abs(offset):.4g}"
    # Of fewer numbers, all signs are often wrong by chance.
    if _different(due[due != 0]) > 7 and (np.sign(came) == -np.sign(due)).all():
        return f"{where}every number has the wrong sign, and another size as well"
    return None


def first_without_end(given, expected):
    """Return the first trial with NaN or infinity in place of numbers, or None."""
    for trial, (result, right) in enumerate(zip(given, expected, strict=True)):
        for path, due in right.items():
            came = result[path]
            if came.shape == due.shape and (np.isfinite(due) > np.isfinite(came)).any():
                return trial
    return None


def what_is_right(given, expected, cases, names):
    """Return in words what is right in all trials of a result that is wrong, or None.

    That may be whole parts of it, its first numbers, or those where an argument is
    above or below 0.
    """
    wrong = _wrong_parts(given, expected)
    right = [path for path in _paths(expected) if path not in wrong]
    if right and len(right) < 4:
        *others, last = [named(path) for path in right]
        if others and last.startswith("number "):
            numbers = [str(path[0] + 1) for path in right]
            several = f"numbers {', '.join(numbers[:-1])} and {numbers[-1]}"
            return f"{several} of what you return are right"
        if others:
            return f"{', '.join(others)} and {last} are right"
        return f"{last} is right"
    if len(_paths(expected)) > 1:
        return None
    return _right_at(wrong[0], given, expected, cases, names)


def _right_at(path, given, expected, cases, names):
    """Return in words which numbers of a result are right in all trials, or None."""
    trials = list(zip(given, expected, strict=True))
    if any(right[path].ndim == 0 or len(right[path]) < 2 for _, right in trials):
        return None
    off = [differs(result[path], right[path]) for result, right in trials]
    rows = [where.reshape(len(where), -1).any(axis=1) for where in off]
    what = "number" if off[0].ndim == 1 else "row"
    if not any(row[:-1].any() for row in rows):
        return f"all are right but the last {what}"
    if not any(row[1:].any() for row in rows):
        return f"all are right but the first {what}"
    if not any(row[0] for row in rows):
        return f"the first {what} is right"
    if all(where.ndim == 2 and where.shape[1] > 1 for where in off):
        if not any(where[:, 0].any() for where in off):
            return "the first column is right"
        if not any(where[:, -1].any() for where in off):
            return "the last column is right"
    known = {f"`{name}` is": place for place, name in enumerate(names)}
    values = {words: [case[place] for case in cases] for words, place in known.items()}
    values["they should be"] = [right[path] for right in expected]
    for name, those in values.items():
        if [np.shape(value) for value in those] != [where.shape for where in off]:
            continue
        for side, words in ((np.greater, "above"), (np.less, "below")):
            kept = [o[side(v, 0)] for o, v in zip(off, those, strict=True)]
            if sum(k.size for k in kept) >= 3 and not any(k.any() for k in kept):
                return f"all are right where {name} {words} 0"
    return None


def shape_that_came(given, expected, cases, names):
    """Return which part has which shape instead of the right one, or None.

    Where other trials have the right one, it is said for which arguments it is wrong.
    """
    found = [
        (path, result[path], right[path], case)
        for result, right, case in zip(given, expected, cases, strict=True)
        for path in right
        if result[path].shape != right[path].shape
    ]
    if not found:
        return None
    path, came, due, case = found[0]
    text = wrong_shape(path, came, due)
    if sum(p == path for p, *_ in found) == sum(path in right for right in expected):
        return text
    known = arguments(case, names).rstrip(",")
    return f"{text}. (For {known}; with others the shape is right.)"


def ignored(answer, reference, cases, given, expected, names):
    """Return the names of the arguments on which the result depends, `given` does not.

    Each argument, or each number of a dict among them, is changed by itself: a little,
    and so that signs and order change.
    """
    found = []
    tries = [
        (*trial, another)
        for trial in zip(cases, given, expected, strict=True)
        for another in (_near, _far)
    ]
    for name, change in _changes(cases, names):
        unmoved = []
        for case, came, due, another in tries:
            try:
                changed = change(copy.deepcopy(case), another)
                example = reference(*copy.deepcopy(changed))
                right = parts(example, example)
            except Exception:  # there may be no right result for such an argument
                continue
            if not all(np.isfinite(right[path]).all() for path in right):
                continue
            try:
                now = parts(answer(*changed), example)
                stays = all(np.array_equal(now[path], came[path]) for path in came)
            except Exception:
                stays = False
            if not stays or not all(close(right[path], due[path]) for path in due):
                unmoved.append(stays)
        if unmoved and all(unmoved):
            found.append(name)
    return found


def _changes(cases, names):
    """Yield the name of each argument, and a function that changes it in a case."""
    for place, name in enumerate(names):
        values = [case[place] for case in cases]
        dicts = all(isinstance(value, dict) for value in values)
        keys = dict.fromkeys(key for value in values for key in value) if dicts else ()
        for key in keys or [None]:

            def change(case, another, place=place, key=key):
                value = case[place]
                value = another(value if key is None else value[key])
                new = value if key is None else {**case[place], key: value}
                return (*case[:place], new, *case[place + 1 :])

            yield (name if key is None else key), change


def _far(value):
    """Return another value as `_near` does, of another sign and order if it can be."""
    if isinstance(value, (tuple, list)):
        return type(value)(_far(part) for part in value)
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        factors = np.resize([0.4, 1.7, 2.3], value.shape)
        return value * (factors if (value > 0).all() else -factors)
    if isinstance(value, float) and 0 < value < 1 and value != 0.5:
        return 1 - value
    if isinstance(value, np.ndarray) and value.dtype.kind in "iu":
        others = np.roll(value, -1, axis=0)[::2]  # not the same ones, each as often
        return np.repeat(others, 2, axis=0)[: len(value)]
    if isinstance(value, (int, np.integer)) and not isinstance(value, bool):
        return 2 * value + 1  # n // size is the same for many an n
    return _near(_near(value))


def _near(value):
    """Return another value of the same kind; where there is none, fail."""
    if isinstance(value, (tuple, list)):
        return type(value)(_near(part) for part in value)
    if isinstance(value, (bool, np.bool_)):
        return not value
    if isinstance(value, np.ndarray) and value.dtype.kind == "b":
        return value ^ (np.arange(value.size) % 3 == 0).reshape(value.shape)
    if isinstance(value, np.ndarray) and value.dtype.kind != "f":
        return value[::-1].copy()
    return value + 1 if isinstance(value, (int, np.integer)) else 0.9 * value + 0.05


def _of_counts(cases):
    """Return the mistakes that a count n among the arguments makes possible."""
    found = {_TOO_LARGE: [], _TOO_SMALL: [], _ONE_LESS: []}
    for key in _counts(cases[0]):
        counts = [_counts(one).get(key, 0) for one in cases]
        if min(counts) < 1 or len(set(counts)) < 2:
            continue  # a factor that is always the same could be any factor

        def by(factor, key=key):
            def counted(e, case, path):
                return e * factor(_counts(case)[key])

            return counted

        found[_TOO_LARGE].append(by(lambda n: n))
        found[_TOO_SMALL].append(by(lambda n: 1 / n))
        for power in (1, -1, 0.5, -0.5):
            found[_ONE_LESS].append(by(lambda n, power=power: _one_less(n) ** power))
    return found


def _of_arguments(cases, names):
    """Return the results to which an argument is applied once too often, or too few."""
    found = {}
    for place, name in enumerate(names):
        values = [case[place] for case in cases]
        if not all(_numeric(value) for value in values):
            continue
        if len({np.size(value) for value in values}) == 1 == np.size(values[0]):
            if len({float(value) for value in values}) < 2:
                continue  # a factor that is always the same could be any factor
        ways = {
            "times {}. Where does it enter once too often?": lambda e, a: e * a,
            "divided by {}. Where does it enter, and how often?": lambda e, a: e / a,
            "plus {}. Where is it added?": lambda e, a: e + a,
            "less {}. Is the way asked for, or the place?": lambda e, a: e - a,
        }
        for text, way in ways.items():

            def applied(e, case, path, place=place, way=way):
                return way(e, np.asarray(case[place], dtype=float))

            hint = f"You return what is right {text.format(f'`{name}`')}"
            found[hint] = [applied]
        if all(np.ndim(value) == 0 and 0 < value < 1 for value in values):

            def of_the_rest(e, case, path, place=place):
                return e * (1 - case[place])

            def by_the_rest(e, case, path, place=place):
                return e / (1 - case[place])

            hint = f"You return what is right times 1 − `{name}`. Where does it enter?"
            found[hint] = [of_the_rest]
            hint = (
                f"You return what is right divided by 1 − `{name}`. Where is it "
                "missing, or too much?"
            )
            found[hint] = [by_the_rest]
    return found


def _numeric(value):
    if isinstance(value, np.ndarray):
        return value.dtype.kind == "f"
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _one_less(n):
    return n / (n - 1) if n > 1 else np.inf


def _counts(case):
    """Return {where: how many} for the lengths and whole numbers of the arguments."""
    found = {}
    for place, value in enumerate(case):
        if isinstance(value, np.ndarray):
            found |= {(place, axis): n for axis, n in enumerate(value.shape)}
            found[place, "size"] = value.size
        elif isinstance(value, (list, tuple)):
            found[place, 0] = len(value)
        elif isinstance(value, int):
            found[place, 0] = value
    return found


def _paths(expected):
    """Return all paths to a part; names may be others from case to case."""
    return list(dict.fromkeys(path for right in expected for path in right))


def _wrong_parts(given, expected):
    pairs = list(zip(given, expected, strict=True))
    return [
        path
        for path in _paths(expected)
        if not all(
            close(result[path], right[path]) for result, right in pairs if path in right
        )
    ]


def parts_explained(given, expected, made):
    """Return the wrong parts that are as in `made`, by two numbers at least.

    There are none if `made` is wrong in other parts, of which its hint may speak.
    """
    wrong = _wrong_parts(given, expected)
    if not made or not set(_wrong_parts(made, expected)) <= set(wrong):
        return []
    return [
        path
        for path in wrong
        if _same([path], given, made) and _tells([path], made, expected)
    ]


def _same(wrong, given, made):
    return all(
        close(result[path], other[path])
        for result, other in zip(given, made, strict=True)
        for path in wrong
        if path in other
    )


def _tells(wrong, made, expected):
    """Return whether two different numbers show that `made` is not the right result."""
    right_ones, wrong_ones = [], []
    for other, right in zip(made, expected, strict=True):
        for path in (path for path in wrong if path in right):
            e, m = right[path], other[path]
            where = differs(m, e) if e.shape == m.shape else ...
            right_ones.extend(np.ravel(e[where]))
            wrong_ones.extend(np.ravel(m))
    return min(_different(right_ones), _different(wrong_ones)) >= 2


def _different(numbers):
    return len({f"{number + 0.0:.3g}" for number in numbers})  # −0 is 0


def _due_elsewhere(path, others, given, expected):
    """Return those of the other paths whose right parts stand at a wrong one."""
    return [
        other
        for other in others
        if all(
            other in right and close(result[path], right[other])
            for result, right in zip(given, expected, strict=True)
            if path in right
        )
    ]


def _exchanged(wrong, given, expected):
    """Return whether results have changed places, and nothing else is wrong."""
    sources = [_due_elsewhere(path, wrong, given, expected) for path in wrong]
    if len(wrong) < 2 or any(len(found) != 1 for found in sources):
        return False
    return len({found[0] for found in sources}) == len(wrong)


def _along_the_other_axis(wrong, given, expected, cases, reference):
    made = []
    for case in copy.deepcopy(cases):
        turned = (np.transpose(p) if np.ndim(p) == 2 else p for p in case)
        try:
            example = reference(*turned)
            made.append(parts(example, example))
        except Exception:
            return False
    for back in (np.asarray, np.transpose):
        results = [{path: back(other[path]) for path in other} for other in made]
        if [set(other) for other in results] != [set(right) for right in expected]:
            return False
        if _same(wrong, given, results) and _tells(wrong, results, expected):
            return True
    return False


# ---- numbers -------------------------------------------------------------------------

_OF_NUMBERS = {
    "the size is right: look at the sign": lambda e: -e,
    "that is 100 times too large. Is it a percentage where a share is asked for, or is "
    "a factor of 0.01 missing?": lambda e: 100 * e,
    "that is 100 times too small. Is it a share where a percentage is asked for, or "
    "does a 0.01 enter that should not?": lambda e: e / 100,
    "your fraction is upside down. What is divided by what?": lambda e: 1 / e,
    "there is a square too many, or a root is missing": lambda e: e**2,
    "there is a root too many, or a square is missing": lambda e: e**0.5,
    "which logarithm is meant? Yours has the base 10": lambda e: e / np.log(10),
    "which logarithm is meant? Yours has the base 2": lambda e: e / np.log(2),
    "that is what is left to 1. Which of the two shares is asked for?":
        lambda e: 1 - e if 0.02 < e < 0.98 else np.nan,
}  # fmt: skip
_ROUNDED = (
    "that is rounded too much, or tried in steps too coarse: more digits are needed"
)
# Said if none of the above is it: what is sure, whatever led to it.
_SURE_OF_NUMBERS = {
    # Who is told which factor has the answer without having understood it.
    "only a factor of 2 is amiss, or of 4. What do you take twice, or half, or square?":
        lambda e: e * 2.0 ** np.array([-2, -1, 1, 2]),
    "the digits are right, the decimal point is not. Which power of ten is it?":
        lambda e: e * 10.0 ** np.array([-4, -3, -1, 1, 3, 4]),
    _ROUNDED: lambda e: [r for r in (round(e, n) for n in range(7)) if r],
}  # fmt: skip


_ONE_MORE = "that is one too many. Which end do you count that does not belong to it?"
_ONE_FEWER = "that is one too few. Which end belongs to it, too?"


def same_number(value, number, expected, rtol):
    """Return whether a number is another one; near 0, `expected` sets the scale."""
    return bool(np.isclose(value, number, rtol=rtol, atol=1e-12 * (abs(expected) or 1)))


def explain_number(value, expected, mistakes, rtol):
    """Return a question about the mistake that leads to a number, or None.

    `mistakes` is the table of the exercise, {hint: number or tuple of numbers}; what it
    knows wins. If two mistakes lead to the number, or one of them to a number of which
    it may be the rounded one, both are told; if there are more, none is.
    """
    known = [
        (number, hint)
        for hint, numbers in mistakes.items()
        for number in (numbers if isinstance(numbers, tuple) else (numbers,))
    ]
    near = {h: w for w, h in known if same_number(value, w, expected, min(rtol, 1e-3))}
    rounded = {h: w for w, h in known if _rounded_from(value, w)}
    found = near | rounded
    if near and (rtol < _COARSE or not rounded):  # who is to be exact has not rounded
        nearest = min(near, key=lambda hint: abs(near[hint] - value))
        found = {nearest: near[nearest]}
    kind, sure = _of_the_right_number(value, expected, rtol)
    if kind and not near:
        of_them = [_of_the_right_number(w, expected, rtol)[0] for w in found.values()]
        if kind not in of_them:  # else the table has its own words for it
            found |= {kind: value}
    if len(found) == 2:
        one, other = found
        return f"two mistakes lead to this number: {one} – or: {other}"
    return next(iter(found)) if len(found) == 1 else None if found else sure


_COARSE = 0.005  # where three digits are right, a mistake's number has often no more


def _rounded_from(value, wrong):
    """Return whether a number is another one, rounded to two digits or three."""
    if not np.isfinite([value, wrong]).all() or not wrong:
        return False
    rounded = [float(f"{wrong:.{digits}e}") for digits in (1, 2)]
    return bool(np.isclose(value, rounded, rtol=1e-9, atol=0).any())


def _of_the_right_number(value, expected, rtol):
    """Return a question about a mistake of every exercise, and else what is sure.

    One more and one less are named only where `rtol` asks for an exact count.
    """
    if np.isinf(value) and np.isfinite(expected):
        return "your number is infinite: where is something divided by 0?", None
    if not expected:
        return None, None
    expected, found = float(expected), []
    for hint, mistake in _OF_NUMBERS.items():
        made = mistake(expected)
        if isinstance(made, complex) or np.isclose(made, expected, rtol=rtol, atol=0):
            continue
        if np.isclose(value, made, rtol=min(rtol, 0.005), atol=0):
            found.append(hint)
    if rtol < 1e-5 and expected == round(expected) and abs(value - expected) == 1:
        found.append(_ONE_MORE if value > expected else _ONE_FEWER)
    if found:
        return (found[0] if len(found) == 1 else None), None
    for hint, mistake in _SURE_OF_NUMBERS.items():
        near = 1e-9 if hint == _ROUNDED else min(rtol, 0.005)
        if np.isclose(value, mistake(expected), rtol=near, atol=0).any():
            return None, hint
    return None, None


def of_no_number(answer):
    """Return what to add if something else than a number is given for a number."""
    if isinstance(answer, str):
        with contextlib.suppress(Exception):
            ast.parse(answer, mode="eval")
            if re.search(r"\d", answer):
                return ": without quotes Python computes it"
        return ": the number alone, without quotes and without words"
    if isinstance(answer, tuple):
        return ". (A comma separates two numbers: a decimal point is a point.)"
    return ""


# ---- errors --------------------------------------------------------------------------

# What Python and NumPy say, and the question that it should have been.
_ERRORS = {
    r"boolean subtract": "True and False are not subtracted. What makes numbers of "
    "them?",
    r"bitwise_xor|for \^": "`^` is no power in Python. How is x² written?",
    r"^matmul: |not aligned": "A product needs as many columns on its left as rows on "
    "its right. Which shapes meet here?",
    r"could not be broadcast": "These shapes do not fit together. Which of the two is "
    "not what you think?",
    r"'(builtin_)?function(_or_method)?'|'method'": "A function stands where a number "
    "belongs. What calls it?",
    r"'dict'( and|$)|and 'dict'": "A dict does no arithmetic, the arrays in it do. "
    "Which loop goes through its names?",
    r"multiply sequence": "A list does no arithmetic, nor does a text, such as a name. "
    "Which of them is it, and where are the numbers?",
    r"'str'( and|$)|and 'str'|concatenate str|dtype\('<U": "A text does no arithmetic. "
    "Is it a name, and what belongs to it?",
    r"'list'( and|$)|and 'list'": "A list does no arithmetic. What makes an array of "
    "it?",
    r"cannot reshape": "There are not as many numbers as places. How many are there of "
    "each, and what is to become of the difference?",
    r"axis -?\d+ is out of bounds": "There is no such axis: the first one is axis 0. "
    "Did you mean to give one? (What has no name goes by its place.)",
    r"setting an array element": "Each place takes one number, and more of them come, "
    "or rows of different lengths. Which shapes meet here?",
    r"Cannot interpret .* as a data type": "NumPy takes the second argument for a "
    "dtype. A shape of several numbers is one argument: which brackets hold it "
    "together?",
    r"has no len\(\)|'(int|float|numpy\.\w+)' object is not iterable": "A single "
    "number has no length, and nothing to go through. Is it itself a count?",
    r"'(int|float)' object has no attribute": "A plain number has nothing of that "
    "name; an array has. What works for both?",
    r"list assignment index": "A list has no places beyond its end. What makes it "
    "longer?",
    r"'NoneType'": "None stands where a value belongs. What returns nothing?",
    r"arrays can be converted to Python": "`float` and the functions of `math` take "
    "one number, and an array comes. Can you do without them?",
    r"truth value of an array": "An array gives many answers, and one is wanted: by "
    "`if`, `and`, `or`, or by `==` and `<` beside a `&` that no brackets keep apart. "
    "What goes number by number?",
}


def of_error(error):
    """Return the question that helps with an error of the reader's line, or ""."""
    if isinstance(error, KeyError):
        return "Nothing is there under that name. What should be there at first?"
    if isinstance(error, NameError) and not isinstance(error, UnboundLocalError):
        frame = error.__traceback__
        while frame.tb_next:
            frame = frame.tb_next
        if hasattr(frame.tb_frame.f_locals.get("self"), error.name or ""):
            return f"Should it be `self.{error.name}`?"
    if isinstance(error, (TypeError, ValueError, IndexError, AttributeError)):
        for pattern, question in _ERRORS.items():
            if re.search(pattern, str(error)):
                return question
    return ""
