"""The book is built once from all notebooks and two made up to hold every case."""

import importlib.util
import json
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from urllib.parse import unquote, urlsplit

import matplotlib.pyplot as plt
import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from rmsprop_lib import figures

ROOT = Path(__file__).resolve().parent.parent
spec = importlib.util.spec_from_file_location("book", ROOT / "tools/book.py")
book_tool = importlib.util.module_from_spec(spec)
spec.loader.exec_module(book_tool)
PNG = (  # one pixel
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGA"
    "WjR9awAAAABJRU5ErkJggg=="
)
WIDGET = "application/vnd.jupyter.widget-view+json"


def figure(alt):
    return new_output(
        "display_data", {"image/png": PNG}, metadata={"image/png": {"alt": alt}}
    )


def turned():
    """Return the output of a knob."""
    with pytest.MonkeyPatch.context() as patch:
        shown = []
        patch.setattr(
            figures, "display", lambda *data, **how: shown.append((data, how))
        )
        figures.knob(
            lambda value: plt.figure(figsize=(value, 1)),
            [1, 2],
            label="width w",
            alt="An empty figure, {} inches wide.".format,
        )
    (((data,), how),) = shown
    return new_output("display_data", data, metadata=how["metadata"])


DISCUSSED = """**Open question.** Is there one?

<details><summary>A discussion</summary>

Yes: $x$ is.

</details>"""


def crafted(folder):
    """Write two notebooks of the series' form, linked to each other, to `folder`."""
    widget = new_output("display_data", {WIDGET: {"model_id": "abc"}})
    first = new_notebook(
        cells=[
            new_markdown_cell(
                "# Craft a page\n\n[← previous](98_y.ipynb) · [next →](98_y.ipynb)\n\n"
                "**You will** see.\n**You need** eyes. 7 minutes to read, 1 to run."
            ),
            new_code_cell("two()", outputs=[figure("one fish"), figure('two "fish"')]),
            new_code_cell("knob()", outputs=[widget]),
            new_markdown_cell(
                "## What now? (4 min)\n\nSee [there](98_y.ipynb#So-it-is?-—-yes)."
            ),
            new_markdown_cell("> **Article check (error 77).** It is $x$."),
            new_code_cell(
                "show(fig)", metadata={"tags": ["hide-input"]}, outputs=[figure("fish")]
            ),
            new_code_cell(
                "claim(1)",
                metadata={"tags": ["hide-input"]},
                outputs=[new_output("stream", text="✔ one\n")],
            ),
            new_code_cell(
                "knob(d)",
                metadata={"tags": ["hide-input"]},
                outputs=[turned()],
            ),
            new_markdown_cell(DISCUSSED),
            new_code_cell("stub = 0", metadata={"tags": ["exercise"]}),
            new_code_cell("solved = 1", metadata={"tags": ["solution"]}),
        ]
    )
    first.metadata["widgets"] = {
        "application/vnd.jupyter.widget-state+json": {"state": {"abc": {}}}
    }
    second = new_notebook(
        cells=[new_markdown_cell("# Two\n\n## So it is? — yes\n\n## Errata")]
    )
    for name, notebook in (("97_x", first), ("98_y", second)):
        notebook.metadata["language_info"] = {"name": "python"}
        nbformat.write(notebook, folder / f"{name}.ipynb")


def build(folder, output):
    command = [sys.executable, str(ROOT / "tools/book.py"), "--notebooks", str(folder)]
    command += ["--output", str(output)]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT)


