"""Collect what a class without internet needs: `python tools/bundle.py --help`.

It writes to build/bundle the wheels of requirements.lock and of the project, the
handouts, the slides, the book, and the real data if they are here. README.txt in it
says how they are used, from a USB stick or as a mirror.
"""

import argparse
import gzip
import re
import shutil
import subprocess
import sys
from pathlib import Path

from environment import ROOT, prepare
from handouts import build_wheel
from output import begin
from packaging.markers import default_environment
from packaging.requirements import Requirement

from rmsprop_lib.datasets.sources import FILES, check_content, data_folder

PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
README = """RMSprop from scratch, without internet. In this folder:

wheels/    the packages, and rmsprop_lib, for {targets}
handouts/  the notebooks for a class, and a zip of them
slides/    a deck for each notebook: open slides/index.html
book/      all notebooks with their outputs: open book/index.html
data/      {data}

Whoever has the project's folder, with Python 3.11 or later and make, runs in it:

    export PIP_NO_INDEX=1 PIP_FIND_LINKS=/path/to/this/folder/wheels
    export RMSPROP_LIB_MIRROR=file:///path/to/this/folder/data
    make run

Whoever has not:

    python -m venv env
    env/bin/pip install --no-index --find-links wheels rmsprop-lib
    env/bin/jupyter lab handouts/00_start_here.ipynb

(on Windows, env\\Scripts\\ in place of env/bin/). To serve this folder to a room:

    python -m http.server --directory /path/to/this/folder 8000

and on the others, with its address in place of ADDRESS:

    export PIP_NO_INDEX=1 PIP_TRUSTED_HOST=ADDRESS
    export PIP_FIND_LINKS=http://ADDRESS:8000/wheels/
    export RMSPROP_LIB_MIRROR=http://ADDRESS:8000/data
"""
SYSTEMS = {  # what the markers in the lock ask about a system
    "win": {"sys_platform": "win32", "os_name": "nt", "platform_system": "Windows"},
    "mac": {"sys_platform": "darwin", "os_name": "posix", "platform_system": "Darwin"},
    "man": {"sys_platform": "linux", "os_name": "posix", "platform_system": "Linux"},
}


def target(text):
    """Split e.g. `win_amd64-3.12` into a wheel's platform and a version of Python."""
    found = re.fullmatch(r"((?:win|macosx|manylinux)\w*)-(3\.\d+)", text)
    if not found:
        raise argparse.ArgumentTypeError(
            f"{text!r} was given; expected a wheel's platform and a Python, e.g. "
            "win_amd64-3.12, macosx_14_0_arm64-3.13 or manylinux_2_28_x86_64-3.11"
        )
    return found[1], found[2]


def locked_for(lock, platform, python):
    """Return the lines of the lock that hold on another platform, with their hashes.

    pip would judge the markers by the machine that it runs on.
    """
    environment = {
        **default_environment(),
        **SYSTEMS[platform[:3]],
        "python_version": python,
        "python_full_version": f"{python}.99",
    }
    wanted = []
    for block in re.split(r"\n(?=\S)", lock):
        if not block.strip() or block.startswith("#"):
            continue
        head = block.split("\\")[0].split("--hash")[0].strip()
        marker = Requirement(head).marker
        if marker is None or marker.evaluate(environment):
            wanted.append(block.strip().replace(head, head.split(";")[0].strip(), 1))
    return "\n".join(wanted) + "\n"


def run(command, what):
    """Run a command; stop with its last line if it fails."""
    how = {"capture_output": True, "encoding": "utf-8", "errors": "replace"}
    done = subprocess.run(command, cwd=ROOT, **how)
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        sys.exit(f"bundle: {what} failed: {lines[-1] if lines else command}")


def write_wheels(folder, targets):
    """Download the wheels of the lock, verified by their hashes; build our own."""
    folder.mkdir(parents=True)
    lock = ROOT / "requirements.lock"
    download = [*PIP, "download", "-q", "--require-hashes", "-d", str(folder)]
    run([*download, "--only-binary=:all:", "-r", str(lock)], "to download the wheels")
    for platform, python in targets:
        text = locked_for(lock.read_text(encoding="utf-8"), platform, python)
        file = folder / "wanted.txt"
        file.write_text(text, encoding="utf-8")
        given = ["--no-deps", "--only-binary=:all:", "--implementation", "cp"]
        given += ["--platform", platform, "--python-version", python, "-r", str(file)]
        run([*download, *given], f"to download the wheels for {platform}-{python}")
        file.unlink()
    build_wheel(folder)


def write_data(folder):
    """Write the real data, verified, as a mirror holds them; return what to say."""
    home = data_folder()
    written = 0
    for file in FILES if home else ():
        for path in (home / file.path, home / f"{file.path}.gz"):
            if not path.is_file():
                continue
            content = path.read_bytes()
            content = gzip.decompress(content) if path.suffix == ".gz" else content
            check_content(content, file, path)
            copy = folder / file.remote
            copy.parent.mkdir(parents=True, exist_ok=True)
            if copy.suffix == ".gz":
                content = gzip.compress(content, mtime=0)
            copy.write_bytes(content)
            written += 1
            break
    if written == len(FILES):
        return "the real MNIST and the real reviews, as a mirror holds them"
    return (
        f"{written} of the {len(FILES)} files of the real data (run `make data` before "
        "`make bundle`); the notebooks run without them"
    )


def main(arguments=None):
    prepare()
    parser = argparse.ArgumentParser(description="Collect what a class needs offline.")
    parser.add_argument(
        "--output", default=ROOT / "build" / "bundle", help="folder to write"
    )
    parser.add_argument(
        "--for",
        dest="targets",
        nargs="*",
        type=target,
        default=[],
        help="further machines, e.g. win_amd64-3.12 macosx_14_0_arm64-3.13",
    )
    options = parser.parse_args(arguments)
    output = Path(options.output).resolve()
    begin(output)
    print("bundle: wheels")
    write_wheels(output / "wheels", options.targets)
    data = write_data(output / "data")
    for tool in ("handouts", "slides", "book"):
        print(f"bundle: {tool}")
        script = [sys.executable, str(ROOT / "tools" / f"{tool}.py")]
        run([*script, "--output", str(output / tool)], f"tools/{tool}.py")
    shutil.rmtree(output / "book-source")
    here = f"this system with Python {sys.version_info[0]}.{sys.version_info[1]}"
    targets = ", ".join([here, *("-".join(pair) for pair in options.targets)])
    text = README.format(targets=targets, data=data)
    (output / "README.txt").write_text(text, encoding="utf-8")
    size = sum(f.stat().st_size for f in output.rglob("*") if f.is_file())
    print(f"bundle: {output}, {size / 1e6:.0f} MB; README.txt says how to use it")
    print(f"bundle: data: {data}")


if __name__ == "__main__":
    main()
