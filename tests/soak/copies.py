"""Execute changed copies of notebooks, and say what is not as it should be."""

import sys
import tempfile
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from execution import choose, execute_all  # noqa: E402


def printed(cell):
    return "".join(o.text for o in cell.outputs if o.output_type == "stream")


def executed(chosen, change, differences):
    """Execute the notebooks chosen, each changed; return how many, and if any failed.

    `change(cells)` returns what to run in place of the cells with code, and
    `differences(notebook)` what to say of the executed copy, line by line.
    """
    paths, failed = choose(chosen), False
    with tempfile.TemporaryDirectory() as folder:
        copies = [Path(folder) / path.name for path in paths]
        for path, copy in zip(paths, copies, strict=True):
            notebook = nbformat.read(path, as_version=4)
            cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
            notebook.cells = change(cells)
            nbformat.write(notebook, copy)
        for result in execute_all(copies, Path(folder) / "work"):
            found = [result.error] if result.error else differences(result.notebook)
            for line in found:
                failed = True
                print(f"✗ {result.path.name}: {line}\n")
    return len(paths), failed
