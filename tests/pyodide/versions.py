"""Write versions.json, what Pyodide holds: `npm ci && python versions.py`, here.

The npm package holds the lock file of the distribution: names, versions, sums.
"""

import json
from pathlib import Path

HERE = Path(__file__).resolve().parent
LOCK = HERE / "node_modules" / "pyodide" / "pyodide-lock.json"

lock = json.loads(LOCK.read_text(encoding="utf-8"))
found = {
    "python": lock["info"]["python"],
    "packages": {
        name: package["version"] for name, package in sorted(lock["packages"].items())
    },
}
text = json.dumps(found, indent=1) + "\n"
(HERE / "versions.json").write_text(text, encoding="utf-8")
