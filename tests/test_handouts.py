"""Handouts give nothing away and run as they are; the teacher's copies show all."""

import ast
import importlib
import importlib.util
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
EXECUTED = ("03",)  # by `make test`; `make test-handouts` executes all

spec = importlib.util.spec_from_file_location("handouts", ROOT / "tools/handouts.py")
handouts = importlib.util.module_from_spec(spec)
spec.loader.exec_module(handouts)


def tags(cell):
    return cell.metadata.get("tags", [])


def crafted(folder, prose="Write one line.", hidden=None):
    """Write a notebook with one exercise; every secret contains the word `secret`."""
    stub = "def my(x):\n    return x\n\n\ncheck(my)"
    if hidden is None:
        hidden = {
            "tags": ["solution", "hide-cell"],
            "jupyter": {"source_hidden": True},
        }
    exercise = new_code_cell(stub, metadata={"tags": ["exercise"]})
    exercise.outputs = [new_output("stream", text="✗ nothing yet\n")]
    solution = new_code_cell(stub.replace("return x", "return x * secret_factor"))
    solution.update(id="secret-id", execution_count=2, metadata=hidden)
    solution.outputs = [new_output("stream", text="✔ secret output\n")]
    folded = {"tags": ["hide-input"], "jupyter": {"source_hidden": True}}
    drawing = new_code_cell("show(fig)", metadata=folded)
    text = new_markdown_cell(f"# Craft\n\n### Exercise 1 — craft\n\n{prose}")
    folder.mkdir()
    notebook = new_notebook(cells=[text, drawing, exercise, solution])
    nbformat.write(notebook, folder / "97_x.ipynb")
    return folder


def test_a_handout_keeps_the_stub_and_nothing_of_the_solution(tmp_path, monkeypatch):
    empty = tmp_path / "empty.whl"  # that of `written` is a real one
    empty.touch()
    monkeypatch.setattr(handouts, "build_wheel", lambda folder: empty)
    folder, output = crafted(tmp_path / "in"), tmp_path / "out"
    handouts.main(["--notebooks", str(folder), "--output", str(output)])
    text = (output / "97_x.ipynb").read_text(encoding="utf-8")
    assert "secret" not in text and "nothing yet" not in text
    assert "return x\\n" in text and "check(my)" in text
    drawing = nbformat.reads(text, 4).cells[1].metadata
    assert drawing == {"tags": ["hide-input"], "jupyter": {"source_hidden": True}}


@pytest.mark.parametrize("form", ["Write `{}`.", "```python\n    {}\n```"])
def test_a_solution_told_in_the_prose_stops_the_handouts(tmp_path, form):
    line = "return x * secret_factor"
    folder = crafted(tmp_path / "in", form.format(line))
    with pytest.raises(SystemExit, match=f"97_x.*{re.escape(line)}"):
        handouts.main(["--notebooks", str(folder), "--output", str(tmp_path / "out")])
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("tool", ["handouts", "slides"])
def test_a_notebook_whose_tags_an_editor_lost_stops_them(tmp_path, tool):
    folder = crafted(tmp_path / "in", hidden={})
    main = importlib.import_module(tool).main
    with pytest.raises(SystemExit, match="97_x.ipynb: nothing written.* 0 tagged solu"):
        main(["--notebooks", str(folder), "--output", str(tmp_path / "out")])
    notebook = nbformat.read(folder / "97_x.ipynb", 4)
    notebook.cells[2].metadata = {}  # the exercise's as well: no tag is left
    nbformat.write(notebook, folder / "97_x.ipynb")
    with pytest.raises(SystemExit, match="1 headings of exercises, 0 cells"):
        main(["--notebooks", str(folder), "--output", str(tmp_path / "out")])
    assert not (tmp_path / "out").exists()


