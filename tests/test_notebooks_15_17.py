"""Notebooks 15 and 17: recorded numbers, links, tables and words are as it is said."""

import ast
import json
import pathlib
import re

import pytest

ROOT = pathlib.Path(__file__).parents[1]
PATHS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def cells(path):
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def source(cell):
    return "".join(cell["source"])


def prose(path):
    return "\n\n".join(source(c) for c in cells(path) if c["cell_type"] == "markdown")


PROSE = {path.name[:2]: prose(path) for path in PATHS}
PORTS = ROOT / "notebooks/15_frameworks_and_further.ipynb"


def test_the_recorded_numbers_are_those_of_the_recordings():
    cell = next(source(c) for c in cells(PORTS) if "RECORDED = {" in source(c))
    values = {}
    for node in ast.parse(cell).body:
        if isinstance(node, ast.Assign) and node.targets[0].id.isupper():
            values[node.targets[0].id] = ast.literal_eval(node.value)
    golden = ROOT / "tests/golden"
    inputs = json.loads((golden / "inputs.json").read_text())
    assert values["START"] == inputs["start"]["scalar"]
    assert values["GRADIENTS"] == inputs["gradients"]["scalar"][:4]
    assert inputs["rates"][:4] == [2.0**-6] * 4
    versions, runs = [], 0
    for name, points in values["RECORDED"].items():
        recorded = json.loads((golden / f"{name}.json").read_text())
        assert points == recorded["runs"]["defaults"]["points"]["scalar"][1:5]
        versions.append(next(iter(recorded["versions"].values())).split("+")[0])
        others = ("SGD", "Ada")
        runs += sum(not run.startswith(others) for run in recorded["runs"])
    assert all(version in PROSE["15"] for version in versions), versions
    assert f"compare {runs} recorded runs of RMSprop" in " ".join(PROSE["15"].split())


@pytest.mark.parametrize("number, least", [("15", 8), ("17", 15)])
def test_links_to_the_world_are_of_the_right_form(number, least):
    text = PROSE[number]
    links = re.findall(r"\]\((https?:[^)\s]+)\)", text)
    assert len(links) >= least and len(set(links)) == len(links)
    forms = [
        r"https://arxiv\.org/abs/\d{4}\.\d{4,5}",
        r"https://github\.com/[\w-]+/[\w-]+/issues/\d+",
        r"https://openreview\.net/forum\?id=\w+",
        r"https://jmlr\.org/papers/v\d+/\w+\.html",
        r"https://www\.cs\.toronto\.edu/~tijmen/csc321/slides/lecture_slides_lec6\.pdf",
    ]
    for link in links:
        assert any(re.fullmatch(form, link) for form in forms), link
    for said, there in re.findall(r"\[([\d.]+)\]\(https://arxiv.org/abs/(.+?)\)", text):
        assert said == there
    for said, there in re.findall(r"\[#(\d+)\]\(https:\S+/issues/(\d+)\)", text):
        assert said == there


def test_the_table_of_errors_is_whole_and_leads_to_the_box_of_each():
    rows = dict(re.findall(r"^\| (\d+) \| .+? \| (.+?) \|$", PROSE["17"], re.M))
    assert list(map(int, rows)) == list(range(14))
    for number, where in rows.items():
        for label, file in re.findall(r"\[(\d\d), [^]]+\]\((\d\d)_", where):
            assert label == file
        named = re.findall(r"\]\((\d\d)_\w+\.ipynb", where) or ["17"]
        boxes = [
            re.findall(r"^> \*\*Article check \(errors? ([\d, and]+)", PROSE[n], re.M)
            for n in named
        ]
        found = re.findall(r"\d+", " ".join(sum(boxes, [])))
        assert number == "0" or number in found, (number, named)


WORDS = re.findall(
    r"^\| (\S.+?) \| .+ \| \[(\d\d)\]\((\d\d)_\w+\.ipynb\) \|$", PROSE["17"], re.M
)


@pytest.mark.parametrize("word, number, file", WORDS)
def test_a_word_of_the_glossary_occurs_first_where_it_is_said_to(word, number, file):
    """Notebook 00 is left out: it shows the letters and the map. If this fails, the
    row of the table in 17 names another notebook than the first with the word."""
    pattern = re.compile(rf"\b{re.escape(word.removesuffix('ing'))}", re.I)
    there = [n for n in sorted(PROSE) if pattern.search(" ".join(PROSE[n].split()))]
    there = [n for n in there if n != "00"]
    assert number == file == there[0], f"{word}: first in {there[0]}"


def test_the_glossary_is_in_order():
    words = [word.casefold() for word, *_ in WORDS]
    assert len(words) >= 20 and words == sorted(words)
