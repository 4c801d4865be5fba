"""`make run` interrupted, begun again, and twice at once: `tests/soak/interrupted.py`.

In a clone of its own, with the environment of this one, on the embedded data: killed
(SIGKILL to all its processes) at moments spread over a run, it must run through
afterwards; two runs at once must both end well, and leave whole notebooks and a book.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("03", "04", "05")  # three that are quick
KILLS = 6


def start(checkout, log):
    environment = {**os.environ, "RMSPROP_LIB_DATA": "embedded"}
    environment["PYTHONPATH"] = str(checkout)
    return subprocess.Popen(
        [sys.executable, "tools/run.py", *NAMES],
        cwd=checkout,
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def finish(run, checkout, what):
    if run.wait(timeout=1800):
        log = (checkout.parent / "log").read_text(encoding="utf-8")
        sys.exit(f"✗ {what}: {log[-2000:]}")
    executed = sorted((checkout / "build" / "executed").glob("*.ipynb"))
    if [path.name[:2] for path in executed] != list(NAMES):
        sys.exit(f"✗ {what}: build/executed holds {[p.name for p in executed]}")
    for path in executed:
        nbformat.validate(nbformat.read(path, as_version=4))
    for name in ("index.html", *(path.with_suffix(".html").name for path in executed)):
        if not (checkout / "build" / "book" / name).stat().st_size:
            sys.exit(f"✗ {what}: {name} is empty")
    left = {path.name for path in (checkout / "build").iterdir()}
    if left != {"executed", "book", "book-source", "jupyter_execute", ".run-lock"}:
        sys.exit(f"✗ {what}: build/ holds {sorted(left)}")
    changed = subprocess.run(
        ["git", "status", "--short"],
        cwd=checkout,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    if changed:
        sys.exit(f"✗ {what}: the checkout has changed:\n{changed}")
    print(f"✔ {what}", flush=True)


def main():
    rng = random.Random(3)
    with tempfile.TemporaryDirectory() as folder:
        checkout = Path(folder) / "clone"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(checkout)], check=True)
        begin = time.perf_counter()
        log = open(Path(folder) / "log", "ab")
        finish(start(checkout, log), checkout, "an undisturbed run")
        whole = time.perf_counter() - begin
        for _ in range(KILLS):
            run = start(checkout, log)
            moment = rng.uniform(0, whole)
            time.sleep(moment)
            os.killpg(run.pid, signal.SIGKILL)
            run.wait()
            print(f"  killed after {moment:.1f} of {whole:.1f} s", flush=True)
        finish(start(checkout, log), checkout, f"a run after {KILLS} that were killed")
        runs = [start(checkout, log), start(checkout, log)]
        for run in runs:  # both to their end before anything is looked at
            run.wait(timeout=1800)
        for number, run in enumerate(runs, start=1):
            finish(run, checkout, f"two at once, number {number}")


if __name__ == "__main__":
    main()
