"""Make one deck of slides per notebook, from the notebook's own cells and outputs.

`python tools/slides.py` writes build/slides/NN_name.html and an index. Each deck is one
file that needs no network: open it, press → to go on and S for the speaker's window.

What becomes a slide, in the order of the notebook:
- the title, with what you will do and learn;
- every heading with the first paragraph below it, and an exercise with its stub;
- every box **Predict first** and **Article check**, and the **Open question**, whose
  discussion is left to the notes;
- the formulas of a section that stand on lines of their own;
- every figure, with the sentence **What to see** that follows it; a knob can be turned;
- where a section has no figure, what the cell before **What to see** printed, with it;
- the source of a cell tagged `slide-code`, without its call of `show`, and its print;
- the list *In this notebook*.
The other paragraphs and the claims are the speaker's notes, with the minutes that the
headings give: `## How long is the way down? (4 min)`.
"""

import argparse
import ast
import html
import re
import sys
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import nbformat
from environment import ROOT, prepare
from handouts import check_tags
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin
from output import begin
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

FORMULAS = 4  # on a slide, at most
ROWS = 7  # of a table, on a slide
LINES = 26  # of code: more cannot be read from the last row
FIGURES = ("image/png", "image/gif", "image/jpeg")
KNOB = '<figure class="knob"'  # as rmsprop_lib.figures.knob displays it
CODE = HtmlFormatter(cssclass="code")


@dataclass
class Slide:
    """One slide: its class; heading, body and notes as HTML; its section's minutes."""

    kind: str
    heading: str
    body: str = ""
    notes: list = field(default_factory=list)
    minutes: int = 0
    printed: str = ""  # what the last cell printed, until it is shown


def formula(tex, options):
    """Leave a formula to MathJax."""
    display = options.get("display_mode")
    return html.escape(rf"\[{tex}\]" if display else rf"\({tex}\)")


MARKDOWN = MarkdownIt("commonmark").enable("table")
MARKDOWN.use(dollarmath_plugin, renderer=formula)


def rendered(markdown):
    """Return `markdown` as HTML; a link to a notebook leads to its deck."""
    text = MARKDOWN.render(markdown)
    # What a link within the notebook leads to is on no slide.
    text = re.sub(r'<a href="#[^"]*">(.*?)</a>', r"\1", text, flags=re.S)
    return re.sub(r'href="(\d\d_\w+)\.ipynb[^"]*"', r'href="\1.html"', text)


def blocks(cell):
    """Return the paragraphs, lists, boxes and headings of a markdown cell."""
    found = re.split(r"\n\s*\n|(?<=\n)(?=#)|^(#.*)\n", cell.source, flags=re.M)
    return [block.strip() for block in found if block and block.strip()]


def figures(cell):
    """Return the figures of a cell and knobs with their alternative texts, as HTML."""
    found = []
    for output in cell.outputs:
        if (page := output.get("data", {}).get("text/html", "")).startswith(KNOB):
            found.append(page)
            continue
        for kind in set(FIGURES) & set(output.get("data", {})):
            alt = html.escape(output.metadata.get(kind, {}).get("alt", ""))
            data = "".join(output.data[kind].split())
            found.append(f'<img src="data:{kind};base64,{data}" alt="{alt}">')
    return found


def tables(block):
    """Return a long table in parts of ROWS rows, anything else as it is, in a list."""
    lines = block.splitlines()
    if not re.match(r"\|[ :|-]+\|$", "".join(lines[1:2])) or len(lines) <= ROWS + 4:
        return [block]
    head, rows = lines[:2], lines[2:]
    parts = [rows[start : start + ROWS] for start in range(0, len(rows), ROWS)]
    return ["\n".join(head + part) for part in parts]


def short(text, length=160):
    """Split `text` after the sentence that reaches `length`: a slide says little."""
    for end in re.finditer(r"[.?](?=\s+[A-Z$*])", text):
        if end.end() >= length:
            return text[: end.end()], text[end.end() :]
    return text, ""


def heading_of(slides):
    """Return the heading of the section; an exercise ends with its own slide."""
    return next(s.heading for s in reversed(slides) if opens(s))


def opens(slide):
    """Return whether the slide opens a section."""
    return slide.kind.startswith(("title", "section"))


def section_of(slides):
    """Return the slides of the section that the last one belongs to, from its end."""
    found = []
    for slide in reversed(slides):
        found.append(slide)
        if opens(slide):
            break
    return found


