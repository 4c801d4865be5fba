"""Write what a class gets: handouts, or the teacher's copies with the solutions.

`python tools/handouts.py` writes to build/handouts every notebook without its solution
cells and without any output (a stored figure answers the question before it), and what
somebody needs who has nothing else: the package as a wheel, three lines that start it,
the licences. All of it is in a zip, too. `python tools/handouts.py --solutions` writes
to build/solutions the notebooks as they are, with the solutions unfolded; `--format
nbgrader` writes to build/nbgrader a course for nbgrader. The notebooks are never
changed.
"""

import argparse
import copy
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import nbformat
from course import stop_if_in_use, write_course
from environment import ROOT, prepare
from output import MARK, begin

START = """RMSprop from scratch: the notebooks for you to work in.

You need Python 3.11 or later, from python.org or with your system's packages, 1 GB of
disk, and a network for the second line. In a terminal, in this folder:

    python3 -m venv env
    env/bin/pip install -r requirements.txt
    env/bin/jupyter lab 00_start_here.ipynb

On Windows:

    py -m venv env
    env\\Scripts\\pip install -r requirements.txt
    env\\Scripts\\jupyter lab 00_start_here.ipynb

The next time, the third line is enough. Where JupyterLab, VS Code or Colab runs
already, put {wheel} beside the notebooks and run in a cell

    %pip install {wheel}

Run the cells from the top. In an exercise, change the cell that stands there and run it
again: it tells you what it thinks of your answer. After the installation no network is
needed. LICENSE.txt and ATTRIBUTION.txt say what you may do with all this.
"""
ATTRIBUTION = """The notebooks and the package are under the MIT licence: LICENSE.txt.

The data that they can read are not part of this folder. Whoever shows them, in a figure
or a quotation, names their source and licence:

{data}
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


def build_wheel(folder):
    """Build the wheel of rmsprop_lib, without a network; return its path in `folder`.

    The same sources make the same bytes. Nothing is written to the project's folder,
    which may be read-only.
    """
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    command += ["wheel", "-q", "--no-deps", "--no-build-isolation", "-w", str(folder)]
    with tempfile.TemporaryDirectory() as copied:
        for name in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copyfile(ROOT / name, Path(copied, name))
        ours = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / "rmsprop_lib", Path(copied, "rmsprop_lib"), ignore=ours)
        done = subprocess.run(
            [*command, copied],
            env={**os.environ, "SOURCE_DATE_EPOCH": "1577836800"},  # as in the zip
            capture_output=True,
            encoding="utf-8",
            errors="replace",
        )
    if done.returncode:
        sys.exit(f"handouts: the wheel could not be built: {done.stderr[-2000:]}")
    return next(Path(folder).glob("rmsprop_lib-*.whl"))


def attributions():
    """Return a line for each data set, from the table of README.md."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme.split("| set | what | source and licence |\n|---|---|---|\n")[1]
    rows = (row.strip("| ").split(" | ") for row in table.split("\n\n")[0].split("\n"))
    return "\n".join(f"- {name}, {what}: {source}" for name, what, source in rows)


def write_companions(folder):
    """Write what somebody needs who has only this folder."""
    wheel = build_wheel(folder).name
    texts = {
        "START.txt": START.format(wheel=wheel),
        "requirements.txt": f"./{wheel}\n",
        "ATTRIBUTION.txt": ATTRIBUTION.format(data=attributions()),
        "LICENSE.txt": (ROOT / "LICENSE").read_text(encoding="utf-8"),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")


def write_zip(folder):
    """Pack what is in `folder`; the same input, the same bytes."""
    files = [file for file in sorted(folder.iterdir()) if file.name != MARK]
    with zipfile.ZipFile(folder / "rmsprop-handouts.zip", "w") as archive:
        for file in files:
            name = f"rmsprop-handouts/{file.name}"
            info = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
            info.external_attr = 0o644 << 16
            archive.writestr(info, file.read_bytes(), zipfile.ZIP_DEFLATED)


def main(arguments=None):
    prepare()
    parser = argparse.ArgumentParser(description="Write handouts, or solutions.")
    parser.add_argument(
        "--notebooks", default=ROOT / "notebooks", help="folder to read"
    )
    parser.add_argument("--output", help="folder to write (build/…)")
    parser.add_argument("--solutions", action="store_true", help="the teacher's copies")
    parser.add_argument(
        "--format", choices=["nbgrader"], help="the exercises as an nbgrader course"
    )
    options = parser.parse_args(arguments)
    kind = "solutions" if options.solutions else options.format or "handouts"
    output = Path(options.output or ROOT / "build" / kind)
    files = sorted(Path(options.notebooks).glob("[0-9][0-9]_*.ipynb"))
    if not files:
        sys.exit(f"{kind}: no notebook in {options.notebooks}; give --notebooks FOLDER")
    notebooks = {file.name: nbformat.read(file, as_version=4) for file in files}
    for name, notebook in notebooks.items():
        check_tags(notebook, name)
        for number, line in leaks(notebook, handout(notebook)):
            sys.exit(
                f"handouts: nothing written: cell {number} of {name} without its "
                f"solutions still contains a solution's line {line!r}: reword one."
            )
    stop_if_in_use(output)
    begin(output)
    if kind == "nbgrader":
        write_course(notebooks, output, build_wheel(output))
    else:
        change = teachers_copy if kind == "solutions" else handout
        for name, notebook in notebooks.items():
            nbformat.write(change(notebook), output / name)
    if kind == "handouts":
        write_companions(output)
        write_zip(output)
    print(f"{kind}: {len(files)} notebooks in {output}")


if __name__ == "__main__":
    main()