def test_the_teachers_copy_shows_the_solution_and_its_output(tmp_path):
    folder, output = crafted(tmp_path / "in"), tmp_path / "out"
    before = (folder / "97_x.ipynb").read_bytes()
    handouts.main(["--solutions", "--notebooks", str(folder), "--output", str(output)])
    solution = nbformat.read(output / "97_x.ipynb", 4).cells[-1]
    assert "secret_factor" in solution.source and solution.outputs
    assert solution.metadata == {"tags": ["solution"]}
    assert (folder / "97_x.ipynb").read_bytes() == before


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Write the handouts of all notebooks as `make handouts` does."""
    output = tmp_path_factory.mktemp("handouts") / "handouts"
    handouts.main(["--notebooks", str(ROOT / "notebooks"), "--output", str(output)])
    return output


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)
def test_no_solution_survives(file, written):
    notebook = nbformat.read(file, 4)
    raw = (written / file.name).read_text(encoding="utf-8")
    student = nbformat.reads(raw, 4)
    assert [c.source for c in student.cells if "exercise" in tags(c)] == [
        c.source for c in notebook.cells if "exercise" in tags(c)
    ]
    given = {
        line.strip()
        for cell in notebook.cells
        if cell.cell_type == "code" and "solution" not in tags(cell)
        for line in cell.source.splitlines()
    }
    text = "\n".join(cell.source for cell in student.cells)
    for cell in student.cells:
        assert "solution" not in tags(cell)
        assert not cell.get("outputs")
    for cell in notebook.cells:
        if "solution" not in tags(cell):
            continue
        assert f'"{cell.id}"' not in raw
        for line in cell.source.splitlines():
            line = line.strip()
            if line and line not in given:
                assert line not in {each.strip() for each in text.splitlines()}
                assert len(line) < 12 or line not in text


def names(source, context):
    """Return the names that a cell binds (ast.Store) or needs (ast.Load)."""
    code = re.sub(r"^\s*[%!].*$", "", source, flags=re.M)
    found = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, context):
            found.add(node.id)
        elif context is ast.Store and isinstance(
            node, ast.FunctionDef | ast.ClassDef | ast.alias
        ):
            found.add(getattr(node, "asname", None) or node.name)
    return found


def with_fallback(source):
    """Return the names that a cell needs only where `… if … else ours` guards them."""
    tree = ast.parse(re.sub(r"^\s*[%!].*$", "", source, flags=re.M))
    guards = [node for node in ast.walk(tree) if isinstance(node, ast.IfExp)]
    loads = [
        [n.id for n in ast.walk(part) if isinstance(n, ast.Name)]
        for guard in guards
        for part in (guard.test, guard.body)
    ]
    guarded = sum(loads, [])
    needed = [
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    ]
    return {name for name in guarded if needed.count(name) <= guarded.count(name)}


@pytest.mark.parametrize(
    "source, guarded",
    [
        ("step = mine if right(mine) else ours", {"mine", "right"}),
        ("step = ours if wrong else mine", {"ours", "wrong"}),
        ("step = mine if right else ours\nmine(1)", {"right"}),
        ("step = mine(1)", set()),
    ],
)
def test_what_a_fallback_guards(source, guarded):
    assert with_fallback(source) == guarded


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)
def test_no_later_cell_needs_the_readers_names(file):
    """A cell that uses what a reader writes has the library's to fall back on."""
    readers, ours = set(), set()
    for number, cell in enumerate(nbformat.read(file, 4).cells):
        if cell.cell_type != "code":
            continue
        bound, needed = names(cell.source, ast.Store), names(cell.source, ast.Load)
        if "solution" not in tags(cell):
            wanted = (needed - bound - with_fallback(cell.source)) & (readers - ours)
            assert not wanted, f"cell {number} needs {wanted}, which an exercise binds"
        if {"exercise", "solution"} & set(tags(cell)):
            readers |= bound
            ours -= bound
        else:
            ours |= bound


def test_the_zip_holds_all_that_somebody_needs_who_has_nothing_else(written):
    archive = zipfile.ZipFile(written / "rmsprop-handouts.zip")
    texts = {Path(name).name: archive.read(name) for name in archive.namelist()}
    beside = [f for f in written.iterdir() if f.suffix != ".zip" and f.name[0] != "."]
    assert texts == {file.name: file.read_bytes() for file in beside}
    assert {f.name for f in NOTEBOOKS} <= set(texts)
    assert texts["LICENSE.txt"] == (ROOT / "LICENSE").read_bytes()
    given = texts["ATTRIBUTION.txt"].decode()
    for source in ("CC BY-SA 3.0", "Pang, L. Lee (2004)", "Pang, L. Lee (2005)", "UCI"):
        assert source in given
    assert given.count("\n- ") == 5


