"""Claims, and the machinery of the checks: what is said, and that it survives."""

import ctypes
import gc
import io
import itertools
import os
import signal
import sys
import threading
import time
from fractions import Fraction

import numpy as np
import pytest
from IPython.display import Markdown

from rmsprop_lib.exercises import (
    check_choice,
    check_function,
    check_number,
    checks,
    claim,
    claims,
    error_message,
    show_source,
    trial,
)


@pytest.fixture(autouse=True)
def nothing_was_said_before():
    checks._said.clear()


def said(capsys, check, *args, **kwargs):
    assert check(*args, **kwargs) is None
    out = capsys.readouterr()
    assert out.err == "" and out.out.count("\n") == 1
    return out.out.strip()


def test_error_message_hides_no_other_error():
    """A typing error in a notebook's own cell must not pass for an answer."""
    assert error_message(lambda: int("x")).startswith("ValueError: invalid literal")
    assert error_message(lambda: 1 + "x").startswith("TypeError: unsupported")
    with pytest.raises(KeyError):
        error_message(lambda: {}["x"])


# ---- claim ---------------------------------------------------------------------------


def test_claim_prints_what_holds(capsys):
    assert said(capsys, claim, "it falls", np.bool_(True)) == "✔ it falls"


def test_claim_that_fails_says_what_was_expected_and_that_it_may_be_a_finding():
    with pytest.raises(AssertionError) as caught:
        claim("the loss falls below 0.1", 0.2 < 0.1)
    message = str(caught.value)
    assert "expected: the loss falls below 0.1" in message
    assert "a finding, not a fault" in message


@pytest.mark.parametrize("condition", [np.ones(3) > 0, [True], "yes", 1, None, print])
def test_claim_refuses_what_is_neither_true_nor_false(condition):
    with pytest.raises(TypeError, match="condition: "):
        claim("anything", condition)


def sample(x):
    """Say what it does."""
    # why
    return x + 1


class Sample:
    """A class."""

    def method(self):
        """A method."""
        return 1


def test_show_source_shows_the_code_itself(monkeypatch):
    shown = []
    monkeypatch.setattr(claims, "display", shown.append)
    show_source(sample)
    show_source(sample, docstring=True)
    show_source(Sample)
    show_source(Sample.method, sample)
    assert all(isinstance(item, Markdown) for item in shown)
    assert shown[0].data == (
        "```python\ndef sample(x):\n    # why\n    return x + 1\n```"
    )
    assert "Say what it does" in shown[1].data
    assert shown[2].data == (
        "```python\nclass Sample:\n    def method(self):\n        return 1\n```"
    )
    assert shown[3].data == (  # one block, in the order given
        "```python\ndef method(self):\n    return 1\n\n"
        "def sample(x):\n    # why\n    return x + 1\n```"
    )


# ---- check_function ------------------------------------------------------------------


def right_step(theta, g):
    return theta - g, 2 * g


MISTAKES = {
    "Nothing moves yet.": lambda theta, g: (theta, g),
    "That is uphill.": lambda theta, g: (theta + g, 2 * g),
}
STEP_CASES = [
    (np.array([1.0, 2.0]), np.array([0.5, -3.0])),
    (np.array([-4.0]), np.array([7.0])),
]


def check_step(answer, **kwargs):
    return check_function(
        answer,
        right_step,
        STEP_CASES,
        MISTAKES,
        returns="two arrays, θ and g",
        right="downhill",
        **kwargs,
    )


def with_loops(theta, g):
    print("a reader's own print")
    return [t - x for t, x in zip(theta, g, strict=True)], [x + x for x in g]


def in_float32(theta, g):
    return (theta - g).astype(np.float32), np.float32(2) * g.astype(np.float32)


def in_place(theta, g):
    theta -= g
    return theta, 2 * g


def breaks(theta, g):
    return theta @ g @ g


def from_a_generator(theta, g):
    yield (t - x for t, x in zip(theta, g, strict=True))
    yield np.array(2 * g, dtype=object)


class FailsToShow(Exception):
    def __str__(self):
        raise RuntimeError

    __repr__ = __str__


def shows_nothing(theta, g):
    raise FailsToShow


