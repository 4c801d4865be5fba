"""Render the notebooks as a book that needs no network: `python tools/book.py --help`.

The notebooks are never executed or changed here: prepared copies go to
`<output>-source`, and Sphinx (configured in `docs/conf.py`) renders them with the
outputs that they store.
"""

import argparse
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import nbformat
from environment import ROOT, prepare
from output import begin

DOCS = ROOT / "docs"
WIDGET = "application/vnd.jupyter.widget-view+json"
RUN_IT = """:::{{admonition}} Run it yourself
:class: tip
`make lab` in the project's folder opens JupyterLab; there, open `{name}`.
:::"""
PROMPTS = (  # of folded input: the first one whose pattern the cell contains
    (r"\bclaim\(", "the code of the claims"),
    (r"\b(show|knob|display)\(", "the code of the figure"),
    ("", "the code"),
)
KNOBS = "*Here are knobs to turn when you run the notebook.*"
ERRATA = """# Errata of the article

The series follows the article *Building an RMSprop optimizer from scratch in Python*.
Wherever the article is wrong, a notebook says so and shows it with a cell. These are
all the places, by the number of the error.
"""
FAILED = """book: not built. Each line above names a page and what is wrong with it
(NN_name.ipynb:20003 is line 3 of the second cell): correct it in the notebook or in
docs/. If Sphinx is missing, install the extra: pip install -e '.[book]'."""


def anchor(heading):
    """Name a heading as JupyterLab does: one link works there and in the book."""
    return heading.strip().replace(" ", "-")


def parts(notebook):
    """Return what the contents say of a notebook: title, aim, minutes to read."""
    first = notebook.cells[0].source
    title = re.search(r"^# (.+)$", first, re.M)
    aim = re.search(r"^\*\*You will\*\* (.+?)(?=\n\n|\n\*\*|\Z)", first, re.M | re.S)
    minutes = re.search(r"(\d+) minutes? to read", first)
    return (
        title[1].strip() if title else "",
        aim[1][0].upper() + " ".join(aim[1][1:].split()) if aim else "",
        f" · {minutes[1]} minutes" if minutes else "",
    )


def questions(notebook):
    """Return {file name: question} from the map that notebook 00 contains.

    There, one line (of a table or a list) links a notebook and holds its question.
    """
    found = {}
    for line in "\n".join(cell.source for cell in notebook.cells).splitlines():
        name = re.search(r"\]\((\d\d_\w+\.ipynb)\)", line)
        question = re.search(r"[A-Z][^|.?]*\?", re.sub(r"\[.*?\]\(.*?\)", "|", line))
        if name and question:
            found.setdefault(name[1], question[0])
    return found


LINK = re.compile(
    r"\[([^]]*)\]\((<)?(\d\d_\w+\.ipynb)"
    r"(?:#(?(2)[^>]*|(?:[^()\s]|\([^)]*\))*))?(?(2)>)\)"
)


def unlinked(text, notebooks, missing):
    """Leave links to notebooks that are not there as text; add them to `missing`."""

    def replaced(match):
        if match[3] in notebooks:
            return match[0]
        missing.add(match[3])
        return match[1]

    return LINK.sub(replaced, text)


def say_missing(name, missing):
    for target in sorted(missing):
        print(f"book: {name} links to {target}, which is not there: left as text")


def unlink_missing(notebooks):
    """Leave links to notebooks that are not in the folder as text, and say so."""
    for name, notebook in notebooks.items():
        missing = set()
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                cell.source = unlinked(cell.source, notebooks, missing)
        say_missing(name, missing)


def prompt(cell, what):
    """Let the line that unfolds a cell say what it unfolds."""
    cell.metadata["mystnb"] = {
        "code_prompt_show": f"Show {what}",
        "code_prompt_hide": f"Hide {what}",
    }


def prepared(notebook, name):
    """Return `notebook` as its page needs it."""
    notebook.metadata.pop("widgets", None)  # myst-nb fetches scripts for its state
    first = notebook.cells[0]  # the theme has its own links to the neighbours
    first.source = re.sub(r"^.*(← previous|next →).*\n+", "", first.source, flags=re.M)
    first.source = first.source.replace("\n**You ", "\\\n**You ")  # a line for each
    hint = nbformat.v4.new_markdown_cell(RUN_IT.format(name=name), id="run-it-yourself")
    notebook.cells.insert(1, hint)
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        if "solution" in tags:
            cell.metadata.tags = sorted({*tags, "hide-cell"} - {"hide-input"})
            prompt(cell, "the solution")
        elif "hide-input" in tags:
            prompt(cell, next(w for p, w in PROMPTS if re.search(p, cell.source)))
        for output in cell.get("outputs", []):
            if WIDGET in output.get("data", {}):
                output.data = {"text/markdown": KNOBS}
    return notebook


