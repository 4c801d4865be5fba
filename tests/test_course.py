"""The exercises as an nbgrader course: its cells, and `make test-nbgrader` runs it."""

import csv
import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))


def load(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / f"tools/{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


course, handouts = load("course"), load("handouts")


def tagged(notebook, tag):
    return [c for c in notebook.cells if tag in c.metadata.get("tags", [])]


def graded(notebook):
    """Return {grade_id: cell}."""
    cells = (c for c in notebook.cells if "nbgrader" in c.metadata)
    return {cell.metadata.nbgrader.grade_id: cell for cell in cells}


def without_solution(source):
    """Return what nbgrader's ClearSolutions leaves, with our settings."""
    return re.sub(r"### BEGIN SOLUTION\n.*?\n### END SOLUTION", "", source, flags=re.S)


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)
def test_an_exercise_becomes_an_answer_and_a_check(file):
    notebook = nbformat.read(file, 4)
    source = course.for_nbgrader(notebook)
    nbformat.validate(source)
    cells = graded(source)
    stubs = [cell.source for cell in tagged(notebook, "exercise")]
    numbers = range(1, len(stubs) + 1)
    assert list(cells) == [f"{w}-{n}" for n in numbers for w in ("exercise", "check")]
    for number, stub in zip(numbers, stubs, strict=True):
        answer, check = cells[f"exercise-{number}"], cells[f"check-{number}"]
        above, _, called = stub.rstrip().rpartition("\n")
        assert without_solution(answer.source).rstrip() == above.rstrip()
        assert check.source.split("\n")[0] == called
        common = {"schema_version": 3, "task": False}
        assert answer.metadata.nbgrader == common | {
            "grade_id": f"exercise-{number}",
            **{"grade": False, "solution": True, "locked": False},
        }
        assert check.metadata.nbgrader == common | {
            "grade_id": f"check-{number}",
            **{"grade": True, "solution": False, "locked": True, "points": 1},
        }


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)
def test_the_class_gets_what_the_handout_says(file):
    """Without solutions, and with the checks at their places, it is the handout."""
    notebook = nbformat.read(file, 4)
    source = course.for_nbgrader(notebook)
    text = "\n".join(without_solution(cell.source) for cell in source.cells)
    for line in handouts.solution_lines(notebook):
        assert line not in {each.strip() for each in text.splitlines()}
    assert all(not cell.get("outputs") for cell in source.cells)
    theirs = handouts.handout(notebook)
    kept = [c for c in source.cells if "nbgrader" not in c.metadata]
    same = [c for c in theirs.cells if "exercise" not in c.metadata.get("tags", [])]
    assert [c.id for c in kept] == [c.id for c in same]
    for link in re.findall(r"\]\(([^)#]*\.ipynb)", text):
        target = re.fullmatch(r"\.\./(\d\d_\w+)/\1\.ipynb", link)
        assert target and (ROOT / "notebooks" / f"{target[1]}.ipynb").is_file(), link


@pytest.mark.parametrize("last", ["1 + 1", "check_x(2)", "print(x)"])
def test_an_exercise_of_another_shape_is_refused(last):
    exercise = new_code_cell(f"x = None\n\n{last}", id="abc")
    with pytest.raises(ValueError, match="cell abc ends with"):
        course.answer_and_check(exercise, new_code_cell("x = 2\n\ncheck_x(x)"))


def test_a_course_that_is_taught_is_not_emptied(tmp_path, monkeypatch):
    def build_wheel(folder):  # `make test-nbgrader` builds a real one
        (folder / "rmsprop_lib-0.whl").touch()
        return folder / "rmsprop_lib-0.whl"

    monkeypatch.setattr(handouts, "build_wheel", build_wheel)
    folder = tmp_path / "course"
    arguments = ["--format", "nbgrader", "--output", str(folder)]
    handouts.main(arguments)
    wheel = next(folder.glob("*.whl"))
    assert wheel.name in (folder / "README.txt").read_text(encoding="utf-8")
    handouts.main(arguments)  # once more does no harm
    (folder / "gradebook.db").touch()
    (folder / "submitted").mkdir()
    with pytest.raises(SystemExit, match="holds gradebook.db and submitted"):
        handouts.main(arguments)
    assert (folder / "gradebook.db").exists() and (folder / "source").exists()


# ---- `make test-nbgrader` ------------------------------------------------------------

HOME = ROOT / "build" / "nbgrader-env" / "bin"


