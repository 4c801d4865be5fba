"""`make run`, `make refresh`: what they store, and what they say when a cell fails."""

import importlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch
from xml.etree import ElementTree

import execution
import nbformat
import pytest
import refresh
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from rmsprop_lib.datasets import load_images

ROOT = Path(__file__).resolve().parent.parent


def begun(folder):
    """Return a project of its own in `folder`, with this one's tools."""
    shutil.copytree(ROOT / "tools", folder / "tools")
    shutil.copytree(ROOT / "docs", folder / "docs")
    (folder / "notebooks").mkdir()
    return folder


@pytest.fixture
def project(tmp_path):
    return begun(tmp_path)


def write(project, *cells, name="00_x.ipynb", tags=()):
    cells = [new_code_cell(cell, metadata={"tags": list(tags)}) for cell in cells]
    for n, cell in enumerate(cells):
        cell["id"] = f"cell-{n}"
    notebook = new_notebook(cells=[new_markdown_cell("# Try", id="title"), *cells])
    path = project / "notebooks" / name
    nbformat.write(notebook, path)
    return path


def refreshed(project, *names):
    """Refresh the project's notebooks in this process; return whether one failed."""
    with (
        patch.dict(os.environ),
        patch.object(execution, "NOTEBOOKS", project / "notebooks"),
    ):
        return refresh.main(names)


def foreign(folder):
    """Return an environment in which everything is set that could change a result."""
    kernel = folder / "kernels" / "python3" / "kernel.json"
    kernel.parent.mkdir(parents=True)
    kernel.write_text('{"argv": ["other"], "display_name": "?", "language": "python"}')
    settings = folder / "profile_default" / "ipython_kernel_config.py"
    settings.parent.mkdir()
    settings.write_text("c.InlineBackend.figure_formats = {'svg'}")
    (folder / "matplotlibrc").write_text("figure.facecolor: black")
    return {
        "MPLBACKEND": "svg",
        "MATPLOTLIBRC": str(folder / "matplotlibrc"),
        "IPYTHONDIR": str(folder),
        "JUPYTER_PATH": str(folder),
        "PYTHONIOENCODING": "ascii",
        "PYTHONOPTIMIZE": "1",
        "PYTHONWARNINGS": "error::UserWarning",
        "PYTHONUTF8": "0",
        "LC_ALL": "xx_XX.UTF-8",
        "TZ": "Pacific/Kiritimati",
        "HOME": str(folder / "nowhere"),
    }


@pytest.mark.parametrize(
    "cells, place",
    [
        (["import json\n\njson.loads('{')"], "cell 2, line 3: json.loads('{')"),
        (["def f(x):\n    return 1 / x", "a = 1\n\nf(0)"], "cell 3, line 3: f(0)"),
        (
            ["from rmsprop_lib.datasets import load_images\nload_images().no_such"],
            "cell 2, line 2: load_images().no_such\n    AttributeError",
        ),
    ],
    ids=["in a library", "in an earlier cell", "with a relative data folder"],
)
def test_a_failure_is_named_by_the_line_of_the_cell(
    project, tmp_path, monkeypatch, cells, place
):
    (tmp_path / "data").mkdir()
    monkeypatch.chdir(tmp_path)
    with patch.dict(os.environ, RMSPROP_LIB_DATA="data"):  # as the command sees it
        (result,) = execution.execute_all([write(project, *cells)], tmp_path / "work")
    assert result.error.startswith(place)


@pytest.mark.parametrize("name", ["handouts", "slides", "book", "bundle"])
def test_a_folder_of_other_files_is_left_alone(tmp_path, name):
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"sea")
    with patch.dict(os.environ), pytest.raises(SystemExit, match="holds other files"):
        importlib.import_module(name).main(["--output", str(tmp_path)])
    assert photo.read_bytes() == b"sea"


FIGURE = """import matplotlib.pyplot as plt
from rmsprop_lib.figures import show
fig, ax = plt.subplots()
ax.plot([1, {}, 2])
show(fig, alt="a line that goes {}")"""
ASKS = """import matplotlib, sys, warnings
print(__debug__, matplotlib.rcParams["figure.facecolor"], sys.executable)
warnings.warn("only that")"""


