"""Every cell of every notebook is run twice in a row: `tests/soak/twice.py [07 …]`.

A reader does that by accident. The second time, a cell must print what it printed the
first time, and no later cell may fail. (A check may say more to a second try.)
"""

import copy
import difflib
import sys
import tempfile
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from execution import choose, execute_all  # noqa: E402


def doubled(path, folder):
    """Write a copy of a notebook in which each code cell stands twice."""
    notebook = nbformat.read(path, as_version=4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    notebook.cells = [copy.deepcopy(cell) for cell in cells for _ in range(2)]
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number}"
    nbformat.write(notebook, folder / path.name)
    return folder / path.name


def printed(cell):
    return "".join(o.text for o in cell.outputs if o.output_type == "stream")


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
    paths = choose(sys.argv[1:])
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        copies = [doubled(path, Path(folder)) for path in paths]
        for result in execute_all(copies, Path(folder) / "work"):
            found = [result.error] if result.error else differences(result.notebook)
            for line in found:
                failed = True
                print(f"✗ {result.path.name}: {line}\n")
    print(f"{len(paths)} notebooks, each cell twice")
    return failed


if __name__ == "__main__":
    sys.exit(main())
