"""Make of the text of an answer what a reader hands to a check."""

import linecache
import textwrap

import numpy as np

from rmsprop_lib.optimizers import Optimizer, RMSprop


def written(head, text):
    """Return the number, function or class that `text` makes below `head`."""
    names = {"np": np, "Optimizer": Optimizer, "RMSprop": RMSprop}
    if not head:
        return eval(f"({text})", names)
    heads, bodies = head.split("---\n"), textwrap.dedent(text).split("---\n")
    bodies = [""] * (len(heads) - len(bodies)) + bodies
    source = ""
    for top, body in zip(heads, bodies, strict=True):
        top = top.strip("\n")
        last = top.splitlines()[-1]
        deep = len(last) - len(last.lstrip()) + 4 * last.endswith(":")
        source += f"{top}\n{textwrap.indent(body.strip(chr(10)), ' ' * deep)}\n"
    file = f"<answer {hash(source)}>"
    linecache.cache[file] = len(source), None, source.splitlines(True), file
    before = set(names)
    exec(compile(source, file, "exec"), names)
    return next(names[name] for name in names if name not in before | {"__builtins__"})
