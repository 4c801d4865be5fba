"""The site from its folder alone: its kernel starts, the package arrives and works.

Of Pyodide there is here what npm and PyPI have, without NumPy: `core.py` in
tests/pyodide. What needs NumPy runs in the workflow, in `run_site.py`.
"""

import json
import subprocess

import pytest
from lab import CODE, ERRORS, answer
from run_site import open_notebook, served

from conftest import BUILT, PYTHON, ROOT, opened

PURE = """\
import sys
from importlib.metadata import version
import rmsprop_lib
from rmsprop_lib.files import written_whole
from rmsprop_lib.progress import bar
with written_whole("a.txt") as stream:
    stream.write(bytes(bar(range(65, 70))))
print(sys.platform, version("rmsprop_lib"), open("a.txt").read())"""
NO_THREAD = """\
import threading
threading.Thread(target=int).start()"""


def test_the_kernel_is_made_for_the_pyodide_that_is_tried():
    code = "from jupyterlite_pyodide_kernel.constants import PYODIDE_VERSION as v; "
    code += "print(v)"
    python = ROOT / "build" / "lite-env" / "bin" / "python"
    said = subprocess.run([python, "-c", code], capture_output=True, text=True)
    package = json.loads((ROOT / "tests/pyodide/package.json").read_text("utf-8"))
    assert said.stdout.strip() == package["dependencies"]["pyodide"]


@pytest.fixture(scope="module")
def site():
    folder = BUILT / "site"
    code = "import sys, pathlib, lite, output; output.begin(sys.argv[1]); "
    code += "lite.write_lite(*map(pathlib.Path, sys.argv[1:]))"
    command = [PYTHON, "-c", code, folder, ROOT / "build" / "pyodide"]
    subprocess.run(list(map(str, command)), cwd=ROOT / "tools", check=True)
    with served(folder) as address:
        yield address


def test_the_kernel_starts_and_the_package_arrives_without_internet(browser, site):
    with opened(browser) as page:
        open_notebook(page, site, "03_one_update.ipynb")
        cells = page.locator(CODE)
        install = "%pip install -q rmsprop_lib\nprint('done')"
        assert answer(page, cells.nth(0), install, seconds=180) == "done\n"
        said = answer(page, cells.nth(0), PURE).strip()
        assert said.split("\n")[-1] == "emscripten 1.0.0 ABCDE"
        assert "Warning" not in said
        assert page.locator(ERRORS).count() == 0
        # What tests/guard/in_a_browser.py raises is what a browser raises.
        assert "can't start new thread" in answer(page, cells.nth(0), NO_THREAD)