@pytest.fixture(scope="module")
def notebooks(tmp_path_factory):
    folder = tmp_path_factory.mktemp("notebooks")
    for file in (ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"):
        shutil.copyfile(file, folder / file.name)
    crafted(folder)
    return folder


@pytest.fixture(scope="module")
def book(notebooks, tmp_path_factory):
    before = {file: file.read_bytes() for file in notebooks.iterdir()}
    output = tmp_path_factory.mktemp("out") / "book"
    done = build(notebooks, output)
    assert done.returncode == 0, done.stdout + done.stderr
    assert {file: file.read_bytes() for file in notebooks.iterdir()} == before
    assert "left as text" not in done.stdout  # no link leads to a missing notebook
    return output


@pytest.fixture(scope="module")
def pages(book):
    """Return {file name: parsed page}."""
    return {
        file.name: BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")
        for file in sorted(book.glob("*.html"))
    }


def test_contents_list_every_notebook_with_question_and_minutes(pages, notebooks):
    entries = pages["index.html"].select("ul.contents > li")
    files = sorted(file.name for file in notebooks.glob("*.ipynb"))
    assert [e.a["href"] for e in entries] == [f[:-6] + ".html" for f in files]
    assert "Craft a page · 7 minutes" in entries[-2].text
    for entry in entries[:-2]:
        assert re.search(r"· \d+ minutes?", entry.text), entry.text
        if "00_start_here.ipynb" in files and not entry.text.startswith("00"):
            assert entry.text.endswith("?"), entry.text  # from the map in notebook 00


def test_every_page_has_its_neighbours_and_the_search(pages):
    page = pages["97_x.html"]
    assert page.select_one("a.right-next")["href"] == "98_y.html"
    assert "← previous" not in page.select_one("article").text
    assert page.select_one("button.search-button-field, form[role=search]")


def test_nothing_is_loaded_from_elsewhere(book, pages):
    loaded = set()
    for name, page in pages.items():
        found = page.select("[src], link[href], object[data], [poster], [srcset]")
        for tag in found:
            if tag.get("rel") and set(tag["rel"]) <= {
                "next",
                "prev",
                "index",
                "search",
            }:
                continue  # a link to a page
            for key in ("src", "href", "data", "poster", "srcset"):
                if tag.has_attr(key):
                    loaded.add((name, tag[key]))
        for style in page.find_all(["style", "script"]):
            assert not re.search(r"(url|import|fetch)\(\W*(https?:)?//", style.text), (
                name
            )
    for file in book.rglob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.S)
        assert not re.search(r"@import[^;]*//", text), file
        for url in re.findall(r"url\(\s*[\"']?([^)\"']+)", text):
            loaded.add((str(file.relative_to(book)), url))
    for file in book.rglob("*.js"):
        call = r"(import|fetch|importScripts|\.src)\s*[(=]?\s*[\"'`](https?:)?//"
        assert not re.search(call, file.read_text(encoding="utf-8")), file
    assert len(loaded) > 20  # the patterns find what is loaded
    for name, url in loaded:
        if url.startswith(("data:", "#")):
            continue
        parts = urlsplit(url)
        assert not parts.netloc and not parts.scheme, (name, url)
        assert ((book / name).parent / unquote(parts.path)).is_file(), (name, url)


def test_every_figure_has_its_own_alternative_text(pages, notebooks):
    count = 0
    for file in sorted(notebooks.glob("*.ipynb")):
        stored = [
            output.metadata.get(kind, {}).get("alt")
            for cell in nbformat.read(file, 4).cells
            for output in cell.get("outputs", [])
            for kind in output.get("data", {})
            if kind.startswith("image/")
        ]
        shown = [
            image.get("alt")
            for image in pages[file.stem + ".html"].select("div.cell_output img")
        ]
        assert shown == stored, file.name
        assert all(shown), f"{file.name}: a figure without alternative text"
        count += len(shown)
    assert count >= 2


def test_solutions_are_folded_and_exercises_are_not(pages, notebooks):
    for file in sorted(notebooks.glob("*.ipynb")):
        cells = nbformat.read(file, 4).cells
        page = pages[file.stem + ".html"]
        for tag, folded in (("solution", True), ("exercise", False)):
            tagged = [c for c in cells if tag in c.metadata.get("tags", [])]
            blocks = [
                div
                for div in page.select(f"div.cell.tag_{tag}")
                if bool(div.select("details summary")) == folded
            ]
            assert len(blocks) == len(tagged), (file.name, tag)


def test_folded_input_says_what_it_is_and_its_output_stays_visible(pages):
    cells = pages["97_x.html"].select("div.cell.tag_hide-input")
    prompts = [cell.select_one("details > summary").text.split("\n") for cell in cells]
    assert [" ".join(filter(None, map(str.strip, p))) for p in prompts] == [
        f"Show {what} Hide {what}"
        for what in (
            "the code of the figure",
            "the code of the claims",
            "the code of the figure",
        )
    ]
    for cell in cells:
        assert cell.select_one("details pre") and cell.select_one("div.cell_output")
        assert not cell.select("details div.cell_output")


