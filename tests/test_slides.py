"""Decks hold what the rule says, and everything that they need."""

import importlib.util
import re
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))

spec = importlib.util.spec_from_file_location("slides", ROOT / "tools/slides.py")
slides = importlib.util.module_from_spec(spec)
spec.loader.exec_module(slides)


def figure(alt):
    metadata = {"image/png": {"alt": alt}}
    return new_output("display_data", {"image/png": "QUJD"}, metadata=metadata)


@pytest.fixture(scope="module")
def crafted():
    turned = figure("a knob")
    turned.data["text/html"] = f'{slides.KNOB}><img alt="a knob"><input></figure>'
    claims = [new_output("stream", text="✔ it holds\nother text\n")]
    return slides.slides_of(
        new_notebook(
            cells=[
                new_markdown_cell(
                    "# Craft a deck\n\n[contents](00.ipynb) · [next →](98_y.ipynb)\n\n"
                    "**You will** see.\n**You need** eyes. 7 minutes to read."
                ),
                new_code_cell("import numpy"),
                new_markdown_cell(
                    "## Is $x < 2$? (4 min)\n\nThe question:\n\n$$x < 2$$\n\n"
                    "An aside.\n\n> **Predict first.** Yes or [no](98_y.ipynb#No)?"
                ),
                new_code_cell("draw()", outputs=[figure('a "fish"'), figure("a cat")]),
                new_markdown_cell("**What to see.** Two.\n\nA remark."),
                new_code_cell(
                    "knob()", outputs=[turned], metadata={"tags": ["hide-input"]}
                ),
                new_markdown_cell("**What to see.** It turns."),
                new_code_cell("claim()", outputs=claims),
                new_code_cell("point()", metadata={"tags": ["slide-code"]}),
                new_markdown_cell("> **Article check (error 7).** No."),
                new_markdown_cell(
                    "### Exercise 1 — try (3 min)\n\nDo it.\n\nWith care."
                ),
                new_code_cell("stub()", metadata={"tags": ["exercise"]}),
                new_code_cell(
                    "solved()", outputs=[figure("x")], metadata={"tags": ["solution"]}
                ),
                new_markdown_cell(
                    "## Empty? (2 min)\n\n> **Predict first.** Now?\n\nSo that\n"
                    "$$a$$\n[there](#Empty?).\n\n$$b$$\n\n$$c$$\n\n$$d$$\n\n$$e$$"
                ),
                new_code_cell(
                    "x = 1\nshow(fig,\n     alt='secret')\nprint(x)",
                    outputs=[new_output("stream", text="a table\n✔ held\n")],
                    metadata={"tags": ["slide-code"]},
                ),
                new_code_cell(
                    "show_source(f)",
                    outputs=[
                        new_output(
                            "display_data",
                            {"text/markdown": "```python\ndef f():\n    pass\n```"},
                        )
                    ],
                    metadata={"tags": ["slide-code"]},
                ),
                new_code_cell("\n".join("x" * 40), metadata={"tags": ["slide-code"]}),
                new_markdown_cell(
                    "**Open question.** Why?\n\n<details><summary>A discussion"
                    "</summary>\n\nBecause.\n\n</details>"
                ),
                new_markdown_cell("## Printed (1 min)\n\nA table."),
                new_code_cell("t()", outputs=[new_output("stream", text="1 <2\n")]),
                new_markdown_cell("**What to see.** Numbers."),
                new_markdown_cell(
                    "## In this notebook\n\n- One.\n\n**Further reading.** A."
                ),
            ]
        )
    )


