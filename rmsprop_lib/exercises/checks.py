"""Checks that name the mistake: an answer is compared with what people really write.

A check is a table: the right answer, and for each plausible mistake the question that
helps. Mistakes of every exercise (the sign, the order, the other axis, …) are in
`recognise`, once for all. Every check prints one line, `✔ …` or `✗ …`, and returns
nothing. It adds what came of it to `outcomes`.
"""

import copy
import re
import sys

import numpy as np

from rmsprop_lib.exercises import recognise, results, trial
from rmsprop_lib.progress import say

# (name of the check, "right", "wrong" or "not tried", the line that was printed)
outcomes = []
_said = {}  # name of the check: the last line, and how often it was the answer


def tell(check, outcome, line, more="", section=None):
    """Print what came of a check, and note it in `outcomes`.

    Parameters
    ----------
    check : str, the name of the check
    outcome : "right", "wrong" or "not tried"
    line : str, what is said of the answer
    more : str, what is said in addition when the same mistake comes again
    section : str, the place in the notebook that is offered the third time, and the
        second if there is nothing else to add
    """
    last, times = _said.get(check, (None, 0))
    times = times + 1 if line == last else 1
    _said[check] = line, times
    if outcome == "wrong" and times > 1 and more:
        line += f" {more}"
    if outcome == "wrong" and times > (2 if more else 1) and section:
        line += f" It may help to read again: “{section}”."
    outcomes.append((check, outcome, line))
    say(f"✔ right: {line}" if outcome == "right" else f"✗ {line}")


def check_function(
    answer,
    reference,
    cases,
    mistakes,
    *,
    returns,
    right,
    may_change_inputs=False,
    stub_returns=True,
    section=None,
):
    """Try the reader's function on `cases`; print what is right or which mistake it is.

    Any correct function passes: loops or NumPy, lists, generators or arrays, float32 or
    float64 (numbers are compared to 1e-4 of the largest).

    Parameters
    ----------
    answer : the reader's function
    reference : a correct function; it returns a number, an array, or a tuple or dict of
        them
    cases : list of tuples of arguments; every call gets its own copies
    mistakes : dict {hint: function with that mistake}, the most likely first. The first
        one is the untouched stub, so that it is told what is missing.
    returns : str, what a call returns, e.g. "two arrays: new parameters, new cache"
    right : str, what is said of a right answer
    may_change_inputs : whether the answer may write into the caller's arrays
    stub_returns : False if the untouched stub returns None, so that it is not among
        `mistakes`
    section : str, where in the notebook to read again, offered after three times

    Examples
    --------
    >>> def double(x):
    ...     return x * x
    >>> check_function(double, lambda x: 2 * x, [(3.0,), (2.0,)],
    ...                {"This squares x. What is its double?": lambda x: x**2},
    ...                returns="a number", right="twice x", stub_returns=False)
    ✗ This squares x. What is its double?
    """
    check = sys._getframe(1).f_code.co_name
    written = answer.written if isinstance(answer, Scenario) else answer
    if not callable(written):
        outcome = "not tried" if written is None else "wrong"
        line = f"a function is expected here, not {_short(written)}"
        return tell(check, outcome, line)

    def judge():
        examples = [reference(*copy.deepcopy(case)) for case in cases]
        expected = [results.parts(example, example) for example in examples]
        try:
            given, changed, fault = trial.asked(_run, answer, cases, examples, returns)
            if fault:
                yield fault
            elif not results.same(given, expected):
                task = answer, reference, cases, mistakes, returns, stub_returns
                yield from _explained(given, expected, examples, *task)
            elif changed and not may_change_inputs:
                yield _wrong(_of_changes(changed))
            else:
                yield _found("right", right)
        except Exception as error:
            yield _wrong(
                "your function runs, but then its result could not be compared "
                f"({trial.describe(error, None)}). Does it change NumPy, or Python?"
            )

    found = trial.tried(judge)
    tell(check, found["outcome"], found["line"], found["more"], section)


