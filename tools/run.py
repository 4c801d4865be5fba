"""Run the series: `make run`, or `python tools/run.py [07 …]`.

It brings the real data if it can, executes the notebooks into `build/executed`, renders
them as a book, and ends with a table. The committed notebooks are only read.
"""

import argparse
import contextlib
import shutil
import sys
import tempfile
from pathlib import Path

import book
import nbformat
from environment import ROOT, prepare
from execution import choose, execute_all

from rmsprop_lib.datasets.download import main as bring_data

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

BUILD = ROOT / "build"


@contextlib.contextmanager
def alone():
    """Let a second run in build/ wait for the first.

    The system gives the lock back when a run ends, even if it is killed.
    """
    BUILD.mkdir(exist_ok=True)
    with open(BUILD / ".run-lock", "w") as stream:
        if fcntl is not None:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                print("run: waiting for another run to end", file=sys.stderr)
                fcntl.flock(stream, fcntl.LOCK_EX)
        for left in BUILD.glob("work-*"):  # by a run that was killed
            shutil.rmtree(left, ignore_errors=True)
        yield


def table(results):
    """Return the lines of the final table and, below it, the headline results."""
    rows = [("notebook", "seconds", "claims", "data")]
    for result in results:
        data = [line.split(",")[0] for line in result.lines("Data:")]
        rows.append(
            (
                result.path.stem,
                f"{result.seconds:.1f}",
                "failed" if result.error else str(len(result.lines("✔"))),
                " + ".join(dict.fromkeys(data)) or "–",
            )
        )
    lines = ["{:28}{:>8}{:>8}   {}".format(*row) for row in rows]
    lines.insert(1, "─" * 64)
    headlines = [
        f"{result.path.stem[:2]}  {line}"
        for result in results
        for line in result.lines("Result:")
    ]
    return lines + [""] * bool(headlines) + headlines


def main(arguments=None):
    prepare()
    parser = argparse.ArgumentParser(description="Execute and render the series.")
    parser.add_argument("names", nargs="*", help="how a notebook's name begins: 07")
    paths = choose(parser.parse_args(arguments).names)
    with alone():
        return run(paths)


def run(paths):
    bring_data()
    executed = BUILD / "executed"
    with tempfile.TemporaryDirectory(
        dir=BUILD, prefix="work-", ignore_cleanup_errors=True
    ) as work:
        results = execute_all(paths, Path(work))
    shutil.rmtree(executed, ignore_errors=True)
    executed.mkdir(exist_ok=True)
    for result in results:
        nbformat.write(result.notebook, executed / result.path.name)
    if not any(result.error for result in results):
        book.main(["--notebooks", str(executed), "--output", str(BUILD / "book")])
    print("", *table(results), sep="\n")
    for result in results:
        if result.error:
            print(f"\n✗ {result.path.name}, {result.error}", file=sys.stderr)
    return any(result.error for result in results)


if __name__ == "__main__":
    sys.exit(main())
