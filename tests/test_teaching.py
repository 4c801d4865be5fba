"""The teaching guide says of every notebook and exercise what is so."""

import re
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parent.parent
GUIDE = (ROOT / "docs" / "teaching.md").read_text(encoding="utf-8")
NOTEBOOKS = {path.name: path for path in sorted((ROOT / "notebooks").glob("*.ipynb"))}
LINK = r"\]\(<?\.\./notebooks/(\d\d_\w+\.ipynb)"


def markdown(path):
    cells = nbformat.read(path, as_version=4).cells
    return [cell.source for cell in cells if cell.cell_type == "markdown"]


def exercises(path):
    """Return {number: heading} of a notebook's exercises."""
    text = "\n".join(markdown(path))
    found = re.findall(r"^### (Exercise (\d+) .*?)\s*$", text, re.M)
    return {number: heading for heading, number in found}


def needed(header):
    """Return the numbers of the notebooks that a header's "You need" names."""
    line = re.search(r"^\*\*You need\*\* (.*?)\n\n", header, re.M | re.S)[1]
    spans = r"\[(\d\d)\]\([^)]*\) to \[(\d\d)\]"
    numbers = set(re.findall(r"\[(\d\d)\]", line))
    for first, last in re.findall(spans, line):
        numbers |= {f"{n:02}" for n in range(int(first), int(last) + 1)}
    return sorted(numbers)


@pytest.mark.parametrize("name", NOTEBOOKS, ids=lambda name: name[:2])
def test_the_table_says_what_the_notebook_says(name):
    """If this fails, correct the row: it prints what the head of the notebook says."""
    header = markdown(NOTEBOOKS[name])[0]
    minutes = re.search(r"(\d+ minutes) to read", header)[1]
    do = re.search(r"(\d+) for the exercises", header)[1] + " minutes"
    run = re.search(r"to read, .*?(\d+ (?:seconds|minutes)) to run", header)[1]
    row = re.search(rf"^\| \[\d\d{LINK}\) \|(.*)\|$".replace(r"(\d\d_\w+\.ipynb)",
                    re.escape(name)), GUIDE, re.M)  # fmt: skip
    expected = [minutes, do, run, str(len(exercises(NOTEBOOKS[name])))]
    assert row, f"no row for {name}: {needed(header)} {expected}"
    cells = [cell.strip() for cell in row[1].split("|")]
    assert cells[2:] == expected
    named = re.findall(r"\d\d", cells[0])
    assert named == needed(header), name


def test_every_lesson_has_90_minutes():
    lessons = re.findall(
        r"^### (.*)\n\n\| minutes \| what \|\n\|---\|---\|\n((?:\|.*\n)+)", GUIDE, re.M
    )
    assert len(lessons) == 8 + 4
    for title, rows in lessons:
        assert sum(map(int, re.findall(r"^\| (\d+) \|", rows, re.M))) == 90, title


def test_every_exercise_of_a_lesson_exists():
    named = re.findall(r"\b(\d\d) exercise (\d+)", GUIDE)
    assert len(named) > 50
    found = {name[:2]: exercises(path) for name, path in NOTEBOOKS.items()}
    for number, exercise in named:
        assert exercise in found[number], f"{number} exercise {exercise}"


def test_every_misconception_leads_to_an_exercise():
    table = GUIDE.split("## Misconceptions")[1].split("\n## ")[0]
    rows = re.findall(rf"^\| .* \[(\d\d), exercise (\d+){LINK}#(.*?)>\)", table, re.M)
    for number, exercise, name, anchor in rows:
        heading = exercises(NOTEBOOKS[name])[exercise]
        assert name[:2] == number and anchor == heading.replace(" ", "-"), heading
    assert table.count("\n| ") - 1 == len(rows) >= 30
    assert {number for number, *_ in rows} == {name[:2] for name in NOTEBOOKS}


def test_a_question_for_every_notebook():
    asked = re.findall(r"^- \*\*(\d\d)\*\* (.*)", GUIDE, re.M)
    assert [number for number, _ in asked] == [name[:2] for name in NOTEBOOKS]


def test_the_commands_that_it_names_exist():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"make ([a-z-]+)", GUIDE))
    assert {"bundle", "handouts", "slides", "solutions"} <= named
    for target in named:
        assert re.search(rf"^{target}:", makefile, re.M), target
