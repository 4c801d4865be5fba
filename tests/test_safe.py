"""Nothing here runs what it reads, fetches what is not listed, or listens outside."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from rmsprop_lib.datasets.sources import FILES

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
LIBRARY = sorted((ROOT / "rmsprop_lib").rglob("*.py"))
TOOLS = sorted((ROOT / "tools").glob("*.py"))

# What turns data into code, or a text into a command.
RUNS_DATA = {
    *("eval", "exec", "compile", "__import__", "breakpoint"),
    *("os.system", "os.popen", "os.execv", "os.execvp", "os.spawnl", "os.spawnv"),
    *("subprocess.getoutput", "subprocess.getstatusoutput", "runpy.run_path"),
    *(
        "pickle.load",
        "pickle.loads",
        "pickle.Unpickler",
        "joblib.load",
        "marshal.loads",
    ),
    *("yaml.load", "shelve.open", "dill.loads", "cloudpickle.loads", "tempfile.mktemp"),
    *("tarfile.open", "shutil.unpack_archive", "ssl._create_unverified_context"),
}
# What opens a connection.
FETCHES = {"requests", "urllib", "urllib3", "http", "socket", "ftplib", "httpx"}
FETCHES |= {"aiohttp", "asyncio", "smtplib", "telnetlib", "xmlrpc", "webbrowser"}
FETCHES |= {"fetch_openml", "fetch_20newsgroups", "load_dataset", "urlretrieve"}
MAY_FETCH = {"rmsprop_lib/datasets/download.py"}


def code(path):
    """Return the tree of a Python file or of all code cells of a notebook."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        cells = json.loads(text)["cells"]
        text = "\n".join(
            re.sub(r"^(\s*)[%!].*$", r"\1pass", "".join(cell["source"]), flags=re.M)
            for cell in cells
            if cell["cell_type"] == "code"
        )
    return ast.parse(text, str(path))


def dotted(node):
    """Return the name of what is called: `os.path.join`, `eval`, or ''."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def dangers(tree):
    """Return what in the tree runs data, or could."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            module = getattr(node, "module", None)
            for alias in node.names:
                name = f"{module}.{alias.name}" if module else alias.name
                if name in RUNS_DATA:
                    found.append(f"import {name}")
        if not isinstance(node, ast.Call):
            continue
        name = dotted(node.func)
        if name in RUNS_DATA:
            found.append(name)
        for keyword in node.keywords:
            value = getattr(keyword.value, "value", "something")
            if keyword.arg == "shell" and value is not False:
                found.append(f"{name}(shell={value})")
            if keyword.arg == "allow_pickle" and value is not False:
                found.append(f"{name}(allow_pickle={value})")
            if keyword.arg == "verify" and value is not True:
                found.append(f"{name}(verify={value})")
        if name in ("np.load", "numpy.load"):
            if "allow_pickle" not in {keyword.arg for keyword in node.keywords}:
                found.append(f"{name} without allow_pickle=False")
    return found