def test_a_knob_is_a_slider_over_its_frames(pages):
    (knob,) = pages["97_x.html"].select("figure.knob")
    slider = knob.select_one("label input[type=range]")
    values = [frame[:2] for frame in json.loads(slider["data-frames"])]
    assert values == [[n, f"An empty figure, {n} inches wide."] for n in ("1", "2")]
    assert knob.img["src"] == json.loads(slider["data-frames"])[0][2]


def test_the_discussion_of_an_open_question_unfolds(pages):
    (details,) = pages["97_x.html"].select("article section > details")
    assert details.summary.text == "A discussion"
    assert not details.has_attr("open")
    assert details.select_one("span.math") and "Yes" in details.text


def test_every_notebook_says_how_to_run_it(pages, notebooks):
    for file in notebooks.glob("*.ipynb"):
        hint = pages[file.stem + ".html"].select_one("div.admonition.tip").text
        assert "make lab" in hint and file.name in hint


def test_widgets_leave_a_sentence_and_no_script(book):
    text = (book / "97_x.html").read_text(encoding="utf-8")
    assert "knobs to turn when you run" in text
    assert "widget-state" not in text and "html-manager" not in text


def test_notation_is_what_notebook_00_says(pages, notebooks):
    cells = nbformat.read(notebooks / "00_start_here.ipynb", 4).cells
    said = next(c.source for c in cells if "## What do the letters mean?" in c.source)
    page = pages["notation.html"].select_one("article")
    rows = page.select("table tbody tr")
    assert len(rows) == said.count("\n|") - 2  # without the head and its rule
    assert {"params", "cache", "decay_rate"} <= {c.text for c in page.select("code")}
    assert page.select("div.math") and "half-life" in page.text
    assert page.select_one("a[href^='00_start_here.html#']")


def test_errata_lists_every_article_check_with_its_place(pages, notebooks):
    boxes = pages["errata.html"].select("article blockquote")
    written = sum(
        len(re.findall(r"^> \*\*Article check", cell.source, re.M))
        for file in notebooks.glob("*.ipynb")
        for cell in nbformat.read(file, 4).cells
        if cell.cell_type == "markdown"
    )
    assert len(boxes) == written
    assert "error 77" in boxes[-1].text
    assert boxes[-1].find_next("a")["href"] == "97_x.html#what-now-4-min"
    links = [a["href"] for a in pages["errata.html"].select("article a")]
    assert "98_y.html#errata" in links


def test_every_link_inside_the_book_arrives(pages):
    names = defaultdict(set)
    for name, page in pages.items():
        names[name] = {tag["id"] for tag in page.select("[id]")}
    count = 0
    for name, page in pages.items():
        for link in page.select("article a[href]"):
            target = urlsplit(link["href"])
            if target.scheme or name in ("search.html", "genindex.html"):
                continue
            assert (target.path or name) in pages, (name, link["href"])
            if target.fragment:
                there = names[target.path or name]
                assert unquote(target.fragment) in there, (name, link["href"])
            count += 1
    assert count > 3


def test_a_broken_link_fails_and_says_where(tmp_path):
    crafted(tmp_path)
    file = tmp_path / "97_x.ipynb"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("#So-it-is?-—-yes", "#So-it-was"), encoding="utf-8")
    done = build(tmp_path, tmp_path / "book")
    assert done.returncode != 0
    assert "97_x.ipynb" in done.stderr and "'So-it-was'" in done.stderr
    assert "correct it in the notebook" in done.stderr


def test_a_link_to_a_notebook_that_is_not_there_is_left_as_text(tmp_path, capsys):
    crafted(tmp_path)
    (tmp_path / "98_y.ipynb").unlink()
    book_tool.write_sources(tmp_path, tmp_path / "source")
    printed = capsys.readouterr().out
    assert printed.count("97_x.ipynb links to 98_y.ipynb") == 1
    cells = nbformat.read(tmp_path / "source" / "97_x.ipynb", 4).cells
    assert any(cell.source.endswith("See there.") for cell in cells)


def test_what_stands_between_two_links_stays():
    text = "[a](97_x.ipynb#b-(2-min)) and > [c](<98_y.ipynb#d (e)>) (end)"
    missing = set()
    assert book_tool.unlinked(text, {}, missing) == "a and > c (end)"
    assert missing == {"97_x.ipynb", "98_y.ipynb"}


def test_an_empty_folder_says_what_to_give(tmp_path):
    with pytest.raises(SystemExit, match="--notebooks"):
        book_tool.write_sources(tmp_path, tmp_path / "source")