def test_a_run_ends_with_the_table_and_the_book_whatever_is_set_outside(
    project, tmp_path_factory
):
    text = "print('Data: small, 3 images (embedded)')\nprint('✔ a')\nprint('✔ b')"
    write(
        project, text, "print('Result: accuracy 97 % ±1 ✔')", FIGURE.format(3, ""), ASKS
    )
    outside = foreign(tmp_path_factory.mktemp("outside"))
    if not str(ROOT).isascii():
        del outside["PYTHONUTF8"]  # or Python itself would not find the package
    result = subprocess.run(
        [sys.executable, str(project / "tools" / "run.py")],
        env={**os.environ, **outside},
        cwd=project.parent,  # no command depends on where it is started
        capture_output=True,
        encoding="utf-8",
        timeout=200,
    )
    assert result.returncode == 0, result.stderr
    assert re.search(r"00_x +\d+\.\d +2   small", result.stdout)
    assert "00  accuracy 97 % ?1 ?" in result.stdout  # this console knows no ±
    assert (project / "build" / "book" / "index.html").exists()
    executed = nbformat.read(project / "build" / "executed" / "00_x.ipynb", 4)
    assert executed.cells[1].execution_count == 1
    assert "image/png" in executed.cells[3].outputs[0].data
    said = executed.cells[4].outputs[0].text
    assert said == f"True white {sys.executable}\n"


VIEW = {"application/vnd.jupyter.widget-view+json": {"model_id": "abc"}}
KNOB = f"display({VIEW}, raw=True)"


def test_refresh_folds_what_the_tags_say_and_nothing_else():
    folded = {"source_hidden": True}
    cells = [
        new_code_cell("draw()", metadata={"tags": ["hide-input"]}),
        new_code_cell("no tag any more", metadata={"jupyter": folded}),
        new_code_cell("my()", metadata={"tags": ["solution"], "jupyter": folded}),
        new_code_cell("plain", metadata={"jupyter": {"outputs_hidden": True}}),
    ]
    notebook = refresh.normalised(new_notebook(cells=cells))
    assert [cell.metadata.get("jupyter") for cell in notebook.cells] == [
        folded,
        None,
        folded,
        {"outputs_hidden": True},
    ]


def test_refresh_twice_stores_the_same_bytes_and_no_widget_or_timing(project, capsys):
    path = write(project, "print(1)", KNOB)
    other = write(project, "print(2)", name="01_y.ipynb")
    before = other.read_bytes()
    assert not refreshed(project, "00")
    assert capsys.readouterr().out == "stored 00_x.ipynb\n"
    assert other.read_bytes() == before
    stored = path.read_bytes()
    assert not refreshed(project, "00")
    assert capsys.readouterr().out == ""
    assert path.read_bytes() == stored
    notebook = json.loads(stored)
    language = notebook["metadata"]["language_info"]
    assert language["file_extension"] == ".py"  # else nbconvert writes a .txt
    assert notebook["cells"][1]["outputs"][0]["text"] == ["1\n"]
    assert not notebook["cells"][2]["outputs"]
    assert "widget" not in stored.decode().replace("vnd.jupyter.widget-view", "", 1)
    assert "iopub" not in stored.decode()  # nbclient's timings


@pytest.mark.parametrize(
    "cells, why",
    [
        (
            ["print('Data: 8×8 digits (embedded; MNIST: \"make data\")')"],
            'outputs are stored on the real data: run "make data" first',
        ),
        (["print(1)", "1 / 0"], "ZeroDivisionError"),
    ],
    ids=["ran on a substitute", "failed"],
)
def test_refresh_stores_nothing_of_a_notebook_that(project, capsys, cells, why):
    path = write(project, *cells)
    before = path.read_bytes()
    assert refreshed(project)
    assert why in capsys.readouterr().err
    assert path.read_bytes() == before


