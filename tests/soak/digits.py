"""No claim is decided by the last digits: `tests/soak/digits.py [13 …]`.

The notebooks are executed while every start of the library is moved by its last digits
(`moved/sitecustomize.py`). Each claim must hold, and every cell that strict nbval would
compare must print what is stored. The data are the embedded ones unless
RMSPROP_LIB_DATA says otherwise.
"""

import difflib
import os
import sys
from pathlib import Path

import nbformat
from copies import ROOT, executed, printed

NOT_COMPARED = {"nbval-ignore-output", "data"}
GOES_ON = """def claim(text, condition):
    print("✔" if condition else "✗", text)"""


def prepared(cells):
    """Return the cells, with a `claim` that prints what fails and goes on."""
    for cell in cells:
        cell.metadata["stored"] = printed(cell)
    new = nbformat.v4.new_code_cell(GOES_ON, metadata={"stored": ""})
    shown = any("AssertionError" in cell.source for cell in cells)  # 00 lets one fail
    return cells if shown else [cells[0], new, *cells[1:]]


def departures(notebook):
    """Yield the claims that do not hold, and what else is not printed as stored."""
    for cell in notebook.cells:
        stored, now = cell.metadata.stored.splitlines(), printed(cell).splitlines()
        told = [line for line in now if line.startswith("✗") and line not in stored]
        compared = not NOT_COMPARED & set(cell.metadata.get("tags", []))
        if compared and now != stored:
            changed = list(difflib.unified_diff(stored, now, n=0, lineterm=""))[3:]
            told += [line for line in changed if line[1:] not in told]
        if told:
            yield "\n    ".join([cell.source.splitlines()[0], *told])


def main():
    os.environ.setdefault("RMSPROP_LIB_DATA", "embedded")
    here = [str(Path(__file__).parent / "moved"), str(ROOT)]
    others = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    os.environ["PYTHONPATH"] = os.pathsep.join([*here, *filter(None, others)])
    n, failed = executed(sys.argv[1:], prepared, departures)
    print(f"{n} notebooks, every start moved by its last digits")
    return failed


if __name__ == "__main__":
    sys.exit(main())