ANSWERS = [
    (right_step, "✔ right: downhill"),
    (with_loops, "✔ right: downhill"),
    (in_float32, "✔ right: downhill"),
    (from_a_generator, "✔ right: downhill"),
    (lambda theta, g: map(np.array, right_step(theta, g)), "✔ right: downhill"),
    (lambda theta, g: ([Fraction(t - x) for t, x in zip(theta, g, strict=True)], 2 * g),
     "✔ right: downhill"),
    (lambda theta, g: (theta, g), "✗ Nothing moves yet."),
    (lambda theta, g: (theta + g, g * 2), "✗ That is uphill."),
    (in_place, "the values are right, but the caller's `theta` changed"),
    (lambda theta, g: None, "returns nothing: end it with `return` and two arrays"),
    (lambda theta, g: 1.0, "should return two arrays, θ and g; it returns a number"),
    (lambda theta, g: (theta - g, 2 * g, 0), "a tuple of 3 things, and 2 results are"),
    (lambda theta, g: ("a", "b"), "number 1 of what you return is text"),
    (lambda theta, g: ((theta - g)[:1], 2 * g), "number 1 of what you return: there is "
     "only the first one"),
    (lambda theta, g: (theta - g, g[:0]), "number 2 of what you return holds 0 "
     "numbers; 2 numbers would be right"),
    (lambda theta, g: (theta - 5 * g, g**3 + 1), "not yet: none of the 2 results is "
     "right: for the arguments ([1.0, 2.0], [0.5, -3.0]) number 1 of what you return"),
    (lambda theta, g: (theta - 5 * g, g), "number 2 of what you return: that is what "
     "you were given, as it was"),
    (lambda theta, g: (theta - g, 3 * g), "number 2 of what you return: every number "
     "is 1.5 times what it should be"),
    (lambda theta, g: (theta * np.nan, g), "NaN or infinity comes out for the"),
    (lambda theta, g: (theta * 1j, g), "should return"),
    (lambda theta: theta, "stops with TypeError"),
    (breaks, "stops with ValueError"),
    (breaks, "(in the line `return theta @ g @ g`)"),
    (shows_nothing, "stops with FailsToShow: (an error that cannot be shown) (in the"),
    (lambda theta, g: exit(), "stops with SystemExit"),
    (None, "a function is expected here, not None"),
    (3.0, "a function is expected here, not 3.0"),
]  # fmt: skip


@pytest.mark.parametrize("answer, expected", ANSWERS, ids=range(len(ANSWERS)))
def test_check_function(capsys, answer, expected):
    assert expected in said(capsys, check_step, answer)


def test_in_place_is_fine_where_it_is_asked_for(capsys):
    assert "✔" in said(capsys, check_step, in_place, may_change_inputs=True)


def test_a_nan_among_the_inputs_is_no_change(capsys):
    case = (np.array([np.nan, 2.0]),)
    result = said(
        capsys, check_function, np.nansum, np.nansum, [case], {}, returns="", right="2"
    )
    assert result == "✔ right: 2"


def test_check_function_compares_dicts_by_name(capsys):
    def check(answer):
        check_function(
            answer,
            lambda p: {"w": p["w"] * 2, "b": p["b"]},
            [({"w": np.ones((2, 2)), "b": 1.0},)],
            {"You forgot w.": lambda p: p},
            returns="a dict with w and b",
            right="doubled",
        )

    assert "✔" in said(capsys, check, lambda p: {"b": 1, "w": [[2, 2], [2, 2]]})
    assert "You forgot w" in said(capsys, check, lambda p: p)
    assert "a dict with w and b" in said(capsys, check, lambda p: {"w": p["w"] * 2})


def doubled(params):
    return {name: 2 * value for name, value in params.items()}


NAMES = [  # in the second case other names come than in the first
    (doubled, "✔"),
    (lambda p: {n: -2 * v for n, v in p.items()}, "✗ The sizes are right, the signs"),
    (lambda p: {n: 6 * v for n, v in p.items()}, "number is 3 times what"),
    (lambda p: {"w": 2 * p.get("w", 0), "b": 2 * p["b"]}, "there is no 'kernel' in it"),
    (
        lambda p: doubled(p) | {"b": p["b"] ** 2},
        "✗ not yet, but w and kernel are right",
    ),
    (lambda p: doubled(p) | {"b": 2 * p["b"][:1]}, "✗ b: there is only the first one"),
]


