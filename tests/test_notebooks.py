"""What the template promises of every notebook, read from the stored files."""

import ast
import base64
import importlib.util
import re
from collections import defaultdict
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

ROOT = Path(__file__).resolve().parent.parent
PATHS = sorted((ROOT / "notebooks").glob("*.ipynb"))
NAMES = [path.name for path in PATHS]
TAGS = {
    "data",  # the text depends on the data set
    "exercise",
    "solution",
    "hide-cell",  # folded in the book, with its output
    "hide-input",  # folded, with its output in view
    "nbval-ignore-output",
    "raises-exception",
    "slide-code",  # the code is the point: slides show it
}
LONGEST, WIDEST = 25, 88
LONGEST_IN_VIEW = 15  # lines of a cell that is not folded
TICKS = 4  # of a section, at most


def each(paths=PATHS):
    return pytest.mark.parametrize("path", paths, ids=lambda path: path.stem[:2])


def read(path):
    return nbformat.read(path, as_version=4)


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def tags(cell):
    return set(cell.metadata.get("tags", []))


def prose(notebook):
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    return "\n\n".join(cells)


def headings(notebook):
    return re.findall(r"^#{1,4} (.+?)\s*$", prose(notebook), re.M)


def test_the_series_is_complete_and_in_order():
    assert [name[:2] for name in NAMES] == [f"{n:02}" for n in range(len(NAMES))]
    assert 16 <= len(NAMES) <= 18


@each()
def test_it_has_the_form(path):
    """If this fails, it lists what a notebook departs in, cell by cell."""
    found = [line for check in FORM for line in check(read(path))]
    assert not found, "\n".join([path.name, *found])


def excerpt(cell):
    return f": {cell.source[:70]!r}"


def is_answer(cell):
    return bool(tags(cell) & {"exercise", "solution"})


def has_figure(cell):
    return cell.cell_type == "code" and any(
        kind.startswith("image/")
        for output in cell.outputs
        for kind in output.get("data", {})
    )


def minutes_of_the_header(notebook):
    line = (
        r"^\d+ minutes to read, \d+ for the exercises, \d+ (seconds|minutes) to run\.$"
    )
    if not re.search(line, notebook.cells[0].source, re.M):
        yield (
            "the head does not say: NN minutes to read, NN for the exercises, "
            "NN seconds to run."
        )


def folded_where_it_draws_or_claims(notebook):
    for cell in code(notebook):
        draws = has_figure(cell) or re.search(r"\b(show|knob)\(", cell.source)
        claims = re.search(r"\bclaim\(", cell.source)
        if is_answer(cell):
            continue
        if (draws or claims) and not tags(cell) & {"hide-input", "slide-code"}:
            yield "it draws or claims and is not tagged hide-input" + excerpt(cell)
        if draws and claims:
            yield "it draws and claims: two cells" + excerpt(cell)


def short_where_it_is_in_view(notebook):
    for cell in code(notebook):
        lines = [line for line in cell.source.splitlines() if line.strip()]
        folded = tags(cell) & {"hide-input", "solution"}
        if not folded and len(lines) > LONGEST_IN_VIEW:
            yield f"{len(lines)} lines in view" + excerpt(cell)


def what_to_see_directly_under_a_figure(notebook):
    for cell, after in zip(notebook.cells, notebook.cells[1:], strict=False):
        if has_figure(cell) and not is_answer(cell):
            if not after.source.startswith("**What to see.**"):
                yield "no **What to see.** directly under it" + excerpt(cell)


def few_claims_a_section(notebook):
    section, ticks = "the head", 0
    for cell in [*notebook.cells, new_markdown_cell("## The end")]:
        if heading := re.search(r"^## (.+)", cell.source, re.M):
            if cell.cell_type == "markdown":
                if ticks > TICKS:
                    yield f"{ticks} claims in the section {section!r}"
                section, ticks = heading[1], 0
        if cell.cell_type == "code" and not is_answer(cell):
            ticks += len(re.findall("^✔", printed(cell), re.M))