def test_the_rule_decides_what_becomes_a_slide(crafted):
    assert [(slide.kind, slide.minutes) for slide in crafted] == [
        ("title", 0),
        ("section", 4),
        ("box", 0),
        ("figure", 0),
        ("figure", 0),
        ("figure", 0),
        ("listing", 0),
        ("box article", 0),
        ("exercise", 3),
        ("section box", 2),
        ("formulas", 0),
        ("formulas", 0),
        ("listing", 0),
        ("listing", 0),
        ("box", 0),
        ("section", 1),
        ("seen", 0),
        ("section", 0),
    ]
    title, question, predict, fish, cat, knob, listing, article = crafted[:8]
    exercise, empty, four, fifth, shown, source, asked, _, seen, last = crafted[8:]
    assert "pass" in source.body and "show_source" not in source.body
    assert "Now?" in empty.body and "there." in empty.notes[0] + four.notes[0]
    assert [four.body.count(rf"\[{x}\]") for x in "abcd"] == [1] * 4
    assert fifth.body.count("<p>") == 1 and "e" in fifth.body
    assert "secret" not in shown.body and "a table" in shown.body
    assert "held" in shown.notes[0] and "print" in shown.body
    assert "1 &lt;2" in seen.body and "Numbers." in seen.body
    assert "next →" not in title.body and title.body.count("<p>") == 2
    assert question.heading == 'Is <span class="math inline">\\(x &lt; 2\\)</span>?'
    assert r"\[x &lt; 2\]" in question.body
    assert "aside" not in question.body and "aside" in question.notes[0]
    assert 'href="98_y.html"' in predict.body
    assert 'alt="a &quot;fish&quot;"' in fish.body and 'alt="a cat"' in cat.body
    assert "<strong>What to see.</strong> Two." in fish.body and "Two." in cat.body
    assert cat.notes == ["<p>A remark.</p>\n"]
    assert "<input>" in knob.body and "It turns." in knob.body
    assert knob.notes == ["<p>✔ it holds</p>"]
    assert "Why?" in asked.body and "Because" not in asked.body
    assert "Because" in asked.notes[1] and "details" not in "".join(asked.notes)
    assert "point" in listing.body and "No." in article.body
    assert "With care" in exercise.body and "stub" in exercise.body
    assert "One." in last.body and "Further" in last.notes[0]
    assert not any("solved" in slide.body for slide in crafted)


def test_a_long_table_is_cut_into_slides_each_with_its_head():
    rows = [f"| {n} |" for n in range(16)]
    parts = slides.tables("\n".join(["| # |", "|---|", *rows]))
    assert [part.count("\n") for part in parts] == [8, 8, 3]
    assert all(part.startswith("| # |\n|---|\n") for part in parts)
    assert slides.tables("One.\n" * 20) == ["One.\n" * 20]


def test_the_notes_say_which_minutes(crafted):
    text, minutes = slides.deck(crafted)
    page = BeautifulSoup(text, "html.parser")
    assert minutes == 1 + 4 + 3 + 2 + 1 + 1
    plans = [notes.p.text for notes in page.select("aside.notes")]
    assert plans[1] == plans[7] == "Minutes 1 to 5."
    assert plans[8] == "Minutes 5 to 8."
    timings = [int(s["data-timing"]) for s in page.select("section")]
    assert timings[1:8] == [4 * 60 // 7] * 7 and timings[8] == 3 * 60


@pytest.fixture(scope="module")
def decks(tmp_path_factory):
    output = tmp_path_factory.mktemp("slides")
    slides.main(["--notebooks", str(ROOT / "notebooks"), "--output", str(output)])
    return output


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)
def test_a_deck_holds_every_figure_and_loads_nothing(file, decks):
    cells = [
        cell
        for cell in nbformat.read(file, 4).cells
        if "solution" not in cell.metadata.get("tags", [])
    ]
    alts = [
        output.metadata[kind].get("alt")
        for cell in cells
        for output in cell.get("outputs", [])
        for kind in output.get("data", {})
        if kind.startswith("image/")
    ]
    page = BeautifulSoup(
        (decks / f"{file.stem}.html").read_text("utf-8"), "html.parser"
    )
    assert [image.get("alt") for image in page.select("section img")] == alts
    assert all(alts)
    assert not page.select("link, iframe, [srcset]")
    for tag in page.select("[src]"):
        assert tag["src"].startswith("data:"), tag["src"][:60]
    for style in page.find_all("style"):
        assert not re.search(r"@import|url\((?!\W*data:)", style.text)
    for link in page.select("section a[href]"):
        if not link["href"].startswith("http"):
            assert re.fullmatch(r"\d\d_\w+\.html", link["href"]), link["href"]
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    box = r"^(> \*\*(Predict first|Article check)|\*\*Open question)"
    boxes = len(re.findall(box, text, re.M))
    assert len(page.select("div.box")) == boxes
    headings = re.findall(r"^#{1,3} ", text, re.M)
    assert len(page.select(".title, .section, .exercise")) == len(headings)


def test_the_index_links_every_deck(decks):
    page = BeautifulSoup((decks / "index.html").read_text("utf-8"), "html.parser")
    assert [a["href"] for a in page.select("a")] == [
        f"{f.stem}.html" for f in NOTEBOOKS
    ]
