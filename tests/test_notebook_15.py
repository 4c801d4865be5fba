"""Notebook 15: its recorded numbers, links and tables agree with their sources."""

import ast
import json
import pathlib
import re

ROOT = pathlib.Path(__file__).parents[1]
NOTEBOOK = ROOT / "notebooks/15_frameworks_and_further.ipynb"
CELLS = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]


def source(cell):
    return "".join(cell["source"])


PROSE = "\n\n".join(source(cell) for cell in CELLS if cell["cell_type"] == "markdown")


def test_the_recorded_numbers_are_those_of_the_recordings():
    cell = next(source(c) for c in CELLS if "RECORDED = {" in source(c))
    values = {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in ast.parse(cell).body
        if isinstance(node, ast.Assign)
    }
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
    assert all(version in PROSE for version in versions), versions
    assert f"compare {runs} recorded runs of RMSprop" in PROSE


def test_links_to_the_world_are_of_the_right_form():
    links = re.findall(r"\]\((https?:[^)\s]+)\)", PROSE)
    assert len(links) > 15 and len(set(links)) == len(links)
    forms = [
        r"https://arxiv\.org/abs/\d{4}\.\d{4,5}",
        r"https://github\.com/[\w-]+/[\w-]+/issues/\d+",
        r"https://openreview\.net/forum\?id=\w+",
        r"https://jmlr\.org/papers/v\d+/\w+\.html",
        r"https://www\.cs\.toronto\.edu/~tijmen/csc321/slides/lecture_slides_lec6\.pdf",
    ]
    for link in links:
        assert any(re.fullmatch(form, link) for form in forms), link
    for text, number in re.findall(
        r"\[([\d.]+)\]\(https://arxiv.org/abs/(.+?)\)", PROSE
    ):
        assert text == number
    for text, number in re.findall(r"\[#(\d+)\]\(https:\S+/issues/(\d+)\)", PROSE):
        assert text == number


def test_the_table_of_errors_is_whole_and_each_links_to_its_notebook():
    rows = dict(re.findall(r"^\| (\d+) \| .+? \| (.+?) \|$", PROSE, re.M))
    assert list(map(int, rows)) == list(range(14))
    for number, where in rows.items():
        for label, file in re.findall(r"\[(\d\d), [^]]+\]\((\d\d)_", where):
            assert label == file
        if 0 < int(number) < 13:
            for path in re.findall(r"\((\w+\.ipynb)", where):
                if (NOTEBOOK.parent / path).exists():
                    text = (NOTEBOOK.parent / path).read_text(encoding="utf-8")
                    boxes = re.findall(r"Article check \(errors? ([\d, and]+)", text)
                    assert number in " ".join(boxes).replace(",", " ").split(), path


def test_the_table_of_errors_leads_to_the_box_of_each():
    sources = {
        path.name: "\n".join(
            "".join(cell["source"])
            for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        )
        for path in (ROOT / "notebooks").glob("*.ipynb")
    }
    table = sources["15_frameworks_and_further.ipynb"]
    rows = dict(re.findall(r"^\| (\d+) \| .+ \| (.+) \|$", table, re.M))
    assert [int(number) for number in rows] == list(range(14))
    for number, where in rows.items():
        names = re.findall(r"\]\((\w+\.ipynb)?", where)
        box = f"Article check (error {number}"
        texts = [sources[name] if name else table for name in names]
        assert texts and (number == "0" or any(box in text for text in texts)), number
