"""Execute notebooks, two at a time, and say exactly where one of them fails."""

import os
import re
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import nbformat
import zmq
from environment import ROOT, prepare
from ipykernel.kernelspec import RESOURCES, get_kernel_dict
from joblib import Parallel, delayed
from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpec
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from tqdm import tqdm

NOTEBOOKS = ROOT / "notebooks"
TIMEOUT = 600  # seconds for one cell


class Kernel(AsyncKernelManager):
    """The kernel of this very interpreter, whatever else is called python3."""

    @property
    def kernel_spec(self):
        return KernelSpec(resource_dir=RESOURCES, **get_kernel_dict())


class Client(NotebookClient):
    """A client that does not wait for a reply that has come.

    When a widget's output area answers its kernel while a cell's reply is awaited, the
    send uses up the signal that the reply is there, and nobody looks again before the
    time-out. Asking a socket what it holds, which is done here once a second, wakes
    whoever waits for it.
    """

    async def _async_check_alive(self):
        for channel in (self.kc.shell_channel, self.kc.iopub_channel):
            channel.socket.get(zmq.EVENTS)
        await super()._async_check_alive()


@dataclass
class Executed:
    """A notebook with its new outputs, and what went wrong, if anything did."""

    path: Path
    notebook: nbformat.NotebookNode
    seconds: float
    error: str = ""

    def lines(self, start):
        """Return what its printed lines say after `start`."""
        return [
            line.removeprefix(start).strip()
            for text in printed(self.notebook)
            for line in text.splitlines()
            if line.startswith(start)
        ]


def printed(notebook):
    """Return the texts that the cells of a notebook have printed."""
    return [
        output.text
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.output_type == "stream" and output.name == "stdout"
    ]


def choose(names):
    """Return the notebooks whose names begin so ("07"), all of them for no names."""
    paths = sorted(NOTEBOOKS.glob("[0-9][0-9]_*.ipynb"))
    if not names:
        return paths
    chosen = [p for p in paths if any(p.name.startswith(name) for name in names)]
    if not chosen:
        wanted, known = " or ".join(names), ", ".join(path.stem[:2] for path in paths)
        raise SystemExit(f"no notebook begins with {wanted}; there are {known}")
    return chosen


def execute_all(paths, folder):
    """Execute each notebook in `folder`, two at a time; return them in order.

    No notebook is written. Progress bars stay off in the kernels, and each computes
    with one thread unless OPENBLAS_NUM_THREADS says otherwise.
    """
    folder.mkdir(parents=True, exist_ok=True)
    prepare(private=folder)
    os.environ.update(RMSPROP_LIB_PROGRESS="0")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    work = Parallel(n_jobs=min(2, len(paths)), return_as="generator_unordered")
    results = work(delayed(_execute)(path, folder) for path in paths)
    with tqdm(results, total=len(paths), unit="notebook") as bar:
        return sorted(bar, key=lambda result: result.path)


def _execute(path, folder):
    notebook = nbformat.read(path, as_version=4)
    client = Client(
        notebook,
        timeout=TIMEOUT,
        record_timing=False,
        coalesce_streams=True,
        kernel_manager_class=Kernel,
        resources={"metadata": {"path": str(folder)}},
    )
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    start, error = time.perf_counter(), ""
    try:
        client.execute(stderr=subprocess.DEVNULL)  # the kernel's own log
    except CellTimeoutError:
        error = f"a cell took longer than {TIMEOUT} seconds" + _place(notebook)
    except DeadKernelError:
        error = "the kernel died (is there enough memory?)" + _place(notebook)
    except Exception as exception:
        error = _describe(notebook) or f"{type(exception).__name__}: {exception}"
    return Executed(path, notebook, time.perf_counter() - start, error)


def _place(notebook):
    """Return the first cell that has not been executed, in words."""
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type == "code" and cell.execution_count is None:
            return f", in or after cell {number}: {cell.source.splitlines()[0]}"
    return ""


def _describe(notebook):
    """Return the cell, the source line and the error of a notebook that stopped."""
    for number, cell in enumerate(notebook.cells, start=1):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                lines, line = cell.source.splitlines(), ""
                trace = re.sub(r"\x1b\[[\d;]*m", "", "\n".join(output.traceback))
                here = rf"Cell In\[{cell.execution_count}\], line (\d+)"
                place = re.findall(here, trace)
                if place and int(place[-1]) <= len(lines):
                    n = int(place[-1])
                    line = f", line {n}: {lines[n - 1].strip()}"
                return f"cell {number}{line}\n    {output.ename}: {output.evalue}"
    return ""