def test_the_three_lines_start_what_is_there(written):
    """Every file that START.txt, requirements.txt and ATTRIBUTION.txt name is there."""
    named = []
    for name in ("START.txt", "requirements.txt", "ATTRIBUTION.txt"):
        text = (written / name).read_text(encoding="utf-8")
        named += re.findall(r"[\w.-]+\.(?:txt|whl|ipynb|md)\b", text)
    assert set(named) >= {"00_start_here.ipynb", "requirements.txt", "LICENSE.txt"}
    assert any(name.endswith(".whl") for name in named)
    for name in named:
        assert (written / name).is_file(), name


# What stands in the project's folder alone, or is a command of its Makefile.
ELSEWHERE = r"`make [a-z-]+|\bREADME\b|CONTRIBUTING|(?<![/.])\bdocs/|"
ELSEWHERE += r"(?<!project's )(?<!project's `)benchmarks/"


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)
def test_a_handout_names_nothing_that_is_not_there(file, written):
    """No command of the project's, no file outside; what links lead to is there."""
    student = nbformat.read(written / file.name, 4)
    for number, cell in enumerate(student.cells):
        found = re.search(ELSEWHERE, cell.source)
        assert not found, f"cell {number}: {found}"
        links = re.findall(r"\]\(([^)#:]+)[)#]", cell.source)
        for link in links if cell.cell_type == "markdown" else ():
            assert (written / link).is_file(), f"cell {number}: {link}"
        for wheel in re.findall(r"[\w.-]+\.whl", cell.source):
            assert (written / wheel).is_file(), f"cell {number}: {wheel}"
    first = next(cell for cell in student.cells if cell.cell_type == "code")
    assert re.search(r"^# Not found\? See.*\n.*\brmsprop_lib\b", first.source, re.M)


def test_the_wheel_is_the_same_from_the_same_sources(written, tmp_path):
    again = handouts.build_wheel(tmp_path)
    assert again.read_bytes() == (written / again.name).read_bytes()
    names = zipfile.ZipFile(again).namelist()
    ours = (ROOT / "rmsprop_lib").rglob("*.py")
    assert {f.relative_to(ROOT).as_posix() for f in ours} <= set(names)
    assert "rmsprop_lib/rmsprop.mplstyle" in names


@pytest.fixture(scope="module")
def unpacked(written, tmp_path_factory):
    """Unpack the zip, and the wheel in it, away from the project."""
    folder = tmp_path_factory.mktemp("student")
    zipfile.ZipFile(written / "rmsprop-handouts.zip").extractall(folder)
    wheel = next((folder / "rmsprop-handouts").glob("*.whl"))
    zipfile.ZipFile(wheel).extractall(folder / "site")
    return folder


EXECUTE = """
import in_a_browser, json, sys
in_a_browser.forbid()
import rmsprop_lib
from pathlib import Path
assert Path(rmsprop_lib.__file__).is_relative_to(sys.argv[1]), rmsprop_lib.__file__
in_a_browser.execute(json.loads(Path(sys.argv[2]).read_text("utf-8"))["cells"])
"""


@pytest.mark.parametrize(
    "file",
    [
        pytest.param(
            file,
            id=file.stem,
            marks=[] if file.name[:2] in EXECUTED else pytest.mark.all_handouts,
        )
        for file in NOTEBOOKS
    ],
)
def test_a_handout_runs_from_the_zip_with_the_wheel_alone(file, unpacked):
    """And without all that Python in a browser has not, such as threads."""
    path = os.pathsep.join([str(unpacked / "site"), str(ROOT / "tests" / "guard")])
    environment = {
        **os.environ,
        "PYTHONPATH": path,
        "RMSPROP_LIB_DATA": "embedded",
        "RMSPROP_LIB_PROGRESS": "1",
    }
    folder = unpacked / "rmsprop-handouts"
    done = subprocess.run(
        [sys.executable, "-c", EXECUTE, str(unpacked / "site"), file.name],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-3000:]