def exercises_that_lead_further(notebook):
    if "[← previous]" not in notebook.cells[0].source:
        return  # notebook 00 shows how exercises work
    if not re.search(r"^#+ Exercise \d+ .*\bTransfer\b", prose(notebook), re.M | re.I):
        yield "no exercise has the word Transfer in its heading"
    asked = [c for c in notebook.cells if c.source.startswith("**Open question.**")]
    if not asked:
        yield "no markdown cell begins with **Open question.**"
    for cell in asked:
        if not re.search(r"<details>.*<summary>.*</details>", cell.source, re.S):
            yield "its discussion does not unfold (<details>)" + excerpt(cell)


FORM = [
    minutes_of_the_header,
    folded_where_it_draws_or_claims,
    short_where_it_is_in_view,
    what_to_see_directly_under_a_figure,
    few_claims_a_section,
    exercises_that_lead_further,
]


def well_formed():
    """Return a notebook of the form, which each example below spoils in one place."""
    figure = new_output("display_data", {"image/png": ""})
    ticks = [new_output("stream", text="✔ a\n" * TICKS)]
    folded = {"tags": ["hide-input"]}
    cells = [
        new_markdown_cell(
            "# Try\n\n[← previous](00.ipynb)\n\n"
            "9 minutes to read, 8 for the exercises, 7 seconds to run."
        ),
        new_markdown_cell("## One? (9 min)"),
        new_code_cell("\n".join("x" * LONGEST_IN_VIEW)),
        new_code_cell("x\n" * 20 + "show(fig)", outputs=[figure], metadata=folded),
        new_markdown_cell("**What to see.** A line."),
        new_code_cell("claim('a', 1)", outputs=ticks, metadata=folded),
        new_markdown_cell("### Exercise 1 — Transfer: elsewhere"),
        new_code_cell("show(fig)", metadata={"tags": ["exercise"]}),
        new_markdown_cell(
            "**Open question.** Why?\n\n<details><summary>A discussion</summary>\n\n"
            "Because.\n\n</details>"
        ),
    ]
    return new_notebook(cells=cells)


@pytest.mark.parametrize(
    "number, old, new, expected",
    [
        (0, "8 for the exercises, ", "", "the head does not say"),
        (2, "x\n", "x\nx\n", "29 lines in view"),
        (3, "show(fig)", "show(fig)\nclaim('a', 1)", "it draws and claims"),
        (4, "**What", "Now **what", "directly under it"),
        (6, "Transfer", "Once more", "the word Transfer"),
        (8, "**Open question.**", "And", "begins with **Open question"),
        (8, "</details>", "", "does not unfold"),
    ],
)
def test_a_departure_from_the_form_is_named(number, old, new, expected):
    notebook = well_formed()
    assert [line for check in FORM for line in check(notebook)] == []
    cell = notebook.cells[number]
    cell.source = cell.source.replace(old, new)
    found = [line for check in FORM for line in check(notebook)]
    assert any(expected in line for line in found)


def test_input_that_is_not_folded_and_a_claim_too_many_are_named():
    notebook = well_formed()
    for number in (3, 5):
        notebook.cells[number].metadata["tags"] = []
    notebook.cells[5].outputs[0].text += "✔ one more\n"
    found = [line for check in FORM for line in check(notebook)]
    assert sum("not tagged hide-input" in line for line in found) == 2
    assert "5 claims in the section 'One? (9 min)'" in found


@each()
def test_every_code_cell_was_executed_in_order(path):
    counts = [cell.execution_count for cell in code(read(path))]
    assert counts == list(range(1, len(counts) + 1))


@each()
def test_the_file_is_what_the_refresh_command_writes(path):
    location = ROOT / "tools" / "refresh.py"
    spec = importlib.util.spec_from_file_location("refresh", location)
    refresh = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "tools"))
        spec.loader.exec_module(refresh)
    stored = path.read_text(encoding="utf-8")
    assert nbformat.writes(refresh.normalised(read(path))) + "\n" == stored


@each()
def test_nothing_on_stderr_and_no_error_that_is_not_announced(path):
    for cell in code(read(path)):
        for output in cell.outputs:
            assert output.get("name") != "stderr", output.text
            announced = "raises-exception" in tags(cell)
            assert (output.output_type == "error") <= announced, cell.source


