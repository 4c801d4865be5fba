"""Write what a class gets: handouts, or the teacher's copies with the solutions.

`python tools/handouts.py` writes to build/handouts every notebook without its solution
cells and without any output (a stored figure answers the question before it), and a
zip of them. `python tools/handouts.py --solutions` writes to build/solutions the
notebooks as they are, with the solutions unfolded. The notebooks are never changed.
"""

import argparse
import copy
import re
import shutil
import sys
import zipfile
from pathlib import Path

import nbformat
from environment import ROOT, prepare
from output import begin

README = """RMSprop from scratch: the notebooks for you to work in.

You need Python 3.11 or later with JupyterLab and the package rmsprop_lib, as your
teacher has prepared it or with: pip install rmsprop_lib-VERSION.whl jupyterlab
Then, in this folder:

    jupyter lab 00_start_here.ipynb

Run the cells from the top. In an exercise, change the cell that stands there and run it
again: it tells you what it thinks of your answer. No network is needed.
"""


def is_solution(cell):
    return "solution" in cell.metadata.get("tags", [])


def check_tags(notebook, name):
    """Stop unless each exercise's heading has a tagged stub and a tagged solution.

    An editor that loses tags would turn the solutions into ordinary cells.
    """
    texts = (cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    headings = sum(len(re.findall(r"^#+ Exercise \d", t, re.M)) for t in texts)
    tags = [tag for cell in notebook.cells for tag in cell.metadata.get("tags", [])]
    stubs, solutions = tags.count("exercise"), tags.count("solution")
    if not headings == stubs == solutions:
        sys.exit(
            f"{name}: nothing written: it has {headings} headings of exercises, "
            f"{stubs} cells tagged exercise and {solutions} tagged solution; expected "
            "as many of each. An editor may have lost the tags: take the notebook anew."
        )


def lines(cell):
    """Return the lines of a cell, without indentation and without empty ones."""
    return {line.strip() for line in cell.source.splitlines() if line.strip()}


def solution_lines(notebook):
    """Return the lines of code that stand in solution cells alone."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    solved = (lines(cell) for cell in code if is_solution(cell))
    others = (lines(cell) for cell in code if not is_solution(cell))
    return set().union(*solved) - set().union(*others)


def handout(notebook):
    """Return a copy of `notebook` without solutions and outputs."""
    student = copy.deepcopy(notebook)
    student.metadata.pop("widgets", None)
    student.cells = [cell for cell in student.cells if not is_solution(cell)]
    for cell in student.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return student


def leaks(notebook, student):
    """Return where `student` still says what a solution says: (cell number, line)."""
    # Shorter lines, such as `x = 0`, occur inside harmless ones.
    telling = [line for line in solution_lines(notebook) if len(line) >= 12]
    return [
        (number, line)
        for number, cell in enumerate(student.cells)
        for line in telling
        if line in cell.source
    ]


def teachers_copy(notebook):
    """Return a copy of `notebook` whose solutions are unfolded."""
    copied = copy.deepcopy(notebook)
    for cell in filter(is_solution, copied.cells):
        cell.metadata.pop("jupyter", None)
        cell.metadata.tags = [tag for tag in cell.metadata.tags if tag != "hide-cell"]
    return copied


def write_zip(folder):
    """Pack the notebooks of `folder` and a README; the same input, the same bytes."""
    texts = {file.name: file.read_bytes() for file in sorted(folder.glob("*.ipynb"))}
    with zipfile.ZipFile(folder / "rmsprop-handouts.zip", "w") as archive:
        for name, text in {"README.txt": README.encode(), **texts}.items():
            info = zipfile.ZipInfo(f"rmsprop-handouts/{name}", (2020, 1, 1, 0, 0, 0))
            info.external_attr = 0o644 << 16
            archive.writestr(info, text, zipfile.ZIP_DEFLATED)


def main(arguments=None):
    prepare()
    parser = argparse.ArgumentParser(description="Write handouts, or solutions.")
    parser.add_argument(
        "--notebooks", default=ROOT / "notebooks", help="folder to read"
    )
    parser.add_argument("--output", help="folder to write (build/…)")
    parser.add_argument("--solutions", action="store_true", help="the teacher's copies")
    options = parser.parse_args(arguments)
    kind = "solutions" if options.solutions else "handouts"
    output = Path(options.output or ROOT / "build" / kind)
    files = sorted(Path(options.notebooks).glob("[0-9][0-9]_*.ipynb"))
    if not files:
        sys.exit(f"{kind}: no notebook in {options.notebooks}; give --notebooks FOLDER")
    notebooks = {file.name: nbformat.read(file, as_version=4) for file in files}
    for name, notebook in notebooks.items():
        check_tags(notebook, name)
    begin(output)
    for name, notebook in notebooks.items():
        if options.solutions:
            nbformat.write(teachers_copy(notebook), output / name)
            continue
        student = handout(notebook)
        for number, line in leaks(notebook, student):
            shutil.rmtree(output)
            sys.exit(
                f"handouts: nothing written: cell {number} of {name} without its "
                f"solutions still contains a solution's line {line!r}: reword one."
            )
        nbformat.write(student, output / name)
    if not options.solutions:
        write_zip(output)
    print(f"{kind}: {len(files)} notebooks in {output}")


if __name__ == "__main__":
    main()
