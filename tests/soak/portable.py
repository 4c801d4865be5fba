"""Oldest and newest versions, and awkward places: `python tests/soak/portable.py`.

oldest    the lowest versions that pyproject.toml allows, on the oldest Python here
newest    the highest that can be installed, on every other supported Python here
older_cpu strict nbval of all notebooks with what newer CPUs add switched off
awkward   copies in all the PLACES below, each set up anew: `make run` of a notebook and
          the tests of what differs from machine to machine; in those that are `whole`,
          all notebooks and `make test`. `portable.py awkward signs tmpfs` tries those
          two. What this machine cannot try is listed as not run.

Each works in a clone of its own of what is committed; all but older_cpu need a package
index.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHOWN = ("numpy", "matplotlib", "scikit-learn", "pytest")
# What these look at are the locked versions or the checkout's own environment.
LOCKED = "not test_setup and not test_accuracy"
NOBODY = 65534
NAMED = []  # the places that the command names


def run(command, **how):
    print("$", " ".join(map(str, command)), flush=True)
    subprocess.run(list(map(str, command)), check=True, **how)


def clone(folder, **how):
    run(["git", "clone", "-q", ROOT, folder], **how)
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
    run([*uv, "--resolution", resolution, "-e", f"{checkout}[book,fast,test]"])
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


@dataclass(frozen=True)
class Place:
    """What is awkward about a place: the folder, the user, the environment, the limits.

    `home` is the mode of the home folder that holds the copy, `before` what the
    commands are started with; in a `whole` place everything is run.
    """

    name: str = "project"
    root: bool = False
    home: int = 0o755
    umask: int = 0o022
    git: bool = True
    read_only: bool = False
    users: int = 1
    memory: bool = False
    whole: bool = False
    environment: dict = field(default_factory=dict)
    without: tuple = ()
    before: tuple = ()


LIMIT = ("sh", "-c", 'ulimit -v 3145728 && exec "$@"', "sh")  # kB of address space
PLACES = {
    "read-only": Place(
        "ein Ordner für Übungen · 練習",
        read_only=True,
        environment={"LC_ALL": "C"},
    ),
    # A home and a umask hide the same files from the same users: one proof for both.
    "private": Place("two  words", root=True, home=0o700, umask=0o077, whole=True),
    "spaces": Place("two  words"),
    "no-root": Place(),
    "signs": Place('it\'s 50% "C#" & более · 練習'),
    "umask": Place(umask=0o077),
    "no-git": Place(git=False),
    "no-home": Place(without=("HOME",)),
    "elsewhere": Place(environment={"TZ": "Pacific/Kiritimati", "LANG": "tr_TR.UTF-8"}),
    "two-users": Place(users=2),
    "one-core": Place(before=("taskset", "-c", "0")),
    "three-gb": Place(before=LIMIT),
    "tmpfs": Place(memory=True),
}
SET_UP = ["make", "setup"]
DIFFERS = ["bad_networks", "datasets_fetch", "datasets_images", "datasets_reviews"]
DIFFERS += ["exercises", "grade", "handouts", "killed", "safe", "setup", "sweeps"]
DIFFERS += ["tools"]  # the book is rendered by `make run`
TESTS = [f"tests/test_{name}.py" for name in DIFFERS]
PYTEST = ["-m", "pytest", "-q", "-n", "2", "--dist", "loadscope"]


def awkward(folder):
    """Try the places that are named, all of them for none."""
    not_run = []
    for name in NAMED or PLACES:
        print(f"── {name}", flush=True)
        (folder / name).mkdir()
        if why := visit(PLACES[name], folder / name):
            not_run.append(f"NOT RUN: {name}: {why}")
    print(*not_run, sep="\n", flush=True)


def lacking(place):
    """Return what this machine lacks for a place, or ''."""
    if (place.root or place.users > 1) and os.getuid() != 0:
        return "only root can try it"
    if place.before and not shutil.which(place.before[0]):
        return f"there is no {place.before[0]}"
    if place.memory and not os.path.ismount("/dev/shm"):
        return "there is no file system in memory at /dev/shm"
    return ""


def visit(place, folder):
    """Run the commands in a copy of its own for each user; return why not, or ''."""
    if why := lacking(place):
        return why
    scratch = tempfile.mkdtemp(dir="/dev/shm" if place.memory else folder)
    os.chmod(scratch, 0o1777)
    copies = []
    for n in range(place.users):
        home = folder / f"home-{n}"
        home.mkdir()
        copy = clone(home / place.name, umask=place.umask)
        if not place.git:
            shutil.rmtree(copy / ".git")
        user, who = NOBODY - n, []
        if os.getuid() == 0 and not place.root:
            who = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"]
            run(["chown", "-R", f"{user}:{user}", home])
        if place.read_only:
            run(["chmod", "-R", "a-w,a+rX", copy])
        home.chmod(place.home)
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "TMPDIR": scratch,
            "VENV": str(home / "environment") if place.read_only else ".venv",
            **{k: v for k, v in os.environ.items() if k.startswith("PIP_")},
            **place.environment,
        }
        for name in place.without:
            del environment[name]
        copies.append((copy, [*who, *place.before], environment))
    tests = [f"{environment['VENV']}/bin/python", *PYTEST, *TESTS]
    commands = [SET_UP, ["make", "run", "NB=05"], tests]
    if place.whole:
        commands = [SET_UP, ["make", "run"], ["make", "test"]]
    elif place.read_only:  # there is no place for a book
        commands = [SET_UP, ["make", "test"]]
    try:
        for command in commands:
            together(command, copies, place.umask)
        for copy, _, _ in copies if place.read_only else ():
            changed = subprocess.run(
                ["git", "-c", "safe.directory=*", "status", "--short", "--ignored"],
                cwd=copy,
                capture_output=True,
                text=True,
                check=True,
            ).stdout
            assert not changed, changed
    finally:
        run(["chmod", "-R", "u+w", folder])
        shutil.rmtree(scratch, ignore_errors=True)
    return ""


def together(command, copies, umask):
    """Run a command in every copy at once; stop if one of them fails."""
    print("$", *command, flush=True)
    begin = time.perf_counter()
    running = [
        subprocess.Popen([*who, *command], cwd=copy, env=environment, umask=umask)
        for copy, who, environment in copies
    ]
    for process, (copy, _, _) in zip(running, copies, strict=True):
        if code := process.wait():
            raise subprocess.CalledProcessError(code, [str(copy), *command])
    print(f"  ({time.perf_counter() - begin:.0f} s)", flush=True)


def main():
    chosen = sys.argv[1:] or ["oldest", "newest", "older_cpu", "awkward"]
    NAMED.extend(name for name in chosen if name in PLACES)
    chosen = [name for name in chosen if name not in PLACES]
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