def fetchers(tree):
    """Return the names in the tree that open connections."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names} & FETCHES
        if isinstance(node, ast.ImportFrom):
            names = {alias.name for alias in node.names}
            found |= {(node.module or "").split(".")[0], *names} & FETCHES
    return found


@pytest.mark.parametrize(
    "bad",
    [
        "eval(x)",
        "os.system(x)",
        "pickle.loads(x)",
        "from pickle import loads",
        "subprocess.run(x, shell=True)",
        "subprocess.run(x, shell=wanted)",
        "np.load(x)",
        "np.load(x, allow_pickle=True)",
        "requests.get(x, verify=False)",
        "joblib.load(x)",
        "from os import system",
    ],
)
def test_the_scan_sees_what_it_is_for(bad):
    assert dangers(ast.parse(bad))


@pytest.mark.parametrize("path", [*LIBRARY, *TOOLS, *NOTEBOOKS], ids=lambda p: p.name)
def test_nothing_that_is_read_is_run(path):
    assert dangers(code(path)) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.name[:2])
def test_no_cell_calls_a_shell(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    lines = [
        line
        for cell in cells
        if cell["cell_type"] == "code"
        for line in "".join(cell["source"]).splitlines()
    ]
    assert not [line for line in lines if re.match(r"\s*(!|%%?(sx|system|bash))", line)]
    assert "subprocess" not in "\n".join(lines)


def test_one_module_opens_connections_and_it_asks_the_listed_files_alone():
    assert fetchers(ast.parse("from sklearn.datasets import fetch_openml"))
    found = {
        str(path.relative_to(ROOT)).replace("\\", "/")
        for path in [*LIBRARY, *NOTEBOOKS]
        if fetchers(code(path)) - {"urllib"}
    }
    assert found == MAY_FETCH
    text = (ROOT / "rmsprop_lib/datasets/download.py").read_text(encoding="utf-8")
    assert not re.findall(r"https?://[^\s\"']+", text)  # all addresses are FILES'


def test_what_is_fetched_comes_by_https_and_is_verified():
    for file in FILES:
        assert re.fullmatch(r"[0-9a-f]{64}", file.sha256) and file.size > 0
        assert file.urls and all(urlsplit(url).scheme == "https" for url in file.urls)


@pytest.mark.parametrize("path", [*LIBRARY, *NOTEBOOKS], ids=lambda p: p.name)
def test_no_address_in_code_is_anything_but_a_listed_file(path):
    listed = {url for file in FILES for url in file.urls}
    for node in ast.walk(code(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            for url in re.findall(r"(?:https?|ftp)://[^\s\"'<>)]+", node.value):
                assert any(home.startswith(url) for home in listed), url


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.name[:2])
def test_no_output_loads_anything_from_elsewhere(path):
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        for output in cell.get("outputs", []):
            for kind, content in output.get("data", {}).items():
                if kind in ("text/html", "image/svg+xml", "application/javascript"):
                    text = "".join(content)
                    assert not re.search(r"(src|href)\s*=\s*[\"']?(https?:)?//", text)
                    assert "<script" not in text


def test_lab_listens_on_this_machine_and_keeps_its_token():
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    lab = (ROOT / "tools" / "lab.py").read_text(encoding="utf-8")
    lines = [*text.splitlines(), *lab.splitlines()]
    servers = [line for line in lines if re.search(r"return lab\(|http\.s", line)]
    assert len(servers) == 2 and all("127.0.0.1" in line for line in servers)
    everything = [text, *(path.read_text(encoding="utf-8") for path in TOOLS)]
    for option in (
        "0.0.0.0",
        "--ip=*",
        "token=''",
        'token=""',
        "allow_root",
        "no-auth",
    ):
        assert option not in "\n".join(everything)
    config = [*ROOT.glob("jupyter*config*"), *ROOT.glob(".jupyter/*")]
    assert config == []  # none that could say otherwise


def test_requirements_come_by_name_version_and_hash_alone():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    assert len(entries) > 50
    for entry in entries:
        assert re.match(r"[\w.-]+(\[[\w-]+\])?==[\w.]+( ;.*)? \\\n", entry), entry
        assert re.findall(r"--hash=sha256:[0-9a-f]{64}\b", entry), entry
    source = (ROOT / "tools/setup_env.py").read_text(encoding="utf-8")
    assert '"--require-hashes"' in source


def test_a_file_in_the_reader_s_folder_is_not_imported_in_place_of_the_library(
    tmp_path,
):
    (tmp_path / "rmsprop_lib.py").write_text("raise SystemExit('foreign')")
    result = subprocess.run(
        [sys.executable, "-P", "-m", "rmsprop_lib.datasets"],
        cwd=tmp_path,
        env={"RMSPROP_LIB_DATA": "embedded", "PATH": "", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert "foreign" not in result.stdout + result.stderr and result.returncode == 0


def test_the_table_of_promises_names_what_there_is():
    text = (ROOT / "docs" / "trust.md").read_text(encoding="utf-8")
    for name in re.findall(r"`(tests/[\w./]+)`", text):
        assert (ROOT / name).exists(), name
    proofs = (ROOT / "tests" / "soak" / "run.py").read_text(encoding="utf-8")
    known = set(re.findall(r'^    "([\w-]+)": \(', proofs, re.M))
    assert set(re.findall(r"\(`([\w-]+)`\)", text)) == known