def test_the_loaders_say_what_refresh_looks_for(tmp_path, monkeypatch, capsys):
    for name in ("HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    for given in ("embedded", ""):
        monkeypatch.setenv("RMSPROP_LIB_DATA", given)
        load_images()
        line = capsys.readouterr().out
        assert line.startswith("Data: ") and '"make data"' in line


def test_an_unknown_name_says_which_notebooks_there_are(project):
    for name in ("00_x.ipynb", "01_y.ipynb"):
        write(project, name=name)
    with pytest.raises(
        SystemExit, match="no notebook begins with 42; there are 00, 01"
    ):
        refreshed(project, "42")


# ---- strict nbval --------------------------------------------------------------------

KNOB_OF_FRAMES = """import matplotlib.pyplot as plt
from rmsprop_lib.figures import knob
def draw(height):
    fig, ax = plt.subplots(figsize=(3, 2))
    ax.plot([0, height], linewidth={})
    ax.set_ylim(0, 9)
    return fig
knob(draw, [1, {}], label="height", alt=lambda h: f"a line that rises {}to {{h}}")"""
TURNED = KNOB_OF_FRAMES.format(2, 5, "")
UP = FIGURE.format(3, "up")
LOOK_UP = "import socket; socket.getaddrinfo('example.org', 443)"
A_CHILD = f"""import subprocess, sys
child = [sys.executable, "-c", {LOOK_UP!r}]
done = subprocess.run(child, capture_output=True, text=True)
assert done.returncode == 0, done.stderr"""
CONNECTS = """import socket
socket.create_connection(('192.0.2.1', 80), timeout=1)"""
OFF = "tests do not leave this machine"
# What stands in a cell when its outputs are stored, what later, whether it is tagged
# `data`, and what nbval then says of it; '' if it passes.
CELLS = {
    "a number": ("print(0.125)", "print(0.126)", False, "0.126"),
    "the same number": ("print(0.125)", "print(0.125)", False, ""),
    "a letter": ("print('a word')", "print('a sword')", False, "a sword"),
    "the same figure": (UP, UP, False, ""),
    "an alternative text": (UP, FIGURE.format(3, "down"), False, "alternative text"),
    "a line of a figure": (UP, FIGURE.format(1, "up"), False, "figure differs"),
    "another CPU's pixels": (TURNED, KNOB_OF_FRAMES.format(2.02, 5, ""), False, ""),
    "a text of a knob": (
        *(TURNED, KNOB_OF_FRAMES.format(2, 5, "fast ")),
        *(False, "rises fast"),
    ),
    "a value of a knob": (TURNED, KNOB_OF_FRAMES.format(2, 6, ""), False, "to 6"),
    "the last frame of a knob": (
        *(TURNED, TURNED.replace("[0, height]", "[8 * (height == 5), height]")),
        *(False, "figure differs"),
    ),
    "what depends on the data": ("print(1)", "print(2)", True, ""),
    "an error in what depends on the data": (
        *("print(1)", "assert False"),
        *(True, "AssertionError"),
    ),
    "a connection": ("1", CONNECTS, False, OFF),
    "a look-up": ("1", LOOK_UP, False, OFF),
    "a child that looks up": ("1", A_CHILD, False, OFF),
}


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory):
    """Return what nbval says of each of the CELLS, in one run: '' if it passes."""
    project = begun(tmp_path_factory.mktemp("nbval"))
    path = write(project, *(cell[0] for cell in CELLS.values()))
    assert not refreshed(project)
    notebook = json.loads(path.read_text(encoding="utf-8"))
    later = notebook["cells"][1:]
    for cell, (_, source, data, _) in zip(later, CELLS.values(), strict=True):
        cell["source"], cell["metadata"]["tags"] = source, ["data"] * data
    path.write_text(json.dumps(notebook), encoding="utf-8")
    shutil.copyfile(ROOT / "conftest.py", project / "conftest.py")
    (project / "tests" / "guard").mkdir(parents=True)
    name = "tests/guard/sitecustomize.py"
    shutil.copyfile(ROOT / name, project / name)
    (project / "pytest.ini").write_text("[pytest]\npythonpath = tools\n")
    report = project / "report.xml"
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval"]
        + ["--nbval-current-env", "notebooks", f"--junit-xml={report}"],
        cwd=project,
        capture_output=True,
        timeout=200,
    )
    found = ElementTree.parse(report).iter("testcase")
    said = ["".join(case.itertext()) for case in found]
    return dict(zip(CELLS, said, strict=True))


@pytest.mark.parametrize("cell", CELLS)
def test_nbval_notices(verdicts, cell):
    *_, expected = CELLS[cell]
    assert expected in verdicts[cell] if expected else not verdicts[cell]


def test_a_test_that_opens_a_connection_off_this_machine_fails():
    import socket

    with pytest.raises(RuntimeError, match="do not leave this machine"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with socket.create_server(("127.0.0.1", 0)) as server:  # on it, it may
        socket.create_connection(server.getsockname()).close()


def test_a_reply_is_seen_although_a_widgets_answer_used_up_its_signal():
    """The wait of nbclient that without `Client` would last until the time-out."""
    import asyncio
    import time
    from types import SimpleNamespace

    import zmq
    import zmq.asyncio

    async def alive():
        return True

    async def waiting():
        context = zmq.asyncio.Context()
        kernel = zmq.Context().socket(zmq.ROUTER)
        port = kernel.bind_to_random_port("tcp://127.0.0.1")
        socket = context.socket(zmq.DEALER)
        socket.connect(f"tcp://127.0.0.1:{port}")
        await socket.send(b"execute")
        sender, _ = kernel.recv_multipart()
        reply = socket.poll(20_000)
        await asyncio.sleep(0.1)
        kernel.send_multipart([sender, b"reply"])
        time.sleep(0.1)  # it is there, and the loop has not looked yet
        zmq.Socket.shadow(socket).send(b"a widget's answer")
        channel = SimpleNamespace(socket=socket)
        client = execution.Client(new_notebook())
        client.kc = SimpleNamespace(
            shell_channel=channel, iopub_channel=channel, is_alive=alive
        )
        await client._async_check_alive()  # nbclient does so once a second
        assert await asyncio.wait_for(reply, 5)
        for each in (socket, kernel):
            each.close(linger=0)
        context.term()

    asyncio.run(waiting())