def check_number(answer, expected, mistakes, *, right, rtol=0.01, section=None):
    """Compare a number with the expected one, and with those that mistakes lead to.

    Parameters
    ----------
    answer : the reader's number, or None as long as there is none
    expected : the right number
    mistakes : dict {hint: the number that this mistake leads to}; a hint that asks
        after several mistakes has a tuple of their numbers
    right : str, what is said of a right answer
    rtol : how far off, relatively, a number may be (a reader may round)
    section : str, where in the notebook to read again, offered after three times

    Examples
    --------
    >>> check_number(6.283, 3.14159, {"That is the whole circumference.": 6.28318},
    ...              right="half of it")
    ✗ That is the whole circumference.
    """
    check = sys._getframe(1).f_code.co_name
    if answer is None:
        line = "no answer yet: put your number in place of None"
        return tell(check, "not tried", line)
    task = answer, expected, mistakes, right, rtol, section
    if results.is_safe(answer):
        found = _of_number(*task)
    else:  # a class of the reader's, whose methods may never end
        found = trial.tried(lambda: [_of_number(*task)])
        found["line"] = found["line"].replace("your function", "your answer")
    tell(check, **found)


def _of_number(answer, expected, mistakes, right, rtol, section):
    """Return what `tell` is to say of a number."""
    try:
        value = float(np.asarray(answer).reshape(()))
    except Exception:  # whatever an object of the reader's may raise
        line = f"a number is expected here, not {results.short(answer)}"
        return _wrong(line + recognise.of_no_number(answer))
    if np.isnan(value):
        line = "your number is NaN: where is 0 divided by 0, or a root of less than 0?"
        return _wrong(line)
    if recognise.same_number(value, expected, expected, rtol):
        return _found("right", right)
    size = f"{value:g} is too {'large' if value > expected else 'small'}"
    near = np.isclose(value, expected, rtol=0.05, atol=0)
    hint = recognise.explain_number(value, expected, mistakes, rtol)
    if hint:
        found = _wrong(hint, f"Your {size}.")
    else:
        found = _wrong(f"not yet: {size}" + ", but not by much" * bool(near))
    return found | {"section": section}


def check_choice(answer, right, replies, *, section=None):
    """Say what is to be said of the option that the reader chose.

    Parameters
    ----------
    answer : str or number, the reader's option, in any writing of it, or None as long
        as there is none
    right : str, the right option
    replies : dict {option: what to say of it}, one for every option
    section : str, where in the notebook to read again, offered after three times

    Examples
    --------
    >>> replies = {"faster": "four times", "slower": "Did you run it?"}
    >>> check_choice(" Slower", "faster", replies)
    ✗ Did you run it?
    """
    check = sys._getframe(1).f_code.co_name
    options = " or ".join(repr(option) for option in replies)
    if answer is None:
        line = f"no answer yet: put {options} in place of None"
        return tell(check, "not tried", line)
    chosen = [option for option in replies if _written(option) == _written(answer)]
    if not chosen:
        line = f"{_short(answer)} is none of the options: {options}"
        return tell(check, "wrong", line)
    outcome = "right" if chosen[0] == right else "wrong"
    tell(check, outcome, replies[chosen[0]], section=section)


def _written(option):
    """Return an option as it is compared: 1,000 and "1000.0" are one, as are cases."""
    try:
        if isinstance(option, np.ndarray):
            option = option.item()
        if not isinstance(option, (str, int, float, np.number)):
            return None
        if isinstance(option, bool) or not results.is_safe(option):
            return None
        text = str(option).replace("_", " ").replace("-", " ")
        text = " ".join(text.strip(" .!'\"`“”‘’").split()).casefold()
        if "," in text or " and " in text:  # what is listed may stand in any order
            text = " and ".join(sorted(re.split(r" *, *(?:and )?| and ", text)))
    except Exception:
        return None
    try:
        return float(str(option).replace(",", "").replace("_", "").strip(" '\""))
    except ValueError:
        return text


class Scenario:
    """The reader's function or class, put to work by `run(written, *case)`.

    It is what to hand to `check_function` where an answer is not simply called with
    the case; an error is still reported with the reader's line.

    Parameters
    ----------
    run : function of the reader's function or class, and of a case
    written : the reader's function or class
    own : function of the parts of what `run` returns, and of the case; it returns, as
        parts, the numbers that the answer alone has made, in which mistakes of every
        exercise can be seen. Without it, only the table names mistakes.
    called : str, what these numbers are, if not what the answer returns
    """

    def __init__(self, run, written, own=None, called=""):
        self.run, self.written, self.own, self.called = run, written, own, called
        method = getattr(written, "update", written)
        self.__code__ = getattr(method, "__code__", None)

    def __call__(self, *case):
        return self.run(self.written, *case)