def box(slides, kind, block):
    """Append a box: on the slide that opens the section, if that is empty so far."""
    if slides[-1].kind == "section" and not slides[-1].body:
        slides[-1].kind = f"section {kind}"
        slides[-1].body = rendered(block)
    else:
        slides.append(Slide(kind, heading_of(slides), rendered(block)))


def formulas(slides, block):
    """Put the formulas of a paragraph that have lines of their own on a slide."""
    for tex in re.findall(r"\$\$.+?\$\$", block, re.S):
        if slides[-1].kind != "formulas" or slides[-1].body.count("<p>") >= FORMULAS:
            slides.append(Slide("formulas", heading_of(slides)))
        text = rendered(tex)
        slides[-1].body += text if "<p>" in text else f"<p>{text}</p>"


def as_printed(text):
    return f'<pre class="printed">{html.escape(text)}</pre>' if text else ""


def shown_source(cell):
    """Return the code that `show_source` has displayed, or ''."""
    texts = (output.get("data", {}).get("text/markdown", "") for output in cell.outputs)
    found = (re.fullmatch(r"```python\n(.*?)\n?```\s*", t, re.S) for t in texts)
    return "\n\n".join(match[1] for match in found if match)


def without_show(source):
    """Leave out the call of `show`: an alternative text is not the point of a cell."""
    lines = source.splitlines()
    for node in reversed(ast.parse(source).body):
        call = node.value if isinstance(node, ast.Expr) else None
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "show":
            del lines[node.lineno - 1 : node.end_lineno]
    return "\n".join(lines).strip()


def code_slides(slides, cell):
    """Append what a code cell gives: its source if asked for, figures, claims."""
    tags = cell.metadata.get("tags", [])
    printed = "".join(o.text for o in cell.outputs if o.output_type == "stream")
    held = [line for line in printed.splitlines() if line.startswith("✔")]
    rest = "\n".join(line for line in printed.splitlines() if line not in held)
    if "exercise" in tags and slides[-1].kind == "exercise":
        slides[-1].body += highlight(cell.source, PythonLexer(), CODE)
    elif "exercise" in tags:
        source = highlight(cell.source, PythonLexer(), CODE)
        slides.append(Slide("listing", heading_of(slides), source))
    elif "slide-code" in tags:
        source = shown_source(cell) or without_show(cell.source)
        if source.count("\n") < LINES:
            source = highlight(source, PythonLexer(), CODE) + as_printed(rest)
            slides.append(Slide("listing", heading_of(slides), source))
    elif rest:
        slides[-1].printed = rest
    for image in figures(cell):
        slides.append(Slide("figure", heading_of(slides), image))
    slides[-1].notes += [f"<p>{html.escape(line)}</p>" for line in held]


def markdown_slides(slides, cell):
    """Append the slides of a markdown cell; the rest are notes of the slide before."""
    wanted = False  # whether the slide of the last heading waits for its paragraph
    for block in blocks(cell):
        if block.startswith("#"):
            marks, title = block.split(" ", 1)
            title, minutes = re.fullmatch(r"(.*?)(?: *\((\d+) min\))?", title).groups()
            kind = "exercise" if title.startswith("Exercise") else "section"
            kind = "title" if marks == "#" else kind
            heading = MARKDOWN.renderInline(title)
            slides.append(Slide(kind, heading, minutes=int(minutes or 0)))
            wanted = True
        elif re.match(r"[^\n]*\[(← previous|next →)\]", block) or not slides:
            continue
        elif block.startswith("> **Predict first"):
            box(slides, "box", block)
            wanted = False
        elif block.startswith("**Open question"):
            slides.append(Slide("box", heading_of(slides), rendered(f"> {block}")))
            wanted = False
        elif re.match(r"</?details", block):
            # In the notes the discussion lies open.
            slides[-1].notes.append(re.sub(r"</?(details|summary)>", "", block))
        elif block.startswith("> **Article check"):
            box(slides, "box article", block)
            wanted = False
        elif block.startswith("**What to see"):
            seen, more = short(block)
            section = section_of(slides)
            waiting = [s for s in section if s.kind == "figure" and "<p>" not in s.body]
            for slide in waiting:
                slide.body += rendered(seen)
            if not waiting and not any(s.kind == "listing" for s in section):
                printed = next((s.printed for s in section if s.printed), "")
                body = as_printed(printed) + rendered(seen)
                slides.append(Slide("seen", heading_of(slides), body))
            slides[-1].notes += [rendered(more)] if more else []
        elif wanted:
            if slides[-1].kind == "title":
                block = block.replace("\n**", "\n\n**")
            first, *further = tables(block)
            slides[-1].body += rendered(first)
            for part in further:
                slides.append(Slide("table", heading_of(slides), rendered(part)))
            # What a colon announces belongs to it, and all that an exercise says.
            wanted = block.endswith(":") or slides[-1].kind == "exercise"
        else:
            slides[-1].notes.append(rendered(block))
            formulas(slides, block)


