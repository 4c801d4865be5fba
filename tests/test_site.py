"""The site's Pyodide holds what the package needs; the copies bring it; what is said.

The handouts themselves are executed as in a browser by test_handouts.py.
"""

import importlib.util
import json
import re
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


def served():
    """Return {name: version} of the pure packages that the site brings itself."""
    lines = (ROOT / "tools/lite-wheels.txt").read_text("utf-8").splitlines()
    return dict(line.split()[0].split("==") for line in lines)


def test_each_dependency_is_there_in_its_range_or_it_is_marked():
    assert PYODIDE["python"] in SpecifierSet(PROJECT["requires-python"])
    wanted = lite.in_the_browser(PROJECT["dependencies"])
    assert {"numpy", "tqdm"} <= {requirement.name for requirement in wanted}
    there = PYODIDE["packages"] | served()
    for requirement in wanted:
        version = there.get(requirement.name)
        assert version in requirement.specifier, f"{requirement}: there is {version}"


def test_what_is_marked_is_what_pyodide_has_not():
    """A marker that is not needed (any more) would hide a dependency."""
    wanted = {str(r) for r in lite.in_the_browser(PROJECT["dependencies"])}
    for text in PROJECT["dependencies"]:
        if str(Requirement(text)) not in wanted:
            assert Requirement(text).name not in PYODIDE["packages"]


def test_site_tests_and_guide_mean_the_same_pyodide():
    package = json.loads((ROOT / "tests/pyodide/package.json").read_text("utf-8"))
    lock = json.loads((ROOT / "tests/pyodide/package-lock.json").read_text("utf-8"))
    locked = lock["packages"]["node_modules/pyodide"]["version"]
    assert package["dependencies"] == {"pyodide": locked}
    assert lite.PYODIDE == locked
    guide = (ROOT / "docs" / "teaching.md").read_text(encoding="utf-8")
    assert f"Pyodide {locked}" in guide
    assert not set(re.findall(r"Pyodide (\d[\d.]*\d)", guide)) - {locked}


def test_a_copy_says_where_it_runs_and_brings_its_package_first():
    notebook = new_notebook(cells=[new_markdown_cell("# T"), new_code_cell("x = 1")])
    title, note, install, code = lite.for_the_browser(notebook).cells
    nbformat.validate(notebook)
    assert (title.source, code.source) == ("# T", "x = 1")
    assert "browser" in note.source and note.cell_type == "markdown"
    assert install.source.endswith("\n%pip install -q rmsprop_lib")


INFO = {"python": "3.12.7", "version": lite.PYODIDE}
NAMES = ("micropip", "ipython", "numpy", "matplotlib", "contourpy")


def distribution(folder, info=INFO, leave_out=()):
    """Write what `check_pyodide` looks at: a lock, and files of its packages."""
    packages = {
        name: {"file_name": f"{name}-1.whl", "depends": []}
        for name in (*NAMES, "pandas", "requests")
    }
    packages["matplotlib"]["depends"] = ["contourpy"]
    lock = {"info": info, "packages": packages}
    folder.mkdir()
    (folder / lite.LOCK).write_text(json.dumps(lock))
    for name in (*lite.CORE, *(f"{name}-1.whl" for name in NAMES)):
        if name not in leave_out:
            (folder / name).touch()
    return folder


def test_a_distribution_is_taken_without_what_nobody_needs(tmp_path):
    """Neither pandas, which is not ours, nor requests, which the site brings itself."""
    lite.check_pyodide(distribution(tmp_path / "whole"))


def test_what_a_distribution_lacks_is_named(tmp_path):
    lacking = ("contourpy-1.whl", "pyodide.asm.wasm")
    core = distribution(tmp_path / "core", leave_out=lacking)
    said = "lacks contourpy-1.whl, pyodide.asm.wasm; expected .* Pyodide 0.27.7"
    with pytest.raises(SystemExit, match=said):
        lite.check_pyodide(core)


def test_another_folder_or_another_pyodide_is_refused(tmp_path):
    with pytest.raises(SystemExit, match="PYODIDE: .* has no pyodide-lock.json; expe"):
        lite.check_pyodide(tmp_path)
    other = distribution(tmp_path / "other", {**INFO, "version": "0.28.0"})
    with pytest.raises(SystemExit, match="other is 0.28.0; expected .* 0.27.7"):
        lite.check_pyodide(other)
    newer = distribution(tmp_path / "newer", {"python": "3.14.2"})
    with pytest.raises(SystemExit, match="newer is for Python 3.14.2; expected .*"):
        lite.check_pyodide(newer)


def test_a_browser_fetches_nothing_and_says_why(tmp_path, monkeypatch):
    monkeypatch.setattr(download.sys, "platform", "emscripten")
    with pytest.raises(FetchError, match="a browser's Python cannot fetch the data"):
        fetch(tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert "in an installed Python" in sources.advice()