@each()
def test_a_cell_that_announces_an_error_stores_one(path):
    # nbval passes it when nothing is raised as well
    for cell in code(read(path)):
        if "raises-exception" in tags(cell):
            assert any(output.output_type == "error" for output in cell.outputs)


@each()
def test_every_figure_has_alternative_text(path):
    for cell in code(read(path)):
        for output in cell.outputs:
            for kind in ("image/png", "image/gif", "image/svg+xml"):
                if kind in output.get("data", {}):
                    alt = output.metadata.get(kind, {}).get("alt", "")
                    assert len(alt.split()) > 3, cell.source


@each()
def test_cells_are_short_and_narrow(path):
    for cell in code(read(path)):
        lines = cell.source.splitlines()
        assert len([line for line in lines if line.strip()]) <= LONGEST, cell.source
        assert max(map(len, lines), default=0) <= WIDEST, cell.source


@each()
def test_it_is_smaller_than_a_megabyte(path):
    assert path.stat().st_size < 1_000_000


@each()
def test_it_opens_as_the_template_says(path):
    first = read(path).cells[0].source
    assert re.match(r"# [A-Z]", first)
    n = NAMES.index(path.name)
    links = re.findall(r"\[(← previous|contents|next →)\]\(([\w.]+)\)", first)
    expected = [("← previous", NAMES[n - 1])] * (n > 0)
    expected += [("contents", NAMES[0])] * (n > 0)
    expected += [("next →", name) for name in NAMES[n + 1 : n + 2]]
    assert links == expected
    for part in ("**You will**", "**You will learn**", "**You need**"):
        assert part in first, part
    assert re.search(
        r"^\d+ minutes to read, .*\d+ (seconds|minutes) to run", first, re.M
    )


@each()
def test_one_cell_imports(path):
    importing = [
        cell.source
        for cell in code(read(path))
        if not tags(cell) & {"exercise", "solution", "raises-exception"}
        and re.search(r"^(import|from) ", cell.source, re.M)
    ]
    assert len(importing) == 1, importing


@each()
def test_it_closes_as_the_template_says(path):
    text = prose(read(path))
    assert re.search(r"^## In this notebook", text, re.M)
    assert re.search(r"^(\*\*|#+ )Further reading", text, re.M | re.I)


@each()
def test_sections_say_how_many_minutes_they_take(path):
    notebook = read(path)
    minutes = [
        int(m) for m in re.findall(r"^## .*\((\d+) min\)", prose(notebook), re.M)
    ]
    said = int(re.search(r"(\d+) minutes to read", notebook.cells[0].source)[1])
    assert len(minutes) >= 2
    assert sum(minutes) == said


@each()
def test_exercises_have_a_stub_that_says_what_is_missing_and_a_folded_solution(path):
    cells = code(read(path))
    exercises = [n for n, cell in enumerate(cells) if "exercise" in tags(cell)]
    assert len(exercises) >= (1 if path.name[:2] == "00" else 2)
    for n in exercises:
        assert printed(cells[n]).startswith("✗"), cells[n].source
        solution = cells[n + 1]
        assert {"solution", "hide-cell"} <= tags(solution), cells[n].source
        assert solution.metadata["jupyter"] == {"source_hidden": True}
        assert "✔" in printed(solution) and "✗" not in printed(solution)
    assert sum("solution" in tags(cell) for cell in cells) == len(exercises)


def printed(cell):
    return "".join(o.text for o in cell.outputs if o.output_type == "stream")


@each()
def test_claims_and_predictions(path):
    notebook = read(path)
    assert sum("claim(" in cell.source for cell in code(notebook)) >= 3
    if path.name[:2] != "00":
        assert "> **Predict first.**" in prose(notebook)


@each()
def test_ignored_cells_are_few_and_each_says_why(path):
    cells = code(read(path))
    ignored = [cell for cell in cells if "nbval-ignore-output" in tags(cell)]
    assert len(ignored) <= 0.15 * len(cells)
    for cell in ignored:
        assert len(cell.metadata.get("reason", "").split()) >= 5, cell.source


@each()
def test_only_known_tags(path):
    for cell in read(path).cells:
        assert tags(cell) <= TAGS
        assert not re.search(r"#\s*(NBVAL|PYTEST)_", cell.source)  # nbval's comments


