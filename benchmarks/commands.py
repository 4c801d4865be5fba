"""How long do the project's commands take? `python benchmarks/commands.py DATA`.

DATA is a folder that `python -m rmsprop_lib.datasets` has filled. Each command runs
once, after set-up, on a machine that does nothing else. Written to
`benchmarks/results/commands.json`.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

from side_by_side import store

AIMS = {  # the target, the data, and the seconds that it may take
    "make run, embedded data": ("run", "embedded", 110),
    "make run, real data": ("run", "real", 240),
    "make test": ("test", "embedded", 120),
}


def main():
    (data,) = sys.argv[1:]
    top, found = Path(__file__).resolve().parent.parent, {}
    for name, (target, kind, aim) in AIMS.items():
        place = data if kind == "real" else kind
        environment = os.environ | {"RMSPROP_LIB_DATA": place}
        start = time.perf_counter()
        subprocess.run(["make", target], cwd=top, env=environment, check=True)
        found[name] = {"seconds": round(time.perf_counter() - start, 1), "aim": aim}
    store("commands", found)


if __name__ == "__main__":
    main()
