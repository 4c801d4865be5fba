"""Create `.venv`, once: `python tools/setup_env.py` (`make` calls it before all else).

It installs what `requirements.lock` lists, each file verified by its hash, and the
project itself. If nothing has changed since, it does nothing. This file keeps to the
syntax of old Pythons, so that they can say that they are too old.
"""

import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
NO_INDEX = (
    "no package index could be reached. Is there a network? Without one, set "
    "PIP_NO_INDEX=1 and PIP_FIND_LINKS to a folder of wheels (`make bundle` makes one)."
)


def stop(message):
    sys.stderr.write("setup: " + message + "\n")
    sys.exit(1)


if sys.version_info < (3, 11):
    stop(
        "Python 3.11 or later is needed; this is %d.%d (%s). Install one, or name it: "
        "make PYTHON=/path/to/python3 run" % (sys.version_info[:2] + (sys.executable,))
    )

import hashlib  # noqa: E402
import json  # noqa: E402
import shutil  # noqa: E402
import subprocess  # noqa: E402
import tomllib  # noqa: E402


def state():
    """Return what the environment depends on, as a line.

    Of pyproject.toml that is not all: an option of a test changes no environment.
    """
    with open(os.path.join(ROOT, "pyproject.toml"), "rb") as stream:
        project = tomllib.load(stream)
    package = project.get("tool", {}).get("setuptools")
    parts = [project.get("build-system"), project.get("project"), package]
    digest = hashlib.sha256(json.dumps(parts, sort_keys=True).encode())
    for name in ("requirements.lock", os.path.join("tools", "setup_env.py")):
        with open(os.path.join(ROOT, name), "rb") as stream:
            digest.update(stream.read())
    return "{} {} {}".format(sys.version, ROOT, digest.hexdigest())


def check(folder):
    """Stop, with what to do about it, if the environment cannot be made here."""
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        stop(
            "this Python has no venv module. On Debian or Ubuntu: sudo apt install "
            "python3-venv. Or name another Python: make PYTHON=/path/to/python3 run"
        )
    parent = folder if os.path.isdir(folder) else os.path.dirname(folder)
    if not os.access(parent, os.W_OK):
        stop(
            "cannot write to {}. Copy the project to a folder of your own, or name "
            "one for the environment: make VENV=/path/to/folder run".format(parent)
        )
    ours = ("pyvenv.cfg", "setup.log")
    held = os.listdir(folder) if os.path.isdir(folder) else []
    if held and not any(name in held for name in ours):
        stop("{} holds other files; name a new folder for VENV.".format(folder))


def run(command, log):
    """Run a command with its output in `log`; stop with one line if it fails."""
    with open(log, "a", encoding="utf-8") as stream:
        code = subprocess.run(
            command, stdout=stream, stderr=subprocess.STDOUT
        ).returncode
    if code == 0:
        return
    with open(log, encoding="utf-8", errors="replace") as stream:
        text = stream.read()
    if "No matching distribution" in text or "Could not find a version" in text:
        stop("{} (More in {})".format(NO_INDEX, log))
    if "No space left" in text:
        stop("the disk is full: the environment needs about 1.2 GB.")
    last = [line for line in text.splitlines() if line.strip()] or ["(no output)"]
    stop("this failed: {}: {} (More in {})".format(" ".join(command), last[-1], log))


def main():
    folder = os.path.join(ROOT, os.environ.get("VENV") or ".venv")
    stamp = os.path.join(folder, "setup-done")
    if os.path.exists(stamp):
        with open(stamp, encoding="utf-8") as stream:
            if stream.read() == state():
                return
    check(folder)
    sys.stdout.write("Setting up: one or two minutes, this time only.\n")
    sys.stdout.flush()
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    log = os.path.join(folder, "setup.log")
    run([sys.executable, "-m", "venv", folder], log)
    scripts = "Scripts" if os.name == "nt" else "bin"
    pip = [os.path.join(folder, scripts, "python"), "-m", "pip", "install", "-q"]
    pip += ["--disable-pip-version-check", "--no-warn-script-location", "--no-compile"]
    lock = os.path.join(ROOT, "requirements.lock")
    run(pip + ["--require-hashes", "-r", lock], log)
    run(pip + ["--no-deps", "--no-build-isolation", "-e", ROOT], log)
    # What pip does on one core, on all; a file that no Python of today can read stays.
    compiled = [pip[0], "-m", "compileall", "-q", "-j", "0", folder]
    subprocess.run(compiled, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with open(stamp, "w", encoding="utf-8") as stream:
        stream.write(state())


if __name__ == "__main__":
    main()