def _short(answer):
    """Return a repr that fits a line, without calling one that may never end."""
    return (results.short if results.is_safe(answer) else results.described)(answer)


def _found(outcome, line, more=""):
    return {"outcome": outcome, "line": line, "more": more}


def _wrong(line, more=""):
    return _found("wrong", line, more)


def _run(answer, cases, examples, returns):
    """Return what the answer gives, what it changes, and what is wrong altogether."""
    given, changed = [], {}
    for case, example in zip(cases, examples, strict=True):
        arguments = copy.deepcopy(case)
        try:
            value = answer(*arguments)
            if value is None:
                line = "your function returns nothing: end it with `return` and "
                return None, None, _found("not tried", line + returns)
            given.append(results.parts(value, example))
        except results.Unlike as unlike:
            what = str(unlike)
            if isinstance(answer, Scenario):  # whose names are not the reader's
                what = f"it returns {results.contents(value)}"
            line = f"your function should return {returns}; {what}"
            return None, None, _wrong(line)
        except trial.TooSlow:
            raise
        except BaseException as error:
            line = f"your function stops with {trial.describe(error, answer)}"
            return None, None, _wrong(line)
        for name, now, was in zip(_names(answer, case), arguments, case, strict=True):
            if not results.untouched(now, was):
                slightly = results.untouched(now, was, rtol=1e-9)
                changed[name] = changed.get(name, True) and slightly
    return given, changed, None


def _of_changes(changed):
    """Return what to say if the caller's arguments, {name: only slightly}, change."""
    names = _listed(changed)
    if all(changed.values()):
        return (
            f"the values are right, but the last digits of the caller's {names} have "
            "changed: in floats, x + h − h need not be x. What can be moved instead?"
        )
    return (
        f"the values are right, but the caller's {names} changed: `-=`, `x[…] =` and "
        "the like write into arrays and dicts. Make new ones."
    )


def _explained(
    given, expected, examples, answer, reference, cases, mistakes, returns, stub_returns
):
    """Yield what is wrong: what is seen at once, then what is known of it."""
    right_ones = [results.same([g], [e]) for g, e in zip(given, expected, strict=True)]
    first = right_ones.index(False)
    names = _names(answer, cases[0])
    place = results.difference(given[first], expected[first], cases[first], names)
    passed = sum(right_ones)
    comes = "comes" if passed == 1 else "come"
    score = f"{passed} of the {len(cases)} trials {comes} out right"
    some = f", but {score}" if passed else ""
    unknown = _wrong(f"not yet{some}: {place}", "" if some else f"({score}.)")
    yield unknown  # should there be no time for more
    known = (h for h, m in mistakes.items() if _made_by(m, given, examples, cases))
    hint = next(known, None)
    plain = not isinstance(answer, Scenario)  # its numbers are the reader's
    own = (given, expected) if plain else _own(answer, given, expected, cases)
    called = "" if plain else answer.called
    if own and not hint:
        hint = recognise.explain(*own, cases, reference if plain else None)
        hint = recognise.said_of(called, hint)
    if plain and not hint:
        made = dict(list(mistakes.items())[stub_returns:])
        hint = _of_a_part(made, given, expected, examples, cases)
        if not hint and recognise.first_without_end(given, expected) is None:
            hint = recognise.explain_a_part(given, expected, cases)
        shape = (
            None if hint else recognise.shape_that_came(given, expected, cases, names)
        )
        if shape:
            return (yield _wrong(shape, f"Your function should return {returns}."))
    hint = hint or trial.asked(_of_ignored, answer, reference, cases, given, expected)
    if own and not hint:
        hint = recognise.what_is_sure(*own)
        hint = hint or recognise.explain_by_arguments(*own, cases, names)
        hint = recognise.said_of(called, hint)
    if hint:
        stub = stub_returns and hint == next(iter(mistakes), None)
        place = f"{place[0].upper()}{place[1:]}."
        yield _found("not tried" if stub else "wrong", hint, place)
        return
    endless = recognise.first_without_end(given, expected)
    if endless is not None:
        of = results.arguments(cases[endless], names).rstrip(",")
        hint = f"NaN or infinity comes out for {of}: what overflows"
        hint += ", or where is 0 divided by 0?"
        return (yield _wrong(hint, f"({score}.)"))
    if not plain and len(expected[0]) == 1:  # a row of a path, say, is not the reader's
        return
    kept = recognise.what_is_right(given, expected, cases, names)
    any_right = (
        results.close(result[path], right[path])
        for result, right in zip(given, expected, strict=True)
        for path in right
    )
    if kept:
        yield _wrong(f"not yet, but {kept}: {place}", f"({score}.)")
    elif plain and len(expected[0]) > 1 and not any(any_right):
        none = f"none of the {len(expected[0])} results is right"
        yield _wrong(f"not yet: {none}: {place}", f"({score}.)")


