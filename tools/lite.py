"""Write a site in which the handouts run in the browser: `python tools/lite.py --help`.

It is JupyterLite with Python as WebAssembly (Pyodide), for any server of files: the
handouts, the package and the book. Pyodide itself, with NumPy and the other compiled
packages, comes from its own address when the site is opened, or from a folder that is
named here and becomes a part of the site.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

import nbformat
from environment import ROOT, prepare
from output import begin
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ENV = ROOT / "build" / "lite-env"  # the Makefile installs lite-requirements.txt in it
WHEELS = ROOT / "tools" / "lite-wheels.txt"  # pure packages that the site serves itself
FIRST = "00_start_here.ipynb"
# Not the newest: of this one the tests can have the compiled packages, too, so that
# what runs in a class has run before. tests/pyodide has it, and JupyterLite's kernel
# (lite-requirements.in) is made for it, up to the last number.
PYODIDE = "0.27.7"
ADDRESS = f"https://cdn.jsdelivr.net/pyodide/v{PYODIDE}/full/pyodide.js"
LOCK = "pyodide-lock.json"
CORE = ("pyodide.js", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip")
KERNEL = ("ipython", "jedi", "micropip", "sqlite3", "ssl")  # what it loads itself
SETTINGS = {
    "jupyter-lite-schema-version": 0,
    "jupyter-config-data": {
        "litePluginSettings": {
            "@jupyterlite/pyodide-kernel-extension:kernel": {"pyodideUrl": ADDRESS}
        }
    },
}
# All cells are in the page, so that the browser's own search finds what is in them.
OVERRIDES = {"@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"}}
NOTE = """\
> **In your browser.** Python runs in this page; nothing is installed, and nothing is
> sent. What you change stays in this browser alone: *File → Download* keeps a copy. One
> thing runs at a time, several times more slowly than in an installed Python, on the
> data that come with the packages. A cell that never ends is ended by
> *Kernel → Restart Kernel*."""
INSTALL = """\
# Brings the package of the series and what it needs: a minute, the first time.
%pip install -q rmsprop_lib"""


def for_the_browser(notebook):
    """Return a handout that says where it runs, and brings its package first."""
    note = nbformat.v4.new_markdown_cell(NOTE, id="in-the-browser")
    install = nbformat.v4.new_code_cell(INSTALL, id="install")
    notebook.cells[1:1] = [note, install]
    return notebook


def in_the_browser(dependencies):
    """Return those of the requirements that hold for Python in a browser."""
    wanted = [Requirement(text) for text in dependencies]
    here = {"sys_platform": "emscripten"}
    return [r for r in wanted if r.marker is None or r.marker.evaluate(here)]


def missing(folder):
    """Return the files of Pyodide that the notebooks need and `folder` has not."""
    lock = json.loads((folder / LOCK).read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [r.name for r in in_the_browser(project["project"]["dependencies"])]
    wanted += KERNEL
    ours = {package.split("==")[0] for package in WHEELS.read_text().splitlines()}
    files, seen = set(CORE), set()
    while wanted:
        name = canonicalize_name(wanted.pop())
        package = lock["packages"].get(name)
        if package and name not in seen:
            seen.add(name)
            files |= {package["file_name"]} if name not in ours else set()
            wanted += package["depends"]
    return sorted(name for name in files if not (folder / name).is_file())


def check_pyodide(folder):
    """Stop unless `folder` holds the Pyodide that JupyterLite's kernel is made for."""
    expected = f"expected the unpacked distribution of Pyodide {PYODIDE}"
    if not (folder / LOCK).is_file():
        sys.exit(f"site: PYODIDE: {folder} has no {LOCK}; {expected}")
    info = json.loads((folder / LOCK).read_text(encoding="utf-8"))["info"]
    given = info.get("version", f"for Python {info['python']}")  # 314 says that alone
    if given != PYODIDE:
        sys.exit(f"site: PYODIDE: {folder} is {given}; {expected}")
    if lacking := missing(folder):
        sys.exit(f"site: PYODIDE: {folder} lacks {', '.join(lacking)}; {expected}")


def run(command, what, folder=ROOT):
    """Return what a command prints; stop with the end of it if it fails."""
    how = {"capture_output": True, "encoding": "utf-8", "errors": "replace"}
    done = subprocess.run(list(map(str, command)), cwd=folder, **how)
    if done.returncode:
        sys.exit(f"site: {what} failed:\n{(done.stdout + done.stderr)[-2000:]}")
    return done.stdout


def write_lite(output, pyodide=None):
    """Write JupyterLite with the handouts and the package, and Pyodide if given."""
    with tempfile.TemporaryDirectory() as folder:
        lite = Path(folder)
        made, files = lite / "handouts", lite / "files"
        files.mkdir()
        tool = [sys.executable, ROOT / "tools" / "handouts.py", "--output", made]
        run(tool, "writing the handouts")
        for file in made.glob("*.ipynb"):
            notebook = for_the_browser(nbformat.read(file, as_version=4))
            nbformat.write(notebook, files / file.name)
        for file in made.glob("[AL]*.txt"):  # the licences
            shutil.copy(file, files)
        if pyodide:
            (lite / "static").mkdir()
            (lite / "static" / "pyodide").symlink_to(pyodide.resolve())
        else:
            (lite / "jupyter-lite.json").write_text(json.dumps(SETTINGS))
        (lite / "overrides.json").write_text(json.dumps(OVERRIDES))
        build = [ENV / "bin" / "jupyter", "lite", "build", "--lite-dir", lite]
        build += ["--output-dir", output, "--apps", "lab", "--no-sourcemaps"]
        for wheel in (*made.glob("*.whl"), *(ENV / "wheels").glob("*.whl")):
            build += ["--piplite-wheels", wheel]
        run([*build, "--contents", files], "jupyter lite build", lite)


def write_book(output):
    # Sphinx writes beside the book, too: that does not belong into a site.
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder, "book")
        tool = [sys.executable, ROOT / "tools" / "book.py", "--output", book]
        run(tool, "rendering the book")
        shutil.move(book, output)


def main(arguments=None):
    prepare()
    parser = argparse.ArgumentParser(description="Write a site that runs the handouts.")
    parser.add_argument(
        "--output", default=ROOT / "build" / "site", help="folder to write"
    )
    parser.add_argument(
        "--pyodide", type=Path, help="a distribution of Pyodide, to be part of the site"
    )
    options = parser.parse_args(arguments)
    output = Path(options.output).resolve()
    if options.pyodide:
        check_pyodide(options.pyodide)
    begin(output)
    print("site: JupyterLite with the handouts")
    write_lite(output, options.pyodide)
    print("site: book")
    write_book(output / "book")
    size = sum(f.stat().st_size for f in output.rglob("*") if f.is_file()) / 1e6
    print(f"site: {output}, {size:.0f} MB; begin at lab/index.html?path={FIRST}")


if __name__ == "__main__":
    main()
