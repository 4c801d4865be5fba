"""What can be imported from the top, and what that costs."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import yaml

import rmsprop_lib

ROOT = Path(__file__).resolve().parent.parent

HEAVY = ("matplotlib", "sklearn", "requests", "scipy", "IPython", "joblib", "numba")


def fresh(code):
    """Return what a new Python prints."""
    command = [sys.executable, "-c", code]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_every_name_of_the_top_is_there_and_in_the_docstring():
    for name in rmsprop_lib.__all__:
        assert getattr(rmsprop_lib, name).__name__ == name
        assert name in rmsprop_lib.__doc__ and name in dir(rmsprop_lib)
    assert not hasattr(rmsprop_lib, "rmsprop")


def test_the_import_brings_nothing_heavy_and_names_come_when_they_are_used():
    code = f"""
import sys, rmsprop_lib
print(*(name for name in {HEAVY} if name in sys.modules))
from rmsprop_lib import RMSprop, MLP, train, minimize
print(*(name for name in {HEAVY} if name in sys.modules))
import rmsprop_lib.datasets  # as each command does that brings or names the data
print("sklearn" in sys.modules)
"""
    assert fresh(code) == "\n\nFalse\n"


def test_nothing_is_lost_to_a_console_that_knows_few_signs(tmp_path):
    for name in ("neg/0", "neg/1", "pos/0", "pos/1"):
        path = tmp_path / "練習" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("a film")
    code = """
from rmsprop_lib import claim, load_images, sweep
from rmsprop_lib.datasets import load_review_folder
from rmsprop_lib.exercises.checks import tell
claim("θ falls", True)
tell("a", "right", "η")
tell("a", "wrong", "η")
load_images()
load_review_folder("練習")
print(sweep(lambda ρ, seed: 1 / ρ, {"ρ": [0, 2]}, [0], progress=False).values)
"""
    script = tmp_path / "script.py"
    script.write_text(code, encoding="utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": "ascii:strict"}
    command = [sys.executable, str(script)]
    result = subprocess.run(
        command, cwd=tmp_path, env=environment, check=True, capture_output=True
    )
    lines = result.stdout.decode("ascii").splitlines()
    assert lines[:3] == ["? ? falls", "? right: ?", "? ?"] and "8?8 digits" in lines[3]
    assert lines[4].startswith("Data: the folder '??', 2 + 2 reviews")
    assert lines[5].startswith("failed: {'?': 0}") and lines[6:] == ["[[None], [0.5]]"]


# ---- what the project says of itself -------------------------------------------------


def read_yaml(name):
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def test_the_citation_says_what_the_package_says():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project, cited = tomllib.loads(text)["project"], read_yaml("CITATION.cff")
    required = {"cff-version", "message", "title", "authors"}
    assert required <= set(cited) and cited["cff-version"] == "1.2.0"
    for name in ("version", "license", "keywords"):
        assert cited[name] == project[name], name
    assert cited["authors"] == project["authors"]
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert all(author["name"] in licence for author in project["authors"])
    address = project.get("urls", {}).get("Repository")
    assert cited.get("repository-code") == address


def test_the_published_pages_lead_to_what_is_published():
    """Each link of docs/pages.html is in what the workflow builds and copies."""
    build = read_yaml(".github/workflows/pages.yml")["jobs"]["build"]
    commands = " ".join(step.get("run", "") for step in build["steps"]).split()
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    page = (ROOT / "docs/pages.html").read_text(encoding="utf-8")
    folders = [link.split("/")[0] for link in re.findall(r'href="([^"]+)"', page)]
    assert sorted(folders) == ["book", "handouts", "lab", "slides"]
    for folder in folders:
        target = "site" if folder == "lab" else folder
        assert target in commands and f"build/{target}" in commands
        assert re.search(rf"^{target}: ", makefile, re.M), f"make {target}"


def test_the_changelog_names_every_exercise_that_is_there():
    """Teachers must know: an exercise that is new or renamed has to stand there."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = text.split("\n## ")[1]
    rows = re.findall(r"^\| (\d\d) \| (.*?) \| (.*?) \| .*? \|$", newest, re.M)
    said = {number: stayed + new for number, stayed, new in rows}
    there = {}
    for file in sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb")):
        found = re.findall(
            r"#+ Exercise (\d) — (.*?)(?:\\n)?\"", file.read_text("utf-8")
        )
        there[file.name[:2]] = [f"{number} *{name}*" for number, name in found]
    assert all(there.values()) and list(said) == list(there)
    for number, exercises in there.items():
        names = [name for name in exercises if name not in said[number]]
        assert not names, f"{number}: {names}"
        assert said[number].count(" *") == len(exercises), number


def test_notebook_00_names_the_wheel_of_this_version():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    version = project["project"]["version"]
    said = (ROOT / "notebooks" / "00_start_here.ipynb").read_text(encoding="utf-8")
    assert f"%pip install rmsprop_lib-{version}-py3-none-any.whl" in said
