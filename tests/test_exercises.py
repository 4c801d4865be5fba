"""Claims and the machinery of the checks; each exercise has its own test file."""

import time

import numpy as np
import pytest
from IPython.display import Markdown

from rmsprop_lib.exercises import (
    check_choice,
    check_function,
    check_number,
    claim,
    claims,
    error_message,
    show_source,
)
from rmsprop_lib.exercises.checks import SECONDS


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


def endless(theta, g):
    while True:
        try:
            theta = theta + 1
        except Exception:
            pass


def breaks(theta, g):
    return theta @ g @ g


ANSWERS = [
    (right_step, "✔ right: downhill"),
    (with_loops, "✔ right: downhill"),
    (in_float32, "✔ right: downhill"),
    (lambda theta, g: (theta, g), "✗ Nothing moves yet."),
    (lambda theta, g: (theta + g, g * 2), "✗ That is uphill."),
    (in_place, "the caller's arrays have changed"),
    (lambda theta, g: None, "returns nothing: end it with `return` and two arrays"),
    (lambda theta, g: theta - g, "should return two arrays, θ and g"),
    (lambda theta, g: (theta - g, 2 * g, 0), "should return two arrays"),
    (lambda theta, g: ("a", "b"), "should return two arrays"),
    (lambda theta, g: ((theta - g)[:1], g), "should return two arrays"),
    (lambda theta, g: (theta - 5 * g, g), "not yet: for the arguments ([1.0, 2.0], "),
    (lambda theta, g: (theta * np.nan, g), "not yet"),
    (lambda theta, g: (theta * 1j, g), "should return"),
    (lambda theta: theta, "stops with TypeError"),
    (breaks, "stops with ValueError"),
    (breaks, "(in the line `return theta @ g @ g`)"),
    (lambda theta, g: exit(), "stops with SystemExit"),
    (endless, f"stopped after {SECONDS} seconds"),
    (None, "a function is expected here, not None"),
]


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


def test_an_endless_answer_is_stopped_in_less_than_two_seconds(capsys):
    start = time.monotonic()  # not a matter of speed: the bound is the timer's own
    check_step(endless)
    assert time.monotonic() - start < 2 * SECONDS


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
    ("b", "✗ Look again."),
    ("c", "✗ 'c' is none of the options: 'a' or 'b'"),
    (["a"], "is none of the options"),
]


@pytest.mark.parametrize("answer, expected", CHOICES, ids=str)
def test_check_choice(capsys, answer, expected):
    replies = {"a": "A it is.", "b": "Look again."}
    assert expected in said(capsys, check_choice, answer, "a", replies)
