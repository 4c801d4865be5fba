"""The site from its folder alone, without internet: a student answers an exercise.

Its Pyodide is whole: `whole.py` in tests/pyodide. All handouts: `make test-site`.
"""

import subprocess

import pytest
from lab import CODE, answer, exercise, faults, run_all
from run_site import open_notebook, served
from test_lab import RIGHT, WRONG

from conftest import BUILT, PYTHON, ROOT, opened

NO_THREAD = """\
import threading
threading.Thread(target=int).start()"""


@pytest.fixture(scope="module")
def site():
    folder = BUILT / "site"
    code = "import sys, pathlib, lite, output; output.begin(sys.argv[1]); "
    code += "lite.write_lite(*map(pathlib.Path, sys.argv[1:]))"
    command = [PYTHON, "-c", code, folder, ROOT / "build" / "pyodide"]
    subprocess.run(list(map(str, command)), cwd=ROOT / "tools", check=True)
    with served(folder) as address:
        yield address


def test_an_exercise_is_answered_without_internet(browser, site):
    with opened(browser) as page:
        open_notebook(page, site, "03_one_update.ipynb")
        run_all(page)
        assert faults(page) == []
        assert page.locator(f"{CODE} img").count() > 2
        cell = exercise(page, "check_update(update)")
        assert "✗ Nothing moves yet" in cell.inner_text()
        said = answer(page, cell, WRONG)
        assert said.startswith("✗ Your ε is inside the root"), said
        assert answer(page, cell, RIGHT).startswith("✔ right")
        # What tests/guard/in_a_browser.py raises is what a browser raises.
        said = answer(page, page.locator(CODE).first, NO_THREAD)
        assert "can't start new thread" in said
