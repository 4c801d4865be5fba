"""The exercises as an nbgrader course: `make handouts FORMAT=nbgrader`.

Each exercise becomes two cells: the answer, and the check, which gives its point where
the project's own check finds the answer right. nbgrader itself is not needed to write
the course, only to run it.
"""

import ast
import copy
import re
import sys

import nbformat
from nbformat.v4 import new_code_cell

CONFIG = '''"""What nbgrader is told about this course."""

import os

c = get_config()  # noqa: F821
c.CourseDirectory.course_id = "rmsprop"
# A stub stands above each solution and stays when nbgrader takes the solution out.
c.ClearSolutions.code_stub = {"python": ""}
c.Execute.timeout = 900  # seconds for one cell; some train networks, on a busy machine

# For the kernels that grade: every machine reads the same data.
os.environ["RMSPROP_LIB_DATA"] = "embedded"
os.environ["RMSPROP_LIB_PROGRESS"] = "0"
os.environ["OPENBLAS_NUM_THREADS"] = "1"
'''
README = """RMSprop from scratch, as an nbgrader course.

Copy this folder to where your course shall live: what is written here is written anew,
and `source/` holds the solutions. nbgrader and the package, in one environment:

    python3 -m venv env
    . env/bin/activate              (on Windows: env\\Scripts\\activate)
    pip install nbgrader ./{wheel}

Then, in the copy, for notebook 03, say:

    nbgrader generate_assignment 03_one_update    # release/: for the class
    nbgrader autograde 03_one_update              # submitted/STUDENT/03_one_update/…
    nbgrader generate_feedback 03_one_update
    nbgrader export                               # grades.csv

Each exercise is worth one point: "points" in the metadata of its check. Whoever answers
needs the package in the same version. What a student writes is run on your machine, and
right answers stand in the package: grade for having worked, not as an examination.
"""
# What nbgrader writes; nobody wants to lose it.
THEIRS = ("autograded", "feedback", "gradebook.db", "release", "submitted")
CHECK = """{check}

from rmsprop_lib.exercises.checks import outcomes

assert outcomes[-1][1] == "right", "there is no point yet: the line above says why"
"""


def answer_and_check(exercise, solution):
    """Split an exercise: its stub, the solution of it, and the call of the check.

    The last statement of a stub calls its check, and the solution calls it, too; what a
    solution does after that is a discussion.

    Raises ValueError if the cells are not built like that.
    """
    *_, last = ast.parse(exercise.source).body
    check = ast.unparse(last)
    calls = (
        line.lineno
        for line in ast.parse(solution.source).body
        if ast.unparse(line) == check
    )
    first = next(calls, None)
    if not re.fullmatch(r"[\w.]*check_\w+\(\w+\)", check) or first is None:
        raise ValueError(
            f"cell {exercise.id} ends with {check!r}; expected a call of a check of "
            "one name, and the same call in its solution"
        )
    stub = exercise.source.splitlines()[: last.lineno - 1]
    solved = solution.source.splitlines()[: first - 1]
    return "\n".join(stub).rstrip(), "\n".join(solved).rstrip(), check


def for_nbgrader(notebook):
    """Return a copy of `notebook` as nbgrader's source: solutions between its marks."""
    copied = copy.deepcopy(notebook)
    copied.metadata.pop("widgets", None)
    cells, number = [], 0
    for cell in copied.cells:
        tags = cell.metadata.get("tags", [])
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        else:  # each assignment has a folder of its own
            link = r"\]\((\d\d_\w+)\.ipynb"
            cell.source = re.sub(link, r"](../\1/\1.ipynb", cell.source)
        if "solution" in tags:
            stub, solved, check = answer_and_check(cells.pop(), cell)
            number += 1
            cells += [_answer(number, stub, solved), _check(number, check)]
        else:
            cells.append(cell)
    copied.cells = cells
    return copied


def _answer(number, stub, solved):
    marked = f"{stub}\n### BEGIN SOLUTION\n{solved}\n### END SOLUTION"
    metadata = {"grade": False, "solution": True, "locked": False}
    return _cell(f"exercise-{number}", marked, metadata, "exercise")


def _check(number, check):
    metadata = {"grade": True, "solution": False, "locked": True, "points": 1}
    # With this tag, "Run All Cells" goes on behind an exercise that is not done.
    source = CHECK.format(check=check).rstrip()
    return _cell(f"check-{number}", source, metadata, "raises-exception")


def _cell(name, source, metadata, tag):
    nbgrader = {"schema_version": 3, "grade_id": name, "task": False, **metadata}
    return new_code_cell(
        source, id=name, metadata={"nbgrader": nbgrader, "tags": [tag]}
    )


def stop_if_in_use(folder):
    """Stop if a course is being taught in `folder`: it would be emptied."""
    found = [name for name in THEIRS if (folder / name).exists()]
    if found:
        sys.exit(
            f"handouts: nothing written: {folder} holds {' and '.join(found)}, which "
            "nbgrader wrote. Move the course to a folder of its own, or name another "
            "one with --output."
        )


def write_course(notebooks, folder, wheel):
    """Write the course of {file name: notebook} into `folder`."""
    for name, notebook in notebooks.items():
        assignment = folder / "source" / name.removesuffix(".ipynb")
        assignment.mkdir(parents=True)
        nbformat.write(for_nbgrader(notebook), assignment / name)
    (folder / "nbgrader_config.py").write_text(CONFIG, encoding="utf-8")
    (folder / "README.txt").write_text(
        README.format(wheel=wheel.name), encoding="utf-8"
    )