def errata(notebooks):
    """Return the errata page: every box **Article check**, with a link to its place."""
    boxes, table = [], ""
    for name, notebook in notebooks.items():
        place, heading = name, parts(notebook)[0]
        for cell in notebook.cells:
            if cell.cell_type != "markdown":
                continue
            for block in re.split(r"\n(?=#)|\n\n", cell.source):
                block = block.strip()
                if title := re.match(r"##+ (.+)", block):
                    heading = title[1].strip()
                    text = re.sub(r"\$.+?\$", "", heading)  # as MyST reads it
                    place = f"{name}#{anchor(text)}"
                    if "errata" in heading.lower():
                        table = (
                            f"One table of all: [{name[:2]}, {heading}](<{place}>).\n"
                        )
                if box := re.match(r"> \*\*Article check[^*\d]*(\d*)", block):
                    link = f"Shown in [{name[:2]}, {heading}](<{place}>)."
                    boxes.append((int(box[1] or 0), name, f"{block}\n\n{link}\n"))
    return "\n".join([ERRATA, table, *(text for *_, text in sorted(boxes))])


def notation(notebooks):
    """Return the notation page: what notebook 00 says of the letters; '' without it."""
    for name, notebook in notebooks.items():
        for cell in notebook.cells:
            part = re.search(
                r"^## (What do the letters mean\?.*?)$(.+?)(?=^## |\Z)",
                cell.source,
                re.M | re.S,
            )
            if cell.cell_type == "markdown" and part:
                place = f"<{name}#{anchor(part[1])}>"
                told = f"From [notebook {name[:2]}]({place}), where cells check it."
                return f"# Notation\n\n{part[2].strip()}\n\n{told}\n"
    return ""


def contents(notebooks):
    """Return the list of the contents page and the hidden one that orders the pages."""
    asked = questions(next(iter(notebooks.values())))
    lines, pages = ["{.contents}"], []
    for name, notebook in notebooks.items():
        title, aim, time = parts(notebook)
        lines.append(f"- {name[:2]} [{title}]({name}){time}<br>{asked.get(name, aim)}")
        pages.append(f"{name[:2]} {title} <{name.removesuffix('.ipynb')}>")
    pages += sorted(p.stem for p in DOCS.glob("*.md") if p.stem != "index")
    pages += ["notation"] * bool(notation(notebooks)) + ["errata"]
    table = [":::{toctree}", ":hidden:", ":titlesonly:", "", *pages, ":::"]
    return "\n".join([*lines, "", *table])


def write_sources(folder, source):
    """Write the prepared pages of the notebooks in `folder` to `source`."""
    files = sorted(Path(folder).glob("[0-9][0-9]_*.ipynb"))
    if not files:
        sys.exit(f"book: no notebook in {folder}; give --notebooks FOLDER")
    notebooks = {file.name: nbformat.read(file, as_version=4) for file in files}
    unlink_missing(notebooks)
    begin(source)
    shutil.copytree(
        DOCS,
        source,
        ignore=shutil.ignore_patterns("__pycache__"),
        dirs_exist_ok=True,
    )
    for path in (source, *source.rglob("*")):  # the checkout may be read-only
        path.chmod(path.stat().st_mode | stat.S_IWUSR)
    for file in source.glob("*.md"):  # in the book the notebooks stand beside them
        missing = set()
        text = file.read_text(encoding="utf-8").replace("../notebooks/", "")
        file.write_text(unlinked(text, notebooks, missing), encoding="utf-8")
        say_missing(file.name, missing)
    index = source / "index.md"
    text = index.read_text(encoding="utf-8")
    text = text.replace("<!-- contents -->", contents(notebooks))
    index.write_text(text, encoding="utf-8")
    if text := notation(notebooks):
        (source / "notation.md").write_text(text, encoding="utf-8")
    (source / "errata.md").write_text(errata(notebooks), encoding="utf-8")
    for name, notebook in notebooks.items():
        nbformat.write(prepared(notebook, name), source / name)


def name_controls(output):
    """Let controls be called what they show: the theme's labels say something else."""
    for file in output.glob("*.html"):
        text = file.read_text(encoding="utf-8")
        text = text.replace(' aria-label="Toggle hidden content"', "")
        text = re.sub(
            r'(<button class="btn search-button-field[^>]*) aria-label="Search"',
            r"\1",
            text,
        )
        file.write_text(text, encoding="utf-8")


def main(arguments=None):
    prepare()
    parser = argparse.ArgumentParser(description="Render the notebooks as a book.")
    parser.add_argument(
        "--notebooks", default=ROOT / "notebooks", help="folder to read"
    )
    parser.add_argument(
        "--output", default=ROOT / "build" / "book", help="folder to write"
    )
    options = parser.parse_args(arguments)
    output = Path(options.output)
    source = output.with_name(output.name + "-source")
    begin(output)
    write_sources(options.notebooks, source)
    command = [sys.executable, "-m", "sphinx", "--builder", "html", "--quiet"]
    command += ["--fail-on-warning", "--keep-going", "--doctree-dir"]
    command += [str(source / ".doctrees"), str(source), str(output)]
    # conf.py names `anchor` of this module. Sphinx stops at a locale that this machine
    # has not, which a login from another one brings along; C is everywhere.
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent)}
    environment["LC_ALL"] = "C"
    if subprocess.run(command, env=environment).returncode:
        sys.exit(FAILED)
    name_controls(output)
    print(f"book: open {output / 'index.html'}")


if __name__ == "__main__":
    main()
