"""Every deck at 1280 × 720: it goes on, nothing overflows, formulas are drawn."""

from conftest import opened, serious

SIZE = {"viewport": {"width": 1280, "height": 720}}
SMALLEST = 16  # pixels: what is smaller cannot be read from the last row
FAULTS = """smallest => {
  const page = Reveal.getCurrentSlide().querySelector('.page');
  const area = page.getBoundingClientRect();
  const faults = [];
  if (Math.abs(area.width - 1280) > 1 || Math.abs(area.height - 720) > 1)
    faults.push(`the page is ${area.width} x ${area.height}`);
  for (const e of page.querySelectorAll('*')) {
    const box = e.getBoundingClientRect();
    if (e.closest('mjx-container, svg')) continue;
    if (box.width && (box.right > area.right + 1 || box.bottom > area.bottom + 1
                      || box.left < area.left - 1 || box.top < area.top - 1))
      faults.push('beyond the edge: ' + e.outerHTML.slice(0, 100));
    if (['PRE', 'TABLE', 'UL', 'P', 'LI', 'H2'].includes(e.tagName)) {
      if (e.scrollWidth > e.clientWidth + 1)
        faults.push('too wide: ' + e.outerHTML.slice(0, 100));
      const size = parseFloat(getComputedStyle(e).fontSize);
      if (size < (e.tagName == 'PRE' ? smallest - 2 : smallest))
        faults.push(`${size} pixels: ` + e.outerHTML.slice(0, 100));
    }
  }
  for (const e of page.querySelectorAll('mjx-container')) {
    const box = e.getBoundingClientRect();
    if (box.right > area.right + 1) faults.push('a formula is too wide');
    if (!box.width) faults.push('a formula is not drawn');
  }
  for (const image of page.querySelectorAll('img'))
    if (image.getBoundingClientRect().height < 150)
      faults.push('a figure is lower than 150 pixels');
  if (/\\\\[(\\[]/.test(page.innerText)) faults.push('TeX is left as text');
  return faults;
}"""


def open_deck(page, file):
    page.goto(file.as_uri())
    page.wait_for_function("window.Reveal && Reveal.isReady()", timeout=30_000)


def test_no_slide_of_any_deck_overflows(browser, slides):
    faults = []
    with opened(browser, **SIZE) as page:
        for file in sorted(slides.glob("[0-9]*.html")):
            open_deck(page, file)
            total = page.evaluate("Reveal.getTotalSlides()")
            assert total > 8
            for number in range(1, total + 1):
                where = page.evaluate("Reveal.getSlidePastCount() + 1")
                assert where == number
                found = page.evaluate(FAULTS, SMALLEST)
                faults += [f"{file.stem}, slide {number}: {each}" for each in found]
                page.keyboard.press("ArrowRight")
    assert not faults, "\n".join(faults)


def test_a_deck_is_accessible(browser, slides):
    with opened(browser, **SIZE) as page:
        open_deck(page, slides / "07_against_gradient_descent.html")
        for _ in range(6):
            assert serious(page) == []
            page.keyboard.press("ArrowRight")


def test_the_speaker_sees_the_notes_and_the_minutes(browser, slides):
    with opened(browser, **SIZE) as page:
        open_deck(page, slides / "03_one_update.html")
        page.keyboard.press("ArrowRight")
        with page.expect_popup() as popup:
            page.keyboard.press("s")
        notes = popup.value.locator(".speaker-controls-notes .value")
        notes.filter(has_text="Minutes 1 to 4").wait_for(timeout=20_000)
