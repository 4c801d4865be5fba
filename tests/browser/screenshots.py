"""Take the pictures that the README shows: `make screenshots` writes docs/images."""

import subprocess

from lab import CODE, answer, exercise, open_notebook, run_all
from playwright.sync_api import sync_playwright
from test_book import visit
from test_lab import WRONG
from test_slides import SIZE, open_deck

from conftest import BUILT, PHONE, PYTHON, ROOT, opened, served, started, tool

IMAGES = ROOT / "docs" / "images"
LARGEST = 200_000  # bytes
SMALLER = """import sys
from PIL import Image
with Image.open(sys.argv[1]) as image:
    small = image.convert("RGB").quantize(128, dither=Image.Dither.NONE)
small.save(sys.argv[1], optimize=True)
"""


def scroll_to(page, selector):
    page.locator(selector).first.evaluate("e => e.scrollIntoView({block: 'center'})")
    page.wait_for_timeout(300)


def book(browser):
    folder = tool("book")
    with opened(browser, viewport={"width": 1280, "height": 760}) as page:
        visit(page, folder / "07_against_gradient_descent.html")
        scroll_to(page, "div.cell_output img")
        page.screenshot(path=IMAGES / "book.png")
    with opened(browser, **PHONE, color_scheme="dark") as page:
        visit(page, folder / "03_one_update.html")
        scroll_to(page, "div.math")
        page.screenshot(path=IMAGES / "phone.png")


def slide(browser):
    file = tool("slides") / "07_against_gradient_descent.html"
    with opened(browser, **SIZE) as page:
        open_deck(page, file)
        while "figure" not in page.evaluate(
            "Reveal.getCurrentSlide().querySelector('.page').className"
        ):
            page.keyboard.press("ArrowRight")
        page.wait_for_timeout(300)
        page.screenshot(path=IMAGES / "slide.png")


def notebook(browser):
    with (
        served() as address,
        opened(browser, viewport={"width": 1200, "height": 760}) as page,
    ):
        open_notebook(page, address, "03_one_update.ipynb")
        run_all(page)
        answer(page, exercise(page, "check_update(update)"), WRONG)
        page.locator(CODE).filter(has_text=WRONG[:20]).first.evaluate(
            "e => e.scrollIntoView({block: 'center'})"
        )
        page.wait_for_timeout(500)
        page.screenshot(path=IMAGES / "notebook.png")


def main():
    BUILT.mkdir(parents=True, exist_ok=True)
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = started(playwright)
        for take in (book, slide, notebook):
            take(browser)
        browser.close()
    for name in ("book", "phone", "slide", "notebook"):
        command = [str(PYTHON), "-c", SMALLER, str(IMAGES / f"{name}.png")]
        subprocess.run(command, check=True)
        size = (IMAGES / f"{name}.png").stat().st_size
        print(f"screenshots: docs/images/{name}.png, {size / 1000:.0f} kB")
        assert size < LARGEST, name


if __name__ == "__main__":
    main()