@each()
def test_links_lead_to_a_notebook_and_a_heading_that_are_there(path):
    for name, heading in re.findall(
        r"\]\(<?(?:\./)?([\w]+\.ipynb)?(?:#((?:[^()\s]|\([^)]*\))+?))?>?\)",
        prose(read(path)),
    ):
        assert not name or name in NAMES, name
        if heading:
            target = read(ROOT / "notebooks" / name) if name else read(path)
            anchors = [h.strip().replace(" ", "-") for h in headings(target)]
            assert heading in anchors, f"{name}#{heading}"


@each()
def test_what_it_imports_from_the_library_is_there(path):
    # also a name that only a stub or a solution imports
    for cell in code(read(path)):
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.ImportFrom) and node.module.startswith("rmsprop"):
                module = importlib.import_module(node.module)
                for alias in node.names:
                    assert hasattr(module, alias.name), alias.name


def test_no_function_is_defined_in_two_places():
    places = defaultdict(set)
    for file in (ROOT / "rmsprop_lib").rglob("*.py"):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                if not node.name.startswith("_"):
                    places[node.name].add(str(file.relative_to(ROOT)))
    for path in PATHS:
        for cell in code(read(path)):
            if not tags(cell) & {"exercise", "solution"}:
                for node in ast.parse(cell.source).body:
                    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                        places[node.name].add(path.name)
    assert not {name: where for name, where in places.items() if len(where) > 1}


def header(path):
    """Return the title, minutes, and the numbers of the notebooks that are needed."""
    first = read(path).cells[0].source
    needs = re.search(r"\*\*You need\*\*.*?(?=\n\n)", first, re.S)[0]
    numbers = re.findall(r"(to )?\[(\d\d)\]", needs)
    needed = set()
    for to, number in numbers:
        needed |= set(range(max(needed, default=0) + 1 if to else int(number),
                            int(number) + 1))  # fmt: skip
    title = re.match(r"# (.+)", first)[1]
    return title, int(re.search(r"(\d+) minutes to read", first)[1]), sorted(needed)


def test_the_map_says_what_the_headers_say():
    row = r"^\| (\d\d) \| \[(.+)\]\((.+)\) \| (.+\?) \| (\d+) \|$"
    rows = re.findall(row, prose(read(PATHS[0])), re.M)
    headers = [header(path) for path in PATHS]
    assert [(n, title, name, int(time)) for n, title, name, _, time in rows] == [
        (name[:2], title, name, minutes)
        for name, (title, minutes, _) in zip(NAMES, headers, strict=True)
    ]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.findall(row, readme.replace("](notebooks/", "]("), re.M) == rows
    (table,) = (
        ast.literal_eval(node.value)
        for cell in code(read(PATHS[0]))
        for node in ast.parse(cell.source).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "SERIES"
    )
    expected = {n: header[1:] for n, header in enumerate(headers) if n}
    assert table == expected


def test_the_figure_and_the_results_of_the_readme_are_those_of_the_notebooks():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    cells = [cell for cell in code(read(PATHS[0])) if has_figure(cell)]
    (output,) = cells[0].outputs  # the one that tools/refresh.py takes
    (alt,) = re.findall(r"!\[(.+)\]\(docs/images/two_paths.png\)", readme)
    assert alt == output.metadata["image/png"]["alt"]
    stored = base64.b64decode(output.data["image/png"])
    assert (ROOT / "docs/images/two_paths.png").read_bytes() == stored
    results = re.findall(r"^(\d\d)  (.+)$", readme, re.M)
    assert len(results) >= 3
    for n, result in results:
        (path,) = (path for path in PATHS if path.name.startswith(n))
        assert any(f"Result: {result}\n" in printed(cell) for cell in code(read(path)))


def test_every_error_of_the_article_has_its_box():
    boxes = re.findall(
        r"^> \*\*Article check[^*\d]*([\d, and–]*)",
        "\n".join(prose(read(path)) for path in PATHS),
        re.M,
    )
    numbers = {int(number) for box in boxes for number in re.findall(r"\d+", box)}
    assert numbers >= set(range(1, 14))
