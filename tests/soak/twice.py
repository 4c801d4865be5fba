"""Every cell of every notebook is run twice in a row: `tests/soak/twice.py [07 …]`.

A reader does that by accident. The second time, a cell must print what it printed the
first time, and no later cell may fail. (A check may say more to a second try.)
"""

import copy
import difflib
import sys

from copies import executed, printed


def doubled(cells):
    """Return each cell twice."""
    cells = [copy.deepcopy(cell) for cell in cells for _ in range(2)]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    return cells


def differences(notebook):
    """Yield, for each cell that prints something else when it is run again, how."""
    for first, again in zip(notebook.cells[::2], notebook.cells[1::2], strict=True):
        if "exercise" in first.metadata.get("tags", []):
            continue
        if printed(first) != printed(again):
            lines = (printed(cell).splitlines() for cell in (first, again))
            changed = difflib.unified_diff(*lines, n=0, lineterm="")
            yield "\n".join([first.source.splitlines()[0], *list(changed)[3:9]])


def main():
    n, failed = executed(sys.argv[1:], doubled, differences)
    print(f"{n} notebooks, each cell twice")
    return failed


if __name__ == "__main__":
    sys.exit(main())
