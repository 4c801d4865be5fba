"""A knob is turned by the keyboard: in the book, on a slide, and in JupyterLab."""

import json
import subprocess

import pytest
from lab import run_all

from conftest import PHONE, PYTHON, ROOT, TOKEN, opened, serious

HEAD = "# Turn a knob\n\n**You will** turn it.\n\n## How wide is it? (1 min)"
CELL = """import matplotlib.pyplot as plt
from rmsprop_lib.figures import knob
def draw(width):
    fig, ax = plt.subplots(figsize=(5, 4))
    ax.plot([0, width], [0, 1])
    ax.set(xlim=(0, 4), xlabel="$x$", ylabel="$y$")
    return fig
knob(draw, [1, 2, 4], label="width w", alt=lambda w: f"A line that ends at x = {w}.")"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder with one notebook, executed, and what it becomes."""
    folder = tmp_path_factory.mktemp("knob")
    file = folder / "00_knob.ipynb"
    folded = {"tags": ["hide-input"], "jupyter": {"source_hidden": True}}
    cells = [
        {"id": "head", "cell_type": "markdown", "metadata": {}, "source": HEAD},
        {"id": "knob", "cell_type": "code", "metadata": folded, "source": CELL}
        | {"execution_count": None, "outputs": []},
        {"id": "seen", "cell_type": "markdown", "metadata": {}}
        | {"source": "**What to see.** A line."},
    ]
    metadata = {
        "kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)"},
        "language_info": {"name": "python"},
    }
    notebook = {"cells": cells, "metadata": metadata, "nbformat": 4}
    file.write_text(json.dumps({**notebook, "nbformat_minor": 5}), encoding="utf-8")
    command = [str(PYTHON), "-m", "nbconvert", "--execute", "--inplace"]
    subprocess.run([*command, "--to", "notebook", str(file)], cwd=ROOT, check=True)
    for name in ("book", "slides"):
        command = [str(PYTHON), str(ROOT / "tools" / f"{name}.py")]
        command += ["--notebooks", str(folder), "--output", str(folder / name)]
        subprocess.run(command, cwd=ROOT, check=True)
    return folder


def turn(page):
    """Turn the knob to its end and half the way back, and look at every frame."""
    image = page.locator("figure.knob img")
    slider = page.get_by_role("slider", name="width w")
    slider.focus()
    seen = {}
    for key, width in (("Home", 1), ("End", 4), ("ArrowLeft", 2)):
        page.keyboard.press(key)
        alt = f"A line that ends at x = {width}."
        assert image.get_attribute("alt") == alt
        assert slider.get_attribute("aria-valuetext") == f"{width}: {alt}"
        assert page.locator("figure.knob output").inner_text() == str(width)
        assert image.evaluate("e => e.decode().then(() => e.naturalWidth)") == 500
        seen[image.get_attribute("src")] = width
    assert len(seen) == 3  # a figure each


@pytest.mark.parametrize("options", [{}, {**PHONE, "color_scheme": "dark"}])
def test_in_the_book(browser, folder, options):
    with opened(browser, **options) as page:
        page.goto((folder / "book" / "00_knob.html").as_uri())
        assert not page.get_by_text("import matplotlib").is_visible()
        turn(page)
        width = page.evaluate("document.documentElement.clientWidth")
        box = page.locator("figure.knob").bounding_box()
        assert box["x"] + box["width"] <= width
        assert serious(page) == []
        page.get_by_text("Show the code of the figure").click()
        assert page.get_by_text("import matplotlib").first.is_visible()


def test_without_scripts_its_first_figure_stands_there(browser, folder):
    with opened(browser, java_script_enabled=False) as page:
        page.goto((folder / "book" / "00_knob.html").as_uri())
        images = page.locator("div.cell_output img")
        assert images.count() == 1 and images.is_visible()
        assert images.get_attribute("alt") == "A line that ends at x = 1."


def test_on_a_slide_its_keys_do_not_turn_the_page(browser, folder):
    with opened(browser, viewport={"width": 1280, "height": 720}) as page:
        page.goto((folder / "slides" / "00_knob.html").as_uri())
        page.wait_for_function("window.Reveal && Reveal.isReady()")
        for _ in range(2):
            page.keyboard.press("ArrowRight")
        turn(page)
        assert page.evaluate("Reveal.getSlidePastCount()") == 2
        area = page.locator("section.present .page").bounding_box()
        for part in ("img", "input", "output"):
            box = page.locator(f"section.present .knob {part}").bounding_box()
            assert box["height"] > (300 if part == "img" else 10), part
            assert box["y"] + box["height"] < area["y"] + area["height"], part
            assert box["x"] + box["width"] < area["x"] + area["width"], part
        assert serious(page) == []


def test_in_jupyterlab_before_and_after_it_was_run(browser, lab, folder):
    with opened(browser) as page:
        text = (folder / "00_knob.ipynb").read_text(encoding="utf-8")
        answer = page.request.put(
            f"{lab}/api/contents/00_knob.ipynb?token={TOKEN}",
            data={"type": "notebook", "format": "json", "content": json.loads(text)},
        )
        assert answer.ok, answer.text()
        page.goto(f"{lab}/lab/tree/00_knob.ipynb?reset&token={TOKEN}")
        image = page.locator(".jp-OutputArea img")
        image.first.wait_for(timeout=60_000)
        assert image.count() == 1  # it is not trusted: no script, the first figure
        assert image.evaluate("e => e.decode().then(() => e.naturalWidth)") == 500
        page.wait_for_selector(".jp-StatusBar-Widget :text('| Idle')", timeout=60_000)
        assert not page.locator(".jp-CodeCell .cm-content").is_visible()
        run_all(page)
        page.locator("figure.knob input").wait_for(timeout=30_000)
        turn(page)
