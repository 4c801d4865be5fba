"""`claim` holds a sentence true; `show_source` shows the library's own code."""

import ast
import inspect
import textwrap

import numpy as np
from IPython.display import Markdown, display

from rmsprop_lib.progress import say


def claim(text, condition):
    """Print `text` with a tick if `condition` is True, and fail otherwise.

    What a sentence of a notebook asserts, a cell asserts too.

    Raises
    ------
    AssertionError : the condition is False; the message says what was expected
    TypeError : the condition is neither True nor False (an array, a function, …)

    Examples
    --------
    >>> claim("two and two are four", 2 + 2 == 4)
    ✔ two and two are four
    """
    if not isinstance(condition, (bool, np.bool_)):
        raise TypeError(
            f"condition: {type(condition).__name__} was given; expected True or "
            "False (for an array: `.all()` or `.any()`)"
        )
    if not condition:
        raise AssertionError(
            f"expected: {text}. Here it is not so. If you have changed a value above, "
            "this is a finding, not a fault: ask why, then change it back. If a cell "
            "was run twice or out of order, or a name above is now yours: Kernel → "
            "Restart Kernel and Run All Cells. If it fails even then and you have "
            "changed nothing, the sentence is no longer true: please report it."
        )
    say(f"✔ {text}")


def error_message(action):
    """Return, as text, the TypeError or ValueError that `action()` raises.

    Examples
    --------
    >>> error_message(lambda: float("five"))
    "ValueError: could not convert string to float: 'five'"
    >>> error_message(lambda: float("5"))
    'no error'
    """
    try:
        action()
    except (TypeError, ValueError) as error:
        return f"{type(error).__name__}: {error}"
    return "no error"


def show_source(*things, docstring=False):
    """Display the source of functions, classes or methods, in this order, as one block.

    Docstrings are left out unless `docstring` is True. The stored output is
    compared when the notebooks are tested, so that it cannot go stale.
    """
    found = []
    for thing in things:
        code = textwrap.dedent(inspect.getsource(thing))
        found.append((code if docstring else _without_docstrings(code)).rstrip())
    code = "\n\n".join(found)
    display(Markdown(f"```python\n{code}\n```"))


def _without_docstrings(code):
    lines = code.splitlines()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and ast.get_docstring(
            node
        ):
            first, last = node.body[0].lineno, node.body[0].end_lineno
            if last < len(lines) and not lines[last].strip():
                last += 1  # the empty line after a class's docstring
            lines[first - 1 : last] = [None] * (last - first + 1)
    return "\n".join(line for line in lines if line is not None)