def slides_of(notebook):
    """Return the slides of a notebook."""
    slides = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            markdown_slides(slides, cell)
        elif "solution" not in cell.metadata.get("tags", []):
            code_slides(slides, cell)
    return slides


def sections(slides):
    """Return the slides in groups, each starting with a heading that has minutes."""
    groups = [[]]
    for slide in slides:
        if slide.minutes or opens(slide):
            groups.append([])
        groups[-1].append(slide)
    return [group for group in groups if group]


def deck(slides):
    """Return the slides as HTML, with the time that each may take, and the minutes."""
    text, start = [], 0
    for group in sections(slides):
        minutes = group[0].minutes or 1
        plan = f"<p>Minutes {start} to {start + minutes}.</p>"
        for slide in group:
            tag = "h1" if slide.kind == "title" else "h2"
            text.append(
                f'<section data-timing="{60 * minutes // len(group)}">'
                f'<div class="page {slide.kind}"><{tag}>{slide.heading}</{tag}>'
                f'<div class="body">{slide.body}</div></div>'
                f'<aside class="notes">{plan}{"".join(slide.notes)}</aside></section>'
            )
        start += minutes
    return "\n".join(text), start


def package_file(package, path):
    folder = Path(find_spec(package).submodule_search_locations[0])
    return (folder / path).read_text(encoding="utf-8")


def page(title, slides, template):
    """Return a deck as one page that contains everything it needs."""
    body, minutes = deck(slides)
    reveal = "_static/revealjs/"
    mathjax = package_file("sphinx-mathjax-offline", "static/mathjax/tex-svg-full.js")
    insert = {
        "title": html.escape(title),
        "reveal.css": package_file("sphinx_revealjs", reveal + "dist/reveal.css"),
        "reveal.js": package_file("sphinx_revealjs", reveal + "dist/reveal.js"),
        "notes.js": package_file("sphinx_revealjs", reveal + "plugin/notes/notes.js"),
        "mathjax.js": mathjax,
        "code.css": CODE.get_style_defs(".code"),
        "seconds": str(60 * minutes),
        "slides": body,
    }
    return re.sub(r"\{\{(.*?)\}\}", lambda m: insert[m[1]], template)


def main(arguments=None):
    prepare()
    parser = argparse.ArgumentParser(description="Make a deck of slides per notebook.")
    parser.add_argument(
        "--notebooks", default=ROOT / "notebooks", help="folder to read"
    )
    parser.add_argument(
        "--output", default=ROOT / "build" / "slides", help="folder to write"
    )
    options = parser.parse_args(arguments)
    found = sorted(Path(options.notebooks).glob("[0-9][0-9]_*.ipynb"))
    if not found:
        sys.exit(f"slides: no notebook in {options.notebooks}; give --notebooks FOLDER")
    template = Path(__file__).with_suffix(".html").read_text(encoding="utf-8")
    notebooks = [nbformat.read(file, as_version=4) for file in found]
    for file, notebook in zip(found, notebooks, strict=True):
        check_tags(notebook, file.name)  # solutions do not get on slides
    output = Path(options.output)
    begin(output)
    links = []
    for file, notebook in zip(found, notebooks, strict=True):
        slides = slides_of(notebook)
        heading = re.sub(r"<.*?>", "", slides[0].heading)
        title = f"{file.name[:2]} {html.unescape(heading)}"
        text = page(title, slides, template)
        (output / f"{file.stem}.html").write_text(text, encoding="utf-8")
        links.append(
            f'<li><a href="{file.stem}.html">{html.escape(title)}</a>, '
            f"{len(slides)} slides, {deck(slides)[1]} minutes"
        )
    index = (
        "<!doctype html><html lang=en><meta charset=utf-8><title>Slides</title>"
        "<meta name=viewport content='width=device-width'><h1>Slides</h1>"
        "<p>→ goes on, S opens the window with the notes and the clock."
        f"<ul>{''.join(links)}</ul>"
    )
    (output / "index.html").write_text(index, encoding="utf-8")
    print(f"slides: {len(found)} decks; open {output / 'index.html'}")


if __name__ == "__main__":
    main()