@pytest.mark.parametrize("answer, expected", NAMES, ids=range(len(NAMES)))
def test_names_may_be_others_from_case_to_case(capsys, answer, expected):
    b = np.array([0.3, 1.7, -2.9])
    cases = [({"w": np.ones(2), "b": b},), ({"b": b + 1, "kernel": np.ones(3)},)]
    kind = {"returns": "a dict", "right": "doubled"}
    assert expected in said(capsys, check_function, answer, doubled, cases, {}, **kind)


# ---- it never hangs or breaks --------------------------------------------------------


@pytest.fixture(params=["in a child", "in a thread", "against the clock"])
def quickly(request, monkeypatch):
    """Try an answer as systems do that can fork, that cannot, and as a browser does."""
    monkeypatch.setattr(trial, "SECONDS", 0.4)
    if request.param != "in a child":
        monkeypatch.setattr(trial, "_can_fork", lambda: False)
    if request.param == "against the clock":
        monkeypatch.setattr(trial, "_has_threads", lambda: False)
        # A reader's functions are those of a notebook.
        monkeypatch.setitem(globals(), "__name__", "__main__")
    gc.freeze()  # to go through all that pytest holds may take longer than a trial
    yield request.param
    gc.unfreeze()


def catches_all(*_):
    while True:
        try:
            sum(range(9))
        except:  # noqa: E722
            pass


def catches_errors(*_):
    while True:
        try:
            sum(range(9))
        except Exception:
            pass


def numbers_without_end():
    while True:
        yield 1.0


def recurses(*_):
    return recurses()


def prints_without_end(*_):
    while True:
        print("x" * 100_000)
        print("y" * 100_000, file=sys.stderr)


def leaves(*_):
    raise KeyboardInterrupt


HARMFUL = {
    "an endless loop": (catches_errors, "stopped after 0.4 seconds"),
    "an endless generator": (lambda *_: numbers_without_end(), "stopped after"),
    "a list of it": (lambda *_: list(numbers_without_end()), "stopped after"),
    "a pause": (lambda *_: time.sleep(0.7), "stopped after"),
    "endless output": (prints_without_end, "stopped after"),
    "recursion": (recurses, "stops with RecursionError"),
    "an interrupt": (leaves, "stops with KeyboardInterrupt"),
}


@pytest.mark.parametrize("answer, told", HARMFUL.values(), ids=HARMFUL)
def test_an_answer_that_does_not_end_is_ended(quickly, capsys, answer, told):
    start = time.monotonic()  # not a matter of speed: the bounds are those of the trial
    assert told in said(capsys, check_step, answer)
    assert time.monotonic() - start < 2
    print("heard")
    assert capsys.readouterr().out == "heard\n"  # the silence is over
    assert said(capsys, check_step, right_step) == "✔ right: downhill"


@pytest.mark.parametrize("answer, told", [
    (lambda *_: sum(range(10**11)), "stopped after 0.4 seconds"),
    (catches_all, "stopped after 0.4 seconds"),
    (lambda *_: list(itertools.count()), ("stopped after", "MemoryError")),
    (lambda *_: os._exit(0), "ended Python itself"),
    (lambda *_: ctypes.string_at(0), "ended Python itself"),
    (lambda *_: os.close(1), "returns nothing"),
], ids=range(6))  # fmt: skip
def test_what_a_child_process_can_do_no_harm_with(monkeypatch, capsys, answer, told):
    if not trial._can_fork():
        pytest.skip("this system cannot fork: said in the text of `trial`")
    monkeypatch.setattr(trial, "SECONDS", 0.4)
    line = said(capsys, check_step, answer)
    assert any(part in line for part in ([told] if isinstance(told, str) else told))


def test_what_can_not_be_ended_without_a_child_is_said(monkeypatch, capsys):
    monkeypatch.setattr(trial, "SECONDS", 0.1)
    monkeypatch.setattr(trial, "_can_fork", lambda: False)
    line = said(capsys, check_step, lambda *_: time.sleep(2.5))
    assert "could not be stopped: restart the kernel" in line


