"""Oldest and newest versions, and an awkward place: `python tests/soak/portable.py`.

oldest    the lowest versions that pyproject.toml allows, on the oldest Python here
newest    the highest that can be installed, on every other supported Python here
older_cpu strict nbval of all notebooks with what newer CPUs add switched off
awkward   `make test` of a read-only clone whose path has spaces and letters outside
          ASCII, as a user without root, in the locale C

Each works in a clone of its own of what is committed; all but older_cpu need a package
index.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHOWN = ("numpy", "matplotlib", "scikit-learn", "pytest")
# What these look at are the locked versions or the checkout's own environment.
LOCKED = "not test_setup and not test_accuracy"
NOBODY = 65534


def run(command, **how):
    print("$", " ".join(map(str, command)), flush=True)
    subprocess.run(list(map(str, command)), check=True, **how)


def clone(folder):
    run(["git", "clone", "-q", ROOT, folder])
    return folder


def pythons():
    """Return {(3, minor): path} of the supported Pythons of this machine."""
    found = {}
    places = [Path(p) for p in os.environ["PATH"].split(os.pathsep)]
    places += sorted(Path.home().glob(".pyenv/versions/*/bin"))
    minimum = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    least = int(minimum["requires-python"].removeprefix(">=3."))
    for minor in range(least, 30):
        for place in places:
            path = place / f"python3.{minor}"
            works = (
                path.exists()
                and not subprocess.run(
                    [path, "-c", "import venv, ensurepip"], capture_output=True
                ).returncode
            )
            if works:
                found.setdefault((3, minor), path)
    return found


def unit_tests(python, folder, resolution):
    """Run the tests in a new environment with the chosen versions."""
    checkout, venv = clone(folder / "clone"), folder / "venv"
    run([python, "-m", "venv", venv])
    ours = venv / "bin" / "python"
    run([ours, "-m", "pip", "install", "-q", "uv"])
    uv = [ours, "-m", "uv", "pip", "install", "-q", "--python", ours]
    run([*uv, "--resolution", resolution, "-e", f"{checkout}[book,test]"])
    run([*uv, "setuptools>=77"])  # a test builds the wheel
    lines = subprocess.run(
        [ours, "-m", "pip", "list", "--format=freeze"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    shown = [line for line in lines if line.split("==")[0] in SHOWN]
    print(resolution, *shown, flush=True)
    run([ours, "-m", "pytest", "-q", "-n", "2", "-k", LOCKED], cwd=checkout)


def oldest(folder):
    version = min(pythons())
    print(f"Python {version}")
    unit_tests(pythons()[version], folder, "lowest-direct")


def newest(folder):
    for version, python in sorted(pythons().items())[1:]:
        print(f"Python {version}")
        unit_tests(python, folder / f"{version[1]}", "highest")


def older_cpu(folder):
    older = {
        "OPENBLAS_CORETYPE": "Nehalem",
        "NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX512_ICL AVX512_SPR",
    }
    checkout = clone(folder / "clone")
    run(
        [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadscope"]
        + ["--nbval", "--nbval-current-env", "notebooks"],
        cwd=checkout,
        env={**os.environ, **older, "PYTHONPATH": str(checkout)},
    )


def awkward(folder):
    checkout = clone(folder / "ein Ordner für Übungen · 練習")
    home = folder / "home"
    home.mkdir()
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "LC_ALL": "C",
        "VENV": str(home / "environment"),
        **{k: v for k, v in os.environ.items() if k.startswith(("PIP_", "PYTHON"))},
    }
    who = []
    if os.getuid() == 0:  # root may write anywhere
        who = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
        os.chown(home, NOBODY, NOBODY)
    run(["chmod", "-R", "a-w,a+rX", checkout])
    try:
        run([*who, "make", "test"], cwd=checkout, env=environment)
        changed = subprocess.run(
            ["git", "-c", "safe.directory=*", "status", "--short", "--ignored"],
            cwd=checkout,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        assert not changed, changed
    finally:
        run(["chmod", "-R", "u+w", checkout])


def main():
    chosen = sys.argv[1:] or ["oldest", "newest", "older_cpu", "awkward"]
    for name in chosen:
        folder = Path(tempfile.mkdtemp(prefix=f"{name}-"))
        folder.chmod(0o755)  # some tests become another user
        try:
            globals()[name](folder)
        except subprocess.CalledProcessError as error:
            sys.exit(f"✗ {name}: {error}")
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        print(f"✔ {name}", flush=True)


if __name__ == "__main__":
    main()
