"""The bundle sets a class up without a network: `make test-bundle` tries it."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
spec = importlib.util.spec_from_file_location("bundle", ROOT / "tools/bundle.py")
bundle = importlib.util.module_from_spec(spec)
spec.loader.exec_module(bundle)

LOCK = """appnope==1.0.0 ; sys_platform == 'darwin' \\
    --hash=sha256:aa \\
    --hash=sha256:bb
numpy==2.4.6 ; python_full_version < '3.12' \\
    --hash=sha256:cc
numpy==2.5.5 ; python_full_version >= '3.12' \\
    --hash=sha256:dd
pywinpty==3.1.2 ; os_name == 'nt' \\
    --hash=sha256:ee
zict==3.0.0 \\
    --hash=sha256:ff
"""


@pytest.mark.parametrize(
    "name, expected",
    [
        ("win_amd64-3.12", ["numpy==2.5.5", "pywinpty==3.1.2", "zict==3.0.0"]),
        ("macosx_14_0_arm64-3.11", ["appnope==1.0.0", "numpy==2.4.6", "zict==3.0.0"]),
        ("manylinux_2_28_x86_64-3.13", ["numpy==2.5.5", "zict==3.0.0"]),
    ],
)
def test_another_machine_gets_what_its_markers_ask_for(name, expected):
    text = bundle.locked_for(LOCK, *bundle.target(name))
    assert [line.split()[0] for line in text.splitlines() if line[0] != " "] == expected
    assert ";" not in text  # pip would judge a marker by the machine that it runs on
    assert text.count("--hash") == len(expected) + ("appnope" in text)


def test_every_line_of_our_lock_is_understood():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    names = set()
    for line in lock.splitlines():
        if line and line[0] not in "# ":
            names.add(Requirement(line.rstrip("\\ ")).name)
    text = bundle.locked_for(lock, "win_amd64", "3.13")
    lines = (line.rstrip("\\ ") for line in text.splitlines() if line[0] != " ")
    kept = {Requirement(line).name for line in lines}
    assert {"numpy", "pywinpty", "colorama", "setuptools"} <= kept < names
    assert "appnope" not in kept


@pytest.mark.parametrize("name", ["win", "windows", "win_amd64", "3.12", "sun-3.12"])
def test_an_unknown_machine_is_refused(name, capsys):
    with pytest.raises(SystemExit):
        bundle.main(["--for", name])
    assert "win_amd64-3.12" in capsys.readouterr().err


def test_no_data_is_said(tmp_path, monkeypatch):
    monkeypatch.setenv("RMSPROP_LIB_DATA", "embedded")
    assert bundle.write_data(tmp_path).startswith("0 of the 6 files")
    assert not list(tmp_path.iterdir())


def test_data_that_are_not_what_they_should_be_do_not_get_in(tmp_path, monkeypatch):
    (tmp_path / "mnist").mkdir()
    (tmp_path / "mnist/t10k-labels-idx1-ubyte").write_bytes(b"other")
    monkeypatch.setenv("RMSPROP_LIB_DATA", str(tmp_path))
    with pytest.raises(ValueError, match="SHA-256"):
        bundle.write_data(tmp_path / "out")
    assert not (tmp_path / "out").exists()


# ---- `make test-bundle` --------------------------------------------------------------

NO_NETWORK = ["unshare", "--net", "--map-root-user", "sh", "-c"]
PREPARE = "ip link set lo up; "  # a kernel is spoken to through it
TRY = "python3 -c \"import socket; socket.create_connection(('1.1.1.1', 80), 3)\""


@pytest.mark.bundle
def test_a_class_is_set_up_and_runs_without_any_network(tmp_path):
    """From a copy of the project and its bundle: `make run`, then a student's zip."""
    assert shutil.which("unshare"), "this test needs Linux and util-linux's unshare"
    stick = ROOT / "build" / "bundle"
    assert (stick / "README.txt").is_file(), "run `make bundle` first"
    copy = tmp_path / "project"
    parts = shutil.ignore_patterns(".*", "build", "__pycache__", "*.egg-info")
    shutil.copytree(ROOT, copy, ignore=parts)
    shutil.copytree(ROOT / ".ci", copy / ".ci")
    home = tmp_path / "home"
    home.mkdir()
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "PIP_NO_INDEX": "1",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_FIND_LINKS": str(stick / "wheels"),
        "RMSPROP_LIB_MIRROR": (stick / "data").as_uri(),
        "OPENBLAS_NUM_THREADS": "1",
    }

    def offline(command, folder):
        done = subprocess.run(
            [*NO_NETWORK, PREPARE + command],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
        )
        return done.returncode, done.stdout + done.stderr

    code, said = offline(TRY, tmp_path)
    assert code and "unreachable" in said, f"there is a network: {said}"
    code, said = offline(f"make run NB=05 PYTHON={sys.executable}", copy)
    assert code == 0, said[-3000:]
    assert (copy / "build/book/05_decay_rate.html").is_file()
    if list((stick / "data").rglob("*.gz")):
        assert "verified" in said, said

    student = "python3 -m venv env && env/bin/pip install -q rmsprop-lib && "
    student += "env/bin/jupyter execute handouts/03_one_update.ipynb"
    (tmp_path / "student").mkdir()
    shutil.copytree(stick / "handouts", tmp_path / "student/handouts")
    code, said = offline(student, tmp_path / "student")
    assert code == 0, said[-3000:]
