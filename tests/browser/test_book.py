"""The rendered book as a reader opens it: from its folder, without a server."""

import pytest

from conftest import PHONE, opened, serious

OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  const clipped = e => {
    for (let p = e.parentElement; p; p = p.parentElement)
      if (getComputedStyle(p).overflowX != 'visible') return true;
    return false;
  };
  const out = [...document.querySelectorAll('article *')].filter(e => {
    const box = e.getBoundingClientRect();
    return box.width && box.right > width + 1 && !clipped(e);
  });
  return [document.documentElement.scrollWidth - width,
          out.slice(0, 3).map(e => e.outerHTML.slice(0, 150))];
}"""
LOOKED_AT = ("05", "08", "er", "in", "te")  # by axe-core on the phone, to save time
DRAWN = """() => {
  const wanted = [...document.querySelectorAll('.math')];
  return wanted.every(e => e.querySelector('mjx-container'))
    && !document.querySelector('mjx-merror, [data-mjx-error]');
}"""


def visit(page, file):
    page.goto(file.as_uri())
    page.wait_for_function(DRAWN, timeout=20_000)


def names(book):
    return sorted(file.name for file in book.glob("*.html"))


@pytest.mark.parametrize(
    "options",
    [{}, {"color_scheme": "dark"}, {**PHONE, "color_scheme": "dark"}],
    ids=["desktop", "dark", "phone, dark"],
)
def test_nothing_overflows_formulas_are_drawn_and_axe_finds_nothing(
    browser, book, options
):
    dark = "color_scheme" in options
    with opened(browser, **options) as page:
        faults = []
        for name in names(book):
            if options == {"color_scheme": "dark"} and name[:2] not in ("03", "in"):
                continue  # the phone has seen the others in the dark
            visit(page, book / name)
            theme = page.get_attribute("html", "data-theme")
            assert theme == ("dark" if dark else "light")
            beyond, out = page.evaluate(OVERFLOW)
            if beyond > 0 or out:
                faults.append(f"{name}: {beyond} pixels too wide: {out}")
            if not options.get("is_mobile") or name[:2] in LOOKED_AT:
                faults += [f"{name}: {line}" for line in serious(page)]
    assert not faults, "\n".join(faults)


def test_a_figure_in_the_dark_stands_on_light_ground(browser, book):
    """Their axes and labels are black: on a dark page they would be lost."""
    with opened(browser, color_scheme="dark") as page:
        visit(page, book / "03_one_update.html")
        image = page.locator("div.cell_output img").first
        image.scroll_into_view_if_needed()
        assert image.evaluate("e => getComputedStyle(e).backgroundColor") in (
            "rgb(255, 255, 255)",
            "rgb(245, 245, 245)",
        )


def test_the_search_finds_half_life(browser, book):
    with opened(browser) as page:
        visit(page, book / "index.html")
        page.keyboard.press("Control+k")
        page.keyboard.type("half-life")
        page.keyboard.press("Enter")
        page.wait_for_selector("ul.search li a", timeout=20_000)
        page.wait_for_function("document.querySelectorAll('ul.search li a').length > 2")
        links = [a.get_attribute("href") for a in page.locator("ul.search li a").all()]
    assert any("05_decay_rate" in link for link in links), links


def test_a_solution_is_folded_and_unfolds(browser, book):
    with opened(browser) as page:
        visit(page, book / "03_one_update.html")
        solution = page.locator("div.tag_solution").first
        code = solution.locator("pre").first
        assert not code.is_visible()
        solution.locator("summary").click()
        assert code.is_visible()


def test_the_reader_switches_to_the_dark(browser, book):
    with opened(browser) as page:
        visit(page, book / "notation.html")
        light = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.get_by_role("button", name="Color mode").click()
        page.get_by_text("Dark", exact=True).click()
        assert page.get_attribute("html", "data-theme") == "dark"
        page.wait_for_function(
            "light => getComputedStyle(document.body).backgroundColor != light",
            arg=light,
        )


CUT = """page => [...document.querySelectorAll('div.cell, div.cell pre, article img')]
  .filter(e => e.checkVisibility()).map(e => {
    const whole = e.tagName == 'PRE' || getComputedStyle(e).breakInside == 'avoid';
    return !whole ? 'may be cut' : e.scrollWidth > e.clientWidth + 1 ? 'too wide'
      : e.clientHeight > page && e.tagName != 'DIV' ? 'higher than a page' : ''
  }).filter(fault => fault)"""


def test_on_paper_nothing_is_cut(browser, book):
    """A sheet of A4 between the margins is 718 × 1047 pixels."""
    with opened(browser, viewport={"width": 718, "height": 1047}) as page:
        page.emulate_media(media="print")
        faults = {}
        for name in names(book):
            visit(page, book / name)
            if found := page.evaluate(CUT, 1047):
                faults[name] = found
    assert not faults
