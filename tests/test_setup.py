"""Setting up: what goes wrong is said in one line; what agrees, agrees by a test."""

import contextlib
import os
import re
import shlex
import shutil
import stat
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest
import requests
import yaml
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def requirements(project):
    """Return what is asked for, without the markers of what a browser has not."""
    needs = [project["dependencies"], *project["optional-dependencies"].values()]
    return {need.partition(";")[0] for some in needs for need in some}


def test_environment_yml_asks_for_what_pyproject_asks_for():
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    environment = yaml.safe_load(text)["dependencies"]
    pip = environment.pop()["pip"]
    assert "-e ." in pip
    asked = {need.replace("matplotlib-base", "matplotlib") for need in environment}
    python = next(need for need in asked if need.startswith("python="))
    version = python.removeprefix("python=")  # one: Binder reads no other form
    assert SpecifierSet(PROJECT["project"]["requires-python"]).contains(version)
    expected = requirements(PROJECT["project"]) | {python, "pip"}
    assert asked | {need for need in pip if need != "-e ."} == expected


def test_the_lock_file_has_a_hash_for_each_package_and_covers_pyproject():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    locked = {re.split(r"[\[=<>!~ ;]", entry)[0].lower() for entry in entries}
    assert all("--hash=sha256:" in entry for entry in entries)
    assert not re.search(r"https?:|file:|--index|--find-links", text)
    wanted = {re.split(r"[><=]", need)[0] for need in requirements(PROJECT["project"])}
    assert wanted | {"setuptools"} <= locked
    # Without its extras, pip would look for the newest version instead, and refuse it.
    assert "\njsonschema[format-nongpl]==" in text


# Its own environment in its own folder, wherever that of these tests may be.
OURS = {**os.environ, "VENV": ".venv"}


def setup(folder, *, path_first=None, code="", **environment):
    """Run a copy of tools/setup_env.py in `folder`, `code` before it."""
    (folder / "tools").mkdir(parents=True, exist_ok=True)
    for name in ("pyproject.toml", "requirements.lock", "tools/setup_env.py"):
        shutil.copyfile(ROOT / name, folder / name)
    script = folder / "tools" / "setup_env.py"
    run = (
        f"import sys, runpy\n{code}\nrunpy.run_path({str(script)!r}, None, '__main__')"
    )
    return subprocess.run(
        [sys.executable, "-c", run],
        env={**OURS, **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )


def only_line(result):
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1, result.stderr
    return result.stderr


def test_a_python_that_is_too_old_is_told_so(tmp_path):
    result = setup(tmp_path, code="sys.version_info = (3, 9, 1)")
    assert "Python 3.11 or later is needed; this is 3.9" in only_line(result)


def test_a_python_without_venv_is_told_what_to_install(tmp_path):
    result = setup(tmp_path, code="sys.modules['ensurepip'] = None")
    assert "sudo apt install python3-venv" in only_line(result)


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    code = "import os\nos.access = lambda path, mode: False"  # for root all can be
    assert f"cannot write to {tmp_path}" in only_line(setup(tmp_path, code=code))
    assert not (tmp_path / ".venv").exists()


def test_a_folder_of_other_files_is_never_emptied(tmp_path):
    thesis = tmp_path / "home" / "thesis.txt"
    thesis.parent.mkdir()
    thesis.write_text("years of work")
    message = only_line(setup(tmp_path, VENV=str(thesis.parent)))
    assert "home holds other files" in message and thesis.exists()


def test_without_an_index_it_says_so_and_a_later_try_starts_again(tmp_path):
    offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path / "none")}
    # To make a pip for it would take longer than all else: this one's own says it.
    code = (
        "import subprocess\n"
        "real, safe = subprocess.run, ['--ignore-installed', '--dry-run']\n"
        "def run(command, **how):\n"
        "    if 'venv' in command:\n"
        "        return real([*command, '--without-pip'], **how)\n"
        "    return real([sys.executable, *command[1:], *safe], **how)\n"
        "subprocess.run = run"
    )
    result = setup(tmp_path, code=code, PIP_CONFIG_FILE=os.devnull, **offline)
    assert "no package index could be reached" in only_line(result)
    assert not (tmp_path / ".venv" / "setup-done").exists()


