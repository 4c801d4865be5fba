"""A class of thirty on one machine: `python tests/soak/thirty.py [how many]`.

Within a minute each student opens notebook 03, runs all of it, leaves it open, and then
runs 09. They share the data cache and the environment. Every cell must succeed; at the
end the time and memory of a kernel are printed.
"""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("03", "09")
STUDENTS = int(sys.argv[1]) if len(sys.argv) > 1 else 30
MINUTE = 60  # seconds within which all have started


def megabytes(pid, field):
    """Return a field of what Linux says of a process, in MB; 0 where it says none."""
    name = "smaps_rollup" if field == "Pss" else "status"
    try:
        text = Path(f"/proc/{pid}/{name}").read_text()
    except OSError:
        return 0.0
    line = next(line for line in text.splitlines() if line.startswith(f"{field}:"))
    return int(line.split()[1]) / 1024


async def run(path, folder, clients, measured):
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=600,
        kernel_name="python3",
        resources={"metadata": {"path": folder}},
    )
    clients.append(client)
    begin = time.perf_counter()
    client.create_kernel_manager()
    await client.async_start_new_kernel()
    await client.async_start_new_kernel_client()
    ready = time.perf_counter()
    client.reset_execution_trackers()
    for index, cell in enumerate(notebook.cells):
        await client.async_execute_cell(cell, index)
    measured.setdefault(path.stem[:2], []).append(
        {
            "start": ready - begin,
            "run": time.perf_counter() - ready,
            "memory": megabytes(client.km.provisioner.pid, "VmHWM"),
        }
    )


async def student(number, folder, clients, measured):
    await asyncio.sleep(number * MINUTE / STUDENTS)
    for name in NAMES:
        path = next((ROOT / "notebooks").glob(f"{name}_*.ipynb"))
        await run(path, folder, clients, measured)


async def main():
    os.environ["RMSPROP_LIB_PROGRESS"] = "0"
    clients, measured = [], {}
    begin = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        try:
            results = await asyncio.gather(
                *(student(n, folder, clients, measured) for n in range(STUDENTS)),
                return_exceptions=True,
            )
            pids = [client.km.provisioner.pid for client in clients]
            shared = sum(megabytes(pid, "Pss") for pid in pids)
        finally:
            for client in clients:
                if client.km is not None and await client.km.is_alive():
                    await client._async_cleanup_kernel()
    failed = [result for result in results if result is not None]
    for error in failed:
        print(f"✗ {type(error).__name__}: {error}")
    print(
        f"{STUDENTS - len(failed)} of {STUDENTS} students succeeded in "
        f"{time.perf_counter() - begin:.0f} s on {os.cpu_count()} cores; "
        f"{len(clients)} kernels open at the end hold {shared / 1024:.1f} GB together"
    )
    for name, rows in sorted(measured.items()):
        middle = {key: statistics.median(row[key] for row in rows) for key in rows[0]}
        most = {key: max(row[key] for row in rows) for key in rows[0]}
        print(
            f"notebook {name}, a kernel: start {middle['start']:.1f} s (at most "
            f"{most['start']:.1f}), run {middle['run']:.1f} s ({most['run']:.1f}), "
            f"memory {middle['memory']:.0f} MB ({most['memory']:.0f})"
        )
    return bool(failed)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
