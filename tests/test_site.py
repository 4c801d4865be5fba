"""The site's Pyodide holds what the package needs; the copies bring it; what is said.

The handouts themselves are executed as in a browser by test_handouts.py.
"""

import importlib.util
import json
import tomllib
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from rmsprop_lib.datasets import FetchError, download, fetch, sources

ROOT = Path(__file__).resolve().parent.parent
PYODIDE = json.loads((ROOT / "tests/pyodide/versions.json").read_text("utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

spec = importlib.util.spec_from_file_location("lite", ROOT / "tools/lite.py")
lite = importlib.util.module_from_spec(spec)
spec.loader.exec_module(lite)


def test_pyodide_has_each_dependency_in_its_range_or_it_is_marked():
    assert PYODIDE["python"] in SpecifierSet(PROJECT["requires-python"])
    wanted = lite.in_the_browser(PROJECT["dependencies"])
    assert "numpy" in {requirement.name for requirement in wanted}
    for requirement in wanted:
        version = PYODIDE["packages"].get(requirement.name)
        assert version in requirement.specifier, f"{requirement}: Pyodide has {version}"


def test_what_is_marked_is_what_pyodide_has_not():
    """A marker that is not needed (any more) would hide a dependency."""
    wanted = {str(r) for r in lite.in_the_browser(PROJECT["dependencies"])}
    for text in PROJECT["dependencies"]:
        if str(Requirement(text)) not in wanted:
            assert Requirement(text).name not in PYODIDE["packages"]


def test_the_guide_names_the_pyodide_that_the_tests_use():
    package = json.loads((ROOT / "tests/pyodide/package.json").read_text("utf-8"))
    lock = json.loads((ROOT / "tests/pyodide/package-lock.json").read_text("utf-8"))
    locked = lock["packages"]["node_modules/pyodide"]["version"]
    assert package["dependencies"] == {"pyodide": locked}
    guide = (ROOT / "docs" / "teaching.md").read_text(encoding="utf-8")
    assert guide.count(f"Pyodide {locked}") == 2


def test_a_copy_says_where_it_runs_and_brings_its_package_first():
    notebook = new_notebook(cells=[new_markdown_cell("# T"), new_code_cell("x = 1")])
    title, note, install, code = lite.for_the_browser(notebook).cells
    nbformat.validate(notebook)
    assert (title.source, code.source) == ("# T", "x = 1")
    assert "browser" in note.source and note.cell_type == "markdown"
    assert install.source.endswith("\n%pip install -q rmsprop_lib")


NAMES = ("micropip", "ipython", "numpy", "matplotlib", "contourpy")


def distribution(folder, python="3.14.2", leave_out=()):
    """Write what `check_pyodide` looks at: a lock, and files of its packages."""
    packages = {name: {"file_name": f"{name}-1.whl", "depends": []} for name in NAMES}
    packages["matplotlib"]["depends"] = ["contourpy"]
    lock = {"info": {"python": python}, "packages": packages}
    folder.mkdir()
    (folder / "pyodide-lock.json").write_text(json.dumps(lock))
    for name in ("pyodide.mjs", *(f"{name}-1.whl" for name in NAMES)):
        if name not in leave_out:
            (folder / name).touch()
    return folder


@pytest.fixture
def kernel(monkeypatch):
    monkeypatch.setattr(lite, "run", lambda *_: "314.0.6 3.14\n")


def test_a_whole_distribution_is_taken_without_a_word(tmp_path, kernel, capsys):
    lite.check_pyodide(distribution(tmp_path / "whole"))
    assert capsys.readouterr().out == ""


def test_what_a_distribution_lacks_is_named(tmp_path, kernel, capsys):
    lacking = ("contourpy-1.whl", "pyodide.mjs")
    lite.check_pyodide(distribution(tmp_path / "core", leave_out=lacking))
    said = capsys.readouterr().out
    assert "lacks contourpy-1.whl, pyodide.mjs: without" in said
    assert "expected the unpacked distribution of Pyodide 314.0.6" in said


def test_another_folder_or_another_pyodide_is_refused(tmp_path, kernel):
    with pytest.raises(SystemExit, match="PYODIDE: .* has no pyodide-lock.json; expe"):
        lite.check_pyodide(tmp_path)
    old = distribution(tmp_path / "old", python="3.12.7")
    with pytest.raises(SystemExit, match="is for Python 3.12.7; expected .* 314.0.6"):
        lite.check_pyodide(old)


def test_a_browser_fetches_nothing_and_says_why(tmp_path, monkeypatch):
    monkeypatch.setattr(download.sys, "platform", "emscripten")
    with pytest.raises(FetchError, match="a browser's Python cannot fetch the data"):
        fetch(tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert "in an installed Python" in sources.advice()
