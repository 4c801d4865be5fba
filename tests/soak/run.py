"""The long proofs, one after the other: `make soak`, `tests/soak/run.py thirty`."""

import os
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
PYTEST = ("-m", "pytest", "-q", "-s")
PROOFS = {
    "killed": (*PYTEST, HERE.parent / "test_killed.py"),
    "bad-input": (*PYTEST, HERE.parent / "test_bad_input.py"),
    "run": (HERE / "interrupted.py",),
    "time-outs": (HERE / "time_outs.py",),
    "thirty": (HERE / "thirty.py",),
    "graded": (HERE / "graded.py",),
    "oldest": (HERE / "portable.py", "oldest"),
    "newest": (HERE / "portable.py", "newest"),
    "awkward": (HERE / "portable.py", "awkward"),
    "older-cpu": (HERE / "portable.py", "older_cpu"),
    "nbgrader": (*PYTEST, "-m", "nbgrader", HERE.parent / "test_course.py"),
    "twice": (HERE / "twice.py",),
    "digits": (HERE / "digits.py",),
    "audit": (HERE / "audit.py",),
}


def main():
    chosen = sys.argv[1:] or list(PROOFS)
    unknown = [name for name in chosen if name not in PROOFS]
    if unknown:
        sys.exit(f"soak: {' '.join(unknown)}: there are {' '.join(PROOFS)}")
    table = []
    for name in chosen:
        print(f"\n── {name}", flush=True)
        begin = time.perf_counter()
        # SOAK=1 is what makes the two pytest files run their long version.
        result = subprocess.run(
            [sys.executable, *map(str, PROOFS[name])],
            cwd=HERE.parents[1],
            env={**os.environ, "SOAK": "1"},
        )
        table.append((name, result.returncode, time.perf_counter() - begin))
    print()
    for name, code, seconds in table:
        print(f"{'✗' if code else '✔'} {name:12}{seconds:8.0f} s")
    return any(code for _, code, _ in table)


if __name__ == "__main__":
    sys.exit(main())
