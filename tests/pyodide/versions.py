"""Write versions.json, what Pyodide has of our dependencies: `npm ci && …`, here.

The npm package holds the lock file of the distribution: names, versions, sums.
"""

import json
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

HERE = Path(__file__).resolve().parent
LOCK = HERE / "node_modules" / "pyodide" / "pyodide-lock.json"
PROJECT = HERE.parents[1] / "pyproject.toml"

lock = json.loads(LOCK.read_text(encoding="utf-8"))
project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
names = [Requirement(text).name for text in project["dependencies"]]
found = {
    "python": lock["info"]["python"],
    "packages": {
        name: lock["packages"][name]["version"]
        for name in names
        if name in lock["packages"]
    },
}
text = json.dumps(found, indent=1) + "\n"
(HERE / "versions.json").write_text(text, encoding="utf-8")