class Course:
    """A course in `folder`, and nbgrader for it."""

    def __init__(self, folder):
        assert (HOME / "nbgrader").is_file(), "run `make test-nbgrader`"
        self.folder = folder / "course"
        handouts.main(["--format", "nbgrader", "--output", str(self.folder)])
        # nbgrader has an environment of its own; the kernel is that of the tests.
        kernel = folder / "jupyter" / "kernels" / "python3"
        kernel.mkdir(parents=True)
        command = [sys.executable, "-m", "ipykernel_launcher", "-f"]
        spec = {"argv": [*command, "{connection_file}"], "display_name": "Python 3"}
        (kernel / "kernel.json").write_text(json.dumps({**spec, "language": "python"}))
        self.environment = {
            **os.environ,
            "PATH": f"{HOME}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "HOME": str(folder),
            "JUPYTER_PATH": str(folder / "jupyter"),
        }

    def __call__(self, *arguments):
        done = subprocess.run(
            [HOME / "nbgrader", *arguments],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr[-3000:]

    def released(self, name):
        return nbformat.read(self.folder / f"release/{name}/{name}.ipynb", 4)

    def submit(self, name, student, answers, checks=None):
        """Hand in the released notebook with {number: answer}, {number: check}."""
        notebook = self.released(name)
        cells = graded(notebook)
        for kind, given in (("exercise", answers), ("check", checks or {})):
            for number, source in given.items():
                cells[f"{kind}-{number}"].source = source
        place = self.folder / "submitted" / student / name
        place.mkdir(parents=True)
        nbformat.write(notebook, place / f"{name}.ipynb")

    def points(self, name):
        """Return {student: (points, of how many)}."""
        self("export")
        with open(self.folder / "grades.csv", encoding="utf-8") as file:
            return {
                row["student_id"]: (float(row["score"]), float(row["max_score"]))
                for row in csv.DictReader(file)
                if row["assignment"] == name
            }

    def told(self, name, student):
        page = self.folder / "feedback" / student / name / f"{name}.html"
        return page.read_text(encoding="utf-8")


def right_answers(name):
    """Return {number: the solution's code before its check}."""
    notebook = nbformat.read(ROOT / f"notebooks/{name}.ipynb", 4)
    cells = zip(tagged(notebook, "exercise"), tagged(notebook, "solution"), strict=True)
    split = [course.answer_and_check(*both) for both in cells]
    return {number: part[1] for number, part in enumerate(split, start=1)}


@pytest.mark.nbgrader
def test_a_round_trip(tmp_path):
    """Generate, hand in, autograde, feedback: the points are the checks'."""
    nbgrader, name = Course(tmp_path), "03_one_update"
    nbgrader("generate_assignment", name)
    cells = graded(nbgrader.released(name))
    notebook = nbformat.read(ROOT / f"notebooks/{name}.ipynb", 4)
    for number, stub in enumerate(tagged(notebook, "exercise"), start=1):
        answer, check = cells[f"exercise-{number}"], cells[f"check-{number}"]
        called = check.source.splitlines()[0]
        assert answer.source.rstrip() == stub.source.removesuffix(called).rstrip()

    right = right_answers(name)
    in_the_root = right[2].replace("np.sqrt(v) + epsilon", "np.sqrt(v + epsilon)")
    assert in_the_root != right[2]
    for_ever = "def factors(c):\n    while True:\n        pass"
    cheated = {number: "print('all is well')" for number in (1, 2, 3)}
    nbgrader.submit(name, "right", right)
    nbgrader.submit(name, "wrong", {1: right[1], 2: in_the_root, 3: for_ever})
    nbgrader.submit(name, "untouched", {})
    nbgrader.submit(name, "cheat", {1: "theta_after_two ="}, cheated)
    nbgrader("autograde", name)
    nbgrader("generate_feedback", name)
    expected = {"right": (3, 3), "wrong": (1, 3), "untouched": (0, 3), "cheat": (0, 3)}
    assert nbgrader.points(name) == expected
    told = nbgrader.told(name, "wrong")
    assert "✗ Your ε is inside the root." in told
    assert "does a loop in it never end?" in told
    told = nbgrader.told(name, "untouched")
    assert "✗ no answer yet: put your number in place of None" in told


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return Course(tmp_path_factory.mktemp("whole"))


@pytest.mark.nbgrader
@pytest.mark.skipif("SOAK" not in os.environ, reason="minutes: make soak SOAK=nbgrader")
@pytest.mark.parametrize("name", [file.stem for file in NOTEBOOKS])
def test_every_solution_gets_its_point_and_no_stub_gets_any(whole, name):
    right = right_answers(name)
    whole("generate_assignment", name)
    whole.submit(name, "right", right)
    whole.submit(name, "untouched", {})
    whole("autograde", name)
    whole("generate_feedback", name)
    expected = {"right": (len(right),) * 2, "untouched": (0, len(right))}
    assert whole.points(name) == expected