def test_an_endless_answer_is_ended_in_a_thread_of_the_reader(quickly):
    out = io.StringIO()

    def work():
        found = trial.tried(lambda: iter([catches_errors()]))
        out.write(found["line"])

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(3)
    assert not thread.is_alive() and "stopped after" in out.getvalue()


def test_an_interrupt_ends_the_wait_and_the_child(capsys):
    if not trial._can_fork():
        pytest.skip("this system cannot fork")
    timer = threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        check_step(catches_all)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@pytest.fixture
def slow_module(tmp_path, monkeypatch):
    """A module that takes longer to be imported than an answer may take."""
    (tmp_path / "slow_to_import.py").write_text("import time\ntime.sleep(0.7)\n")
    monkeypatch.syspath_prepend(tmp_path)
    yield
    sys.modules.pop("slow_to_import", None)


def imports_and_is_right(theta, g):
    import slow_to_import  # noqa: F401

    return right_step(theta, g)


def imports_and_does_not_end(theta, g):
    import slow_to_import  # noqa: F401

    while True:
        import math  # noqa: F401


def test_what_an_answer_imports_does_not_count(quickly, slow_module, capsys):
    """SciPy or scikit-learn, loaded for the first time, would stop a right answer."""
    assert said(capsys, check_step, imports_and_is_right) == "✔ right: downhill"
    sys.modules.pop("slow_to_import", None)
    line = said(capsys, check_step, imports_and_does_not_end)
    assert "stopped after 0.4 seconds" in line


def test_an_import_without_end_is_ended(quickly, slow_module, capsys, monkeypatch):
    monkeypatch.setattr(trial, "IMPORTS", 0.1)
    assert "stopped after" in said(capsys, check_step, imports_and_is_right)


def spoils_numpy(theta, g):
    np.isclose = np.allclose = np.array = None
    return theta, g


def test_an_answer_that_changes_numpy_changes_its_own_alone(capsys):
    if not trial._can_fork():
        pytest.skip("this system cannot fork")
    line = said(capsys, check_step, spoils_numpy)
    assert line.startswith("✗ ")
    assert np.isclose(1, 1) and said(capsys, check_step, right_step)[0] == "✔"


def test_a_reference_that_is_broken_is_the_check_s_own_fault():
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        check_function(abs, lambda x: 1 / x, [(0,)], {}, returns="", right="")


# ---- asked again ---------------------------------------------------------------------


def test_the_same_mistake_gets_more_to_read(capsys):
    def uphill(theta, g):
        return theta + g, 2 * g

    def again(answer=uphill):
        return said(capsys, check_step, answer, section="Which way?")

    place = (
        " For the arguments ([1.0, 2.0], [0.5, -3.0]) number 1 of what you return is "
        "[1.5, -1.0]; expected [0.5, 5.0]."
    )
    assert again() == "✗ That is uphill."
    assert again() == "✗ That is uphill." + place
    third = again()
    assert third == f"✗ That is uphill.{place} It may help to read again: “Which way?”."
    assert again(lambda theta, g: None).startswith("✗ your function returns nothing")
    assert again() == "✗ That is uphill."  # something else has been tried since
    assert again(right_step) == again(right_step) == "✔ right: downhill"


def test_an_untouched_stub_gets_the_same_line_each_time(capsys):
    lines = {said(capsys, check_step, lambda *case: case) for _ in range(4)}
    assert lines == {"✗ Nothing moves yet."}


def test_a_number_and_a_choice_asked_again(capsys):
    def number():
        words = {"right": "ten", "section": "Ten"}
        return said(capsys, check_number, 20, 10, {"Twice?": 20}, **words)

    def choice():
        replies = {"a": "A it is.", "b": "Look again."}
        return said(capsys, check_choice, "b", "a", replies, section="Letters")

    assert [number() for _ in range(3)] == [
        "✗ Twice?",
        "✗ Twice? Your 20 is too large.",
        "✗ Twice? Your 20 is too large. It may help to read again: “Ten”.",
    ]
    assert [choice() for _ in range(3)] == [
        "✗ Look again.",
        "✗ Look again. It may help to read again: “Letters”.",
        "✗ Look again. It may help to read again: “Letters”.",
    ]


