"""Make build/pyodide: what can be had of Pyodide from npm and PyPI: `core.py`.

The npm package is its core. The pure packages of its lock file are on PyPI, packed
there in another way, so that the lock gets their sums. NumPy and the other compiled
ones are in Pyodide's own distribution alone: what needs them does not run here.
"""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
FOLDER = HERE.parents[1] / "build" / "pyodide"

subprocess.run(["npm", "ci", "--silent", "--prefix", HERE], check=True)
shutil.rmtree(FOLDER, ignore_errors=True)
shutil.copytree(HERE / "node_modules" / "pyodide", FOLDER)
file = FOLDER / "pyodide-lock.json"
lock = json.loads(file.read_text(encoding="utf-8"))
pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "-q"]
pip += ["--no-deps", "--require-hashes", "-r", HERE / "wheels.txt", "-d", FOLDER]
python = lock["info"]["python"].rsplit(".", 1)[0]
pip += ["--only-binary=:all:", "--platform", "any", "--python-version", python]
subprocess.run(list(map(str, pip)), check=True)
for package in lock["packages"].values():
    wheel = FOLDER / package["file_name"]
    if wheel.is_file():
        package["sha256"] = hashlib.sha256(wheel.read_bytes()).hexdigest()
file.write_text(json.dumps(lock), encoding="utf-8")
