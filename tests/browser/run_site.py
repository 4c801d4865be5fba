"""Run the handouts of a site in chromium: `run_site.py build/site [03 05 …]`.

Without numbers all of them. The pages may ask this machine, and Pyodide's address if
the site names it. It ends with an error if a cell did, or warned, or if a notebook was
not through in an hour.
"""

import functools
import http.server
import json
import re
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

from lab import CODE, READY, faults, run_all
from playwright.sync_api import TimeoutError as TooLong
from playwright.sync_api import sync_playwright

from conftest import started


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@contextmanager
def served(folder):
    """Yield the address at which any server of files would offer `folder`."""
    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def open_notebook(page, address, name):
    """Open a notebook of the site and wait until its kernel has started."""
    page.goto(f"{address}/lab/index.html?path={name}")
    page.wait_for_selector(CODE, timeout=60_000)
    page.wait_for_selector(f"{READY}[data-status=idle]", timeout=300_000)


def main(folder, *numbers):
    failed = []
    files = sorted(Path(folder, "files").glob("[0-9][0-9]_*.ipynb"))
    with served(folder) as address, sync_playwright() as playwright:
        browser = started(playwright)
        for file in files:
            if numbers and file.name[:2] not in numbers:
                continue
            page = browser.new_context().new_page()  # nothing is left of the one before
            begin = time.perf_counter()
            open_notebook(page, address, file.name)
            errors = []
            try:
                run_all(page, seconds=3600)
            except TooLong:
                errors += ["not through in an hour"]
            errors += faults(page)
            cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
            count = sum(cell["cell_type"] == "code" for cell in cells)
            if page.locator(CODE).count() != count:
                errors += [f"there are not {count} cells of code"]
            took = time.perf_counter() - begin
            print(f"{file.name}: {len(errors)} errors, {took:.0f} s", flush=True)
            for error in errors:
                print(re.sub(r"(?m)^", "    ", error[-1500:]))
            failed += [file.name] * bool(errors)
            page.context.close()
        browser.close()
    if failed:
        sys.exit(f"site: {', '.join(failed)} did not run through")


if __name__ == "__main__":
    main(*sys.argv[1:])