def test_the_outcome_is_noted(capsys):
    checks.outcomes.clear()
    check_step(right_step)
    check_step(lambda *case: case)
    check_step(breaks)
    lines = capsys.readouterr().out.splitlines()
    assert [outcome[:2] for outcome in checks.outcomes] == [
        ("check_step", "right"),
        ("check_step", "not tried"),
        ("check_step", "wrong"),
    ]
    assert [line.endswith(o[2]) for line, o in zip(lines, checks.outcomes, strict=True)]


# ---- check_number, check_choice ------------------------------------------------------

NUMBERS = [
    (None, "no answer yet"),
    (10, "✔ right: ten"),
    (np.array([10.05]), "✔"),
    (20.0, "✗ twice too much"),
    (-10, "look at the sign"),
    (11, "11 is too large"),
    (3, "3 is too small"),
    ("ten", "a number is expected here, not 'ten'"),
    ([1, 2], "a number is expected"),
    (float("nan"), "your number is NaN"),
]


@pytest.mark.parametrize("answer, expected", NUMBERS, ids=str)
def test_check_number(capsys, answer, expected):
    result = said(capsys, check_number, answer, 10, {"twice too much": 20}, right="ten")
    assert expected in result


CHOICES = [
    (None, "no answer yet: put 'a' or 'b' in place of None"),
    ("a", "✔ right: A it is."),
    (" A ", "✔ right: A it is."),
    ("'a'.", "✔ right: A it is."),
    (np.str_("a"), "✔ right: A it is."),
    (np.array("a"), "✔ right: A it is."),
    ("b", "✗ Look again."),
    ("c", "✗ 'c' is none of the options: 'a' or 'b'"),
    (["a"], "is none of the options"),
]


@pytest.mark.parametrize("answer", [1000, 1000.0, np.int64(1000), np.array([1000]),
                                    "1000", "1,000", " 1_000 "], ids=repr)  # fmt: skip
def test_a_choice_that_is_a_number_may_be_written_as_one(capsys, answer):
    replies = {"1000": "A thousand.", "10": "Look again."}
    line = said(capsys, check_choice, answer, "1000", replies)
    assert line == "✔ right: A thousand."
    assert "none of the options" in said(capsys, check_choice, True, "1000", replies)


@pytest.mark.parametrize(
    "answer", ["w2 and b2", "b2 and w2", "b2, w2", "w2, and b2", "B2 and w2."]
)
def test_what_a_choice_lists_may_stand_in_any_order(capsys, answer):
    replies = {"w2 and b2": "Both.", "b2": "Look again."}
    assert said(capsys, check_choice, answer, "w2 and b2", replies) == "✔ right: Both."


def endless(method):
    def never_ends(*_, **__):
        while True:
            pass

    sequence = {"__len__": lambda self: 1, "__getitem__": lambda self, place: 1.0}
    return type("Endless", (), sequence | {method: never_ends})()


@pytest.mark.parametrize(
    "method", ["__float__", "__array__", "__len__", "__getitem__", "__repr__"]
)
def test_an_object_that_never_ends_is_ended_where_a_number_is_asked_for(
    quickly, capsys, method
):
    line = said(capsys, check_number, endless(method), 10, {}, right="ten")
    if method == "__len__" and quickly != "in a child":  # NumPy takes it for no array
        assert line.startswith("✗ a number is expected here, not <")
    else:
        assert "your answer was stopped after 0.4 seconds" in line


@pytest.mark.parametrize("method", ["__float__", "__repr__", "__eq__"])
def test_an_object_that_never_ends_is_no_option_and_no_function(capsys, method):
    replies = {"a": "A it is."}
    line = said(capsys, check_choice, endless(method), "a", replies)
    assert line.startswith("✗ an object of the type Endless is none of the options")
    line = said(capsys, check_step, endless(method))
    assert line == "✗ a function is expected here, not an object of the type Endless"


@pytest.mark.parametrize("answer, expected", CHOICES, ids=str)
def test_check_choice(capsys, answer, expected):
    replies = {"a": "A it is.", "b": "Look again."}
    assert expected in said(capsys, check_choice, answer, "a", replies)