def test_what_is_set_up_is_not_set_up_again(tmp_path):
    # With nothing to install but an empty lock file: pip needs no network.
    script = str(tmp_path / "tools" / "setup_env.py")

    def once():
        (tmp_path / "tools").mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / "tools/setup_env.py", script)
        for name in ("pyproject.toml", "requirements.lock"):
            (tmp_path / name).touch()
        code = (
            "import runpy, subprocess\n"
            "real = subprocess.run\n"
            "def run(command, **how):\n"
            "    if 'venv' not in command:\n"
            "        return real(['true'], **how)\n"
            "    return real([*command, '--without-pip'], **how)\n"
            "subprocess.run = run\n"
            f"runpy.run_path({script!r}, None, '__main__')"
        )
        return subprocess.run(
            [sys.executable, "-c", code],
            env=OURS,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    assert "Setting up" in once()
    assert once() == ""
    (tmp_path / "pyproject.toml").write_text("[tool.pytest]\nverbose = true")
    assert once() == ""
    (tmp_path / "pyproject.toml").write_text('[project]\ndependencies = ["numpy"]')
    assert "Setting up" in once()
    (tmp_path / "requirements.lock").write_text("# changed")
    assert "Setting up" in once()


def make(*arguments, **environment):
    if not shutil.which("make"):
        pytest.skip("make is not there")
    return subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )


def test_make_alone_lists_every_command():
    listed = set(re.findall(r"make ([a-z-]+)", make().stdout))
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"\.PHONY: ((?:.*\\\n)*.*)", text)[1].replace("\\\n", " ")
    assert listed == set(phony.split()) - {"setup"}


def test_make_passes_over_a_python_that_does_not_run(tmp_path):
    broken = tmp_path / "python3"
    broken.write_text("#!/bin/sh\nexit 127\n")
    broken.chmod(broken.stat().st_mode | stat.S_IEXEC)
    (tmp_path / "python3.13").symlink_to(sys.executable)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    plan = make("-n", "setup", PATH=path).stdout
    assert "python3.1" in plan and "python3 tools/setup_env.py" not in plan


def test_lab_is_on_this_machine_alone_and_asks_for_its_token(tmp_path):
    """Its kernel is that of this environment, whatever else is called python3."""
    plan = make("-n", "lab", LAB_FLAGS="--no-browser --allow-root --port=0").stdout
    command = shlex.split(plan.splitlines()[-1])
    assert command[:2] == ["$VENV/bin/python", "tools/lab.py"]
    other = tmp_path / "kernels" / "python3" / "kernel.json"
    other.parent.mkdir(parents=True)
    other.write_text('{"argv": ["other"], "display_name": "?", "language": "python"}')
    named = ("CONFIG_DIR", "DATA_DIR", "PATH")
    places = {f"JUPYTER_{name}": str(tmp_path) for name in named}
    places["JUPYTER_RUNTIME_DIR"] = str(tmp_path / "run")
    log = tmp_path / "log"
    with open(log, "w") as stream:
        server = subprocess.Popen(
            [sys.executable, *command[1:]],
            cwd=ROOT,
            env={**os.environ, "HOME": str(tmp_path), **places},
            stderr=stream,
        )
    try:
        for _ in range(600):
            found = re.search(r"(http://\S+/)lab\S*token=(\w+)", log.read_text())
            if found or server.poll() is not None:
                break
            time.sleep(0.1)
        assert found, log.read_text()
        address, token = found.groups()
        for _ in range(100):  # it may say its address before it listens
            with contextlib.suppress(requests.ConnectionError):
                requests.get(address)
                break
            time.sleep(0.1)
        assert re.match(r"http://(127\.0\.0\.1|localhost):\d+/", address)
        contents = f"{address}api/contents/00_start_here.ipynb"
        assert requests.get(contents).status_code == 403
        key = {"token": token}
        assert requests.get(contents, params=key).status_code == 200
        answer = requests.get(f"{address}api/kernelspecs", params=key).json()
        assert answer["kernelspecs"]["python3"]["spec"]["argv"][0] != "other"
    finally:
        server.terminate()
        server.wait(60)


@pytest.mark.parametrize("path", ["README.md", ".github/workflows/ci.yml"])
def test_the_commands_that_texts_name_are_there(path):
    text = (ROOT / path).read_text(encoding="utf-8")
    named = set(re.findall(r"\bmake ([a-z]+(?:-[a-z]+)*)", text))
    assert {"run", "test"} <= named | ({"run"} if path.startswith(".github") else set())
    known = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M)
    assert named <= set(known)


def test_ci_runs_the_command_of_the_readme():
    assert re.search(r"^make test$", (ROOT / ".ci/run").read_text(), re.M)
    assert "make test" in (ROOT / "README.md").read_text(encoding="utf-8")
