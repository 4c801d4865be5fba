"""A class of thirty on one machine: `python tests/soak/thirty.py [how many]`.

Within a minute each student, a process of its own, opens notebook 03, runs all of it,
leaves it open, and then runs 09. They share the data cache and the environment. Every
cell must succeed; at the end the time and memory of a kernel are printed.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from jupyter_core.utils import run_sync

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from execution import Client  # noqa: E402

NAMES = ("03", "09")
MINUTE = 60  # seconds within which all have started
TIMEOUT = 300  # seconds for one cell


def megabytes(pid, field):
    """Return a field of what Linux says of a process, in MB; 0 where it says none."""
    name = "smaps_rollup" if field == "Pss" else "status"
    try:
        text = Path(f"/proc/{pid}/{name}").read_text()
    except OSError:
        return 0.0
    line = next(line for line in text.splitlines() if line.startswith(f"{field}:"))
    return int(line.split()[1]) / 1024


def student(folder):
    """Run the notebooks, print what was measured, and leave when told to."""
    clients = []
    for name in NAMES:
        path = next((ROOT / "notebooks").glob(f"{name}_*.ipynb"))
        notebook = nbformat.read(path, as_version=4)
        client = Client(
            notebook,
            timeout=TIMEOUT,
            kernel_name="python3",
            resources={"metadata": {"path": folder}},
        )
        clients.append(client)
        begin = time.perf_counter()
        client.create_kernel_manager()
        client.start_new_kernel()
        client.start_new_kernel_client()
        ready = time.perf_counter()
        slowest = 0.0
        for index, cell in enumerate(notebook.cells):
            start = time.perf_counter()
            client.execute_cell(cell, index)
            slowest = max(slowest, time.perf_counter() - start)
        pid = client.km.provisioner.pid
        measured = {
            "name": name,
            "pid": pid,
            "start": ready - begin,
            "run": time.perf_counter() - ready,
            "slowest": slowest,
            "memory": megabytes(pid, "VmHWM"),
        }
        print(json.dumps(measured), flush=True)
    print("done", flush=True)
    sys.stdin.readline()  # until then both kernels stay open
    for client in clients:
        run_sync(client.km.shutdown_kernel)(now=True)


def main(students):
    environment = {**os.environ, "RMSPROP_LIB_PROGRESS": "0"}
    begin, runs = time.perf_counter(), []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(students):
            time.sleep(max(0, begin + number * MINUTE / students - time.perf_counter()))
            errors = open(Path(folder) / f"errors-{number}", "w+", encoding="utf-8")
            run = subprocess.Popen(
                [sys.executable, __file__, "student", folder],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                env=environment,
            )
            runs.append((run, errors))
        rows, failed = [], 0
        for run, errors in runs:
            while (line := run.stdout.readline()) not in ("done\n", ""):
                rows.append(json.loads(line))
            if not line:
                failed += 1
                errors.seek(0)
                print(f"✗ {errors.read().strip()[-800:]}")
        seconds = time.perf_counter() - begin
        together = sum(megabytes(row["pid"], "Pss") for row in rows) / 1024
        for run, errors in runs:
            run.communicate("\n")
            errors.close()
    print(
        f"{students - failed} of {students} students succeeded in {seconds:.0f} s on "
        f"{os.cpu_count()} cores; the {len(rows)} kernels open at the end hold "
        f"{together:.1f} GB together"
    )
    for name in NAMES:
        of_one = [row for row in rows if row["name"] == name]
        told = ", ".join(
            f"{what} {statistics.median(row[what] for row in of_one):.0f} "
            f"(at most {max(row[what] for row in of_one):.0f}) {unit}"
            for what, unit in {"start": "s", "run": "s", "memory": "MB"}.items()
        )
        slowest = max(row["slowest"] for row in of_one)
        print(f"a kernel of {name}: {told}; slowest cell {slowest:.0f} s")
    return bool(failed)


if __name__ == "__main__":
    if sys.argv[1:2] == ["student"]:
        student(sys.argv[2])
    else:
        sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else 30))
