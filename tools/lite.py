"""Write a site in which the handouts run in the browser: `python tools/lite.py --help`.

It is JupyterLite with Python as WebAssembly (Pyodide), for any server of files: the
handouts, the wheel of rmsprop_lib and the book. Pyodide itself, with NumPy and the other
compiled packages, comes from its own address when the site is opened, or from a folder
that is named here and is then part of the site.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
import tomllib
from bundle import run
from environment import ROOT, prepare
from output import begin
from packaging.requirements import Requirement

LITE = ROOT / "build" / "lite-env"  # tools/lite-requirements.txt; the Makefile fills it
NOTE = """\
> **In your browser.** Python runs in this page, and nothing is installed. What you change
> stays in this browser alone: *File → Download* keeps a copy. One thing runs at a time,
> more slowly than in an installed Python, on the small data that come with the series.
> A cell that never ends is stopped by *Kernel → Restart Kernel*."""
INSTALL = """\
# Brings the package of the series and what it needs: a minute, the first time.
%pip install -q rmsprop_lib"""


def for_the_browser(notebook):
    """Return a handout that says where it runs, and brings its package first."""
    note = nbformat.v4.new_markdown_cell(NOTE, id="in-the-browser")
    install = nbformat.v4.new_code_cell(INSTALL, id="install")
    notebook.cells[1:1] = [note, install]
    return notebook


def needed(lock, project):
    """Return the names in a Pyodide lock of what the package needs in the browser."""
    found, wanted = set(), ["micropip", "ipython"]  # the kernel's own
    for text in project["dependencies"]:
        requirement = Requirement(text)
        marker = requirement.marker
        if marker is None or marker.evaluate({"sys_platform": "emscripten"}):
            wanted.append(requirement.name)
    while wanted:
        name = wanted.pop()
        if name not in found:
            found.add(name)
            wanted += lock["packages"][name]["depends"]
    return sorted(found)


def check_pyodide(folder, python):
    """Stop unless `folder` holds a distribution of Pyodide with all that is needed."""
    what = f"expected the unpacked distribution of Pyodide {VERSION}"
    file = folder / "pyodide-lock.json"
    if not file.is_file():
        sys.exit(f"site: PYODIDE: {folder} was given, without {file.name}; {what}")
    lock = json.loads(file.read_text(encoding="utf-8"))
    if not lock["info"]["python"].startswith(f"{python}."):
        given = lock["info"]["python"]
        sys.exit(f"site: PYODIDE: {folder} has Python {given}; {what}")
