"""Time several ways of doing one thing, side by side: each in a process of its own.

The processes take turns, so that whatever slows the machine down slows all of them. All
have the same number of threads; with one, all are bound to the same core, since not
every library heeds the variables. What counts is the median over the turns.
"""

import gc
import json
import multiprocessing
import os
import platform
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

RESULTS = Path(__file__).parent / "results"
_call = None  # in a contestant's process: what it does, and how often in a turn


def alternate(contestants, threads=1, turns=7):
    """Return {name: median seconds of a call} of {name: (make, *its arguments)}.

    `make(*arguments)` is called once in the contestant's process and returns the
    function to time and the number of calls in a turn. The first turn only warms up.
    """
    _allow(threads)
    processes = {name: _process(contestant) for name, contestant in contestants.items()}
    for warm in [process.submit(_turn) for process in processes.values()]:
        warm.result()  # imports and compiles, on all cores
    if threads == 1:
        for process in processes.values():
            process.submit(_bind).result()
    seconds = {name: [] for name in contestants}
    for _ in range(turns):
        for name, process in processes.items():
            seconds[name].append(process.submit(_turn).result())
    for process in processes.values():
        process.shutdown()
    return {name: float(np.median(taken)) for name, taken in seconds.items()}


def compiling(contestants):
    """Return {name: seconds that the first call takes longer than the second}.

    What a cache on the disk could bring from an earlier run is left out.
    """
    _allow(1)
    seconds = {}
    for name, contestant in contestants.items():
        with tempfile.TemporaryDirectory() as folder:
            os.environ["TORCHINDUCTOR_CACHE_DIR"] = folder
            os.environ["NUMBA_CACHE_DIR"] = folder
            process = _process(contestant)
            process.submit(_bind).result()
            first, second = (process.submit(_once).result() for _ in range(2))
            process.shutdown()
            del os.environ["TORCHINDUCTOR_CACHE_DIR"], os.environ["NUMBA_CACHE_DIR"]
        seconds[name] = first - second
    return seconds


def _allow(threads):
    """Let the processes to come have so many threads; PyTorch heeds this, too."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = str(threads)
    os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=" + str(threads > 1).lower()


def _process(contestant):
    """Return a process of its own, with nothing of this one, for a contestant."""
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(1, context, _start, contestant)


def _start(make, *arguments):
    global _call
    _call = make(*arguments)


def _bind():
    """Bind this process, the threads that it has by now included, to one core."""
    if hasattr(os, "sched_setaffinity"):
        core = {min(os.sched_getaffinity(0))}
        for thread in os.listdir("/proc/self/task"):
            os.sched_setaffinity(int(thread), core)


def _once():
    start = time.perf_counter()
    _call[0]()
    return time.perf_counter() - start


def _turn():
    function, calls = _call
    gc.collect()
    start = time.perf_counter()
    for _ in range(calls):
        function()
    return (time.perf_counter() - start) / calls


def machine():
    """Return what the numbers depend on: processor, versions, the products' kernel."""
    import sklearn
    import threadpoolctl
    import torch

    cpu = platform.processor() or platform.machine()
    if os.path.exists("/proc/cpuinfo"):
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        cpu = next((s.split(":")[1].strip() for s in lines if "model name" in s), cpu)
    np.ones((64, 64)) @ np.ones((64, 64))  # so that the library is there to be asked
    libraries = threadpoolctl.threadpool_info()  # SciPy has a BLAS of its own
    blas = next(
        b
        for b in libraries
        if b["user_api"] == "blas" and "scipy.libs" not in b["filepath"]
    )
    return {
        "processor": f"{cpu}, {os.cpu_count()} cores",
        "Python": platform.python_version(),
        "NumPy": np.__version__,
        "its BLAS": f"OpenBLAS {blas['version']}, kernel {blas['architecture']}",
        "PyTorch": torch.__version__,
        "scikit-learn": sklearn.__version__,
    }


def store(name, found):
    path = RESULTS / f"{name}.json"
    path.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(f"{name}: written to {path.relative_to(path.parent.parent.parent)}")
