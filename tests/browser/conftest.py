"""A real browser before the book, the decks and JupyterLab: `make test-browser`.

Chromium is the system's. What is tested runs in the project's environment (VENV); the
packages of these tests, in one of their own. Every page that a test opens may speak
with this machine alone: a request to elsewhere is refused, and fails the test.
"""

import importlib.util
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
BUILT = ROOT / "build" / "browser"
PYTHON = ROOT / os.environ.get("VENV", ".venv") / "bin" / "python"
NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((found for name in NAMES if (found := shutil.which(name))), None)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
}
TOKEN = "only-for-these-tests"


def started(playwright):
    assert CHROMIUM, f"none of {', '.join(NAMES)} is here: apt-get install chromium"
    return playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)


@contextmanager
def opened(browser, **options):
    """Yield a page; fail if it wanted anything that is not on this machine."""
    elsewhere = []

    def only_here(route):
        parts = urlsplit(route.request.url)
        if parts.scheme in ("http", "https", "ws", "wss"):
            if parts.hostname not in ("127.0.0.1", "localhost"):
                elsewhere.append(route.request.url)
                return route.abort()
        return route.continue_()

    options = {"viewport": {"width": 1280, "height": 900}, **options}
    context = browser.new_context(**options)
    context.route("**/*", only_here)
    yield context.new_page()
    context.close()
    assert not elsewhere, f"the page asked for {elsewhere}"


def serious(page):
    """Return axe-core's serious and critical findings on the page, a line each."""
    package = importlib.util.find_spec("axe_playwright_python")
    axe = Path(package.submodule_search_locations[0]) / "axe.min.js"
    page.evaluate(axe.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{rule['id']}: {node['html'][:200]}: {node['failureSummary']}"
        for rule in found["violations"]
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]


def tool(name):
    """Let tools/`name`.py write to build/browser; return the folder."""
    folder = BUILT / name
    command = [str(PYTHON), str(ROOT / "tools" / f"{name}.py"), "--output", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True)
    return folder


def without_outputs(file):
    """Return the text of a notebook as it is before anybody has run it."""
    notebook = json.loads(file.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
    return json.dumps(notebook)


@contextmanager
def served():
    """Yield the address of a JupyterLab over fresh copies of all notebooks."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        home = Path(folder)
        settings = home / "settings/@jupyterlab/notebook-extension"
        settings.mkdir(parents=True)
        # All cells on the page, also those that are out of sight.
        text = json.dumps({"windowingMode": "none"})
        (settings / "tracker.jupyterlab-settings").write_text(text)
        news = home / "settings/@jupyterlab/apputils-extension"
        news.mkdir()
        text = json.dumps({"fetchNews": "false"})  # it would ask
        (news / "notification.jupyterlab-settings").write_text(text)
        (home / "notebooks").mkdir()
        for file in (ROOT / "notebooks").glob("*.ipynb"):
            copy = home / "notebooks" / file.name
            copy.write_text(without_outputs(file), encoding="utf-8")
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        command = [str(PYTHON), "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1"]
        command += [f"--port={port}", f"--IdentityProvider.token={TOKEN}"]
        command += ["--allow-root", f"--ServerApp.root_dir={home / 'notebooks'}"]
        command += [f"--LabApp.user_settings_dir={home / 'settings'}"]
        command += [f"--LabApp.workspaces_dir={home / 'workspaces'}"]
        environment = {
            **os.environ,
            "HOME": folder,
            "RMSPROP_LIB_DATA": "embedded",
            "RMSPROP_LIB_PROGRESS": "0",
            "OPENBLAS_NUM_THREADS": "1",
            "PATH": f"{PYTHON.parent}{os.pathsep}{os.environ['PATH']}",
        }
        with open(home / "log", "wb") as log:
            server = subprocess.Popen(
                command, env=environment, stdout=log, stderr=subprocess.STDOUT
            )
        address = f"http://127.0.0.1:{port}"
        try:
            deadline = time.monotonic() + 60
            while time.monotonic() < deadline and server.poll() is None:
                try:
                    urllib.request.urlopen(f"{address}/api?token={TOKEN}", timeout=5)
                    break
                except OSError:
                    time.sleep(0.3)
            else:
                pytest.fail(f"JupyterLab did not start: {(home / 'log').read_text()}")
            yield address
        finally:
            server.terminate()
            server.wait(30)


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        running = started(playwright)
        yield running
        running.close()


@pytest.fixture(scope="session")
def book():
    return tool("book")


@pytest.fixture(scope="session")
def slides():
    return tool("slides")


@pytest.fixture(scope="session")
def lab():
    with served() as address:
        yield address
