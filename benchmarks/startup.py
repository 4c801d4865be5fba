"""How long does an import take, in a new process? `python benchmarks/startup.py`.

Written to `benchmarks/results/startup.json`.
"""

import subprocess
import sys
import time

import numpy as np
from side_by_side import machine, store

IMPORTS = {
    "Python": "pass",
    "numpy": "import numpy",
    "rmsprop_lib": "import rmsprop_lib",
    "rmsprop_lib with its optimizers, networks and training": (
        "import rmsprop_lib.optimizers, rmsprop_lib.networks, rmsprop_lib.training"
    ),
}


def main():
    seconds = {name: [] for name in IMPORTS}
    for _ in range(9):
        for name, code in IMPORTS.items():
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], check=True)
            seconds[name].append(time.perf_counter() - start)
    median = {name: float(np.median(taken)) for name, taken in seconds.items()}
    store("startup", {"machine": machine(), "seconds": median})


if __name__ == "__main__":
    main()