def _listed(names):
    *others, last = [f"`{name}`" for name in names]
    return f"{', '.join(others)} and {last}" if others else last


def _own(scenario, given, expected, cases):
    """Return the numbers of the answer alone, and the right ones, or None."""
    if not scenario.own:
        return None
    try:
        return tuple(
            [scenario.own(*pair) for pair in zip(found, cases, strict=True)]
            for found in (given, expected)
        )
    except Exception:  # another shape, of which `own` can make nothing
        return None


def _made_by(mistake, given, examples, cases):
    """Return whether a mistake leads to what was given, in every case."""
    try:
        return results.same(given, _made(mistake, examples, cases))
    except Exception:
        return False


def _made(mistake, examples, cases):
    """Yield the parts of what a mistake leads to, case by case; it may raise."""
    for case, example in zip(cases, examples, strict=True):
        yield results.parts(mistake(*copy.deepcopy(case)), example)


def _of_a_part(mistakes, given, expected, examples, cases):
    """Return the hint of the one mistake that explains a part of the result, or None.

    Who makes two mistakes may have made them in two parts.
    """
    found = {}
    for hint, mistake in mistakes.items():
        try:
            made = list(_made(mistake, examples, cases))
        except Exception:
            made = []
        for path in recognise.parts_explained(given, expected, made):
            found.setdefault(path, []).append(hint)
    for path, hints in found.items():
        if len(hints) == 1:
            return recognise.said_of(results.named(path), _of_what_is_wrong(hints[0]))
    return None


def _of_what_is_wrong(hint):
    """Return a hint without "θ is right, but", which another mistake makes false."""
    subject = r"(?:(?!\b(?:how|where|if)\b)[^.,:?]){1,30}"
    praise = rf"{subject} (?:is|are) right(?:[.:]|,(?: and| but)?) "
    contrast = r"(?!\w+ \w+ (?:is|are) not\b)"  # "The size is right, the sign is not."
    return re.sub(f"^{praise}{contrast}", "", hint, flags=re.IGNORECASE)


def _of_ignored(answer, reference, cases, given, expected):
    if not all(np.isfinite(part).all() for result in given for part in result.values()):
        return None  # NaN is the same whatever comes, but that is not the question
    due = np.concatenate([part.ravel() for one in expected for part in one.values()])
    if np.isin(due, (0, 1)).all():
        return None  # yes and no stay the same by chance
    names = _names(answer, cases[0])
    names = recognise.ignored(answer, reference, cases, given, expected, names)
    if not names:
        return None
    which = _listed(names[:3])
    if isinstance(answer, Scenario) and isinstance(answer.written, type):
        subject = "Your class does the same"
    else:
        subject = "What your function returns is the same"
        if _names(answer, cases[0])[0] == "settings" and names[0] in cases[0][0]:
            which = _listed([name for name in names if name in cases[0][0]])
            return (
                f"{subject} whatever the optimizer's {which} may be. What does its "
                "step change in what you return?"
            )
    enter = "does it" if len(names) == 1 else "do they"
    came = np.concatenate([part.ravel() for one in given for part in one.values()])
    rounded = (came == came.round(3)).all() and (due != due.round(3)).any()
    away = ", or are the numbers that would change rounded away" * bool(rounded)
    return f"{subject} whatever {which} may be. Where {enter} enter{away}?"


def _names(answer, case):
    if isinstance(answer, Scenario):
        return results.names_of_arguments(answer.run, case, skip=1)
    return results.names_of_arguments(answer, case)
