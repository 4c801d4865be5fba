"""What a reader does in JupyterLab, as functions."""

import json
import re

from conftest import ROOT, TOKEN

PANEL = ".jp-NotebookPanel:not(.lm-mod-hidden)"
READY = f"{PANEL} .jp-Notebook-ExecutionIndicator"
CODE = f"{PANEL} .jp-CodeCell"
ERRORS = "[data-mime-type='application/vnd.jupyter.error']"
STDERR = "[data-mime-type='application/vnd.jupyter.stderr']"

FAULT = "Error|Warning|Traceback"  # progress bars stand there, too


def open_notebook(page, address, name):
    page.goto(f"{address}/lab/tree/{name}?reset&token={TOKEN}")
    cells = json.loads((ROOT / "notebooks" / name).read_text("utf-8"))["cells"]
    page.wait_for_function(
        "([code, count]) => document.querySelectorAll(code).length == count",
        arg=[CODE, sum(cell["cell_type"] == "code" for cell in cells)],
        timeout=60_000,
    )
    # "idle" stands there before there is a kernel, and then run-all stops halfway.
    page.wait_for_selector(
        f"{PANEL} .jp-KernelName:has-text('Python 3')", timeout=60_000
    )
    page.wait_for_selector(".jp-StatusBar-Widget :text('| Idle')", timeout=60_000)
    page.wait_for_selector(f"{READY}[data-status=idle]", timeout=60_000)


def run_all(page, seconds=180):
    """Run → Run All Cells, until every cell has a number and the kernel is idle.

    A folded cell, a solution, shows no number. Behind a cell that fails none is run.
    """
    page.click("text=Run >> nth=0")
    page.click(".lm-Menu-item[data-command='runmenu:run-all']")
    page.wait_for_function(
        """([code, said, fault]) =>
            [...document.querySelectorAll(code + ' .jp-InputPrompt')]
            .every(prompt => /^$|\\[\\d+\\]/.test(prompt.textContent))
            || [...document.querySelectorAll(said)]
            .some(output => RegExp(fault).test(output.textContent))""",
        arg=[CODE, f"{ERRORS}, {STDERR}", FAULT],
        timeout=1000 * seconds,
    )
    page.wait_for_selector(f"{READY}[data-status=idle]", timeout=1000 * seconds)


def faults(page):
    """Return what is said of errors and warnings; JupyterLite's are in the stream."""
    said = page.locator(f"{ERRORS}, {STDERR}").all_inner_texts()
    return [text for text in said if re.search(FAULT, text)]


def exercise(page, call):
    """Return the exercise that calls `call`; its solution stands behind it."""
    return (
        page.locator(CODE)
        .filter(has_text=call)
        .filter(has_not_text="import matplotlib")
        .first
    )


def answer(page, cell, text, seconds=30):
    """Write `text` into a cell, run it, and return what it prints."""
    before = cell.locator(".jp-InputPrompt").inner_text()
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)
    page.keyboard.press("Control+Enter")
    handle = cell.locator(".jp-InputPrompt").element_handle()
    page.wait_for_function(
        "([prompt, before]) => /\\[\\d+\\]/.test(prompt.textContent)"
        " && prompt.textContent.trim() != before.trim()",
        arg=[handle, before],
        timeout=1000 * seconds,
    )
    cell.locator(".jp-OutputArea-output").first.wait_for()
    return cell.locator(".jp-OutputArea").first.inner_text()
