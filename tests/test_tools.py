"""`make run`, `make refresh`: what they store, and what they say when a cell fails."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def project(tmp_path):
    """A project of its own, with this one's tools."""
    shutil.copytree(ROOT / "tools", tmp_path / "tools")
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    (tmp_path / "notebooks").mkdir()
    return tmp_path


def write(project, *cells, name="00_x.ipynb", tags=()):
    cells = [new_code_cell(cell, metadata={"tags": list(tags)}) for cell in cells]
    for n, cell in enumerate(cells):
        cell["id"] = f"cell-{n}"
    notebook = new_notebook(cells=[new_markdown_cell("# Try", id="title"), *cells])
    path = project / "notebooks" / name
    nbformat.write(notebook, path)
    return path


def tool(project, name, *arguments, **environment):
    return subprocess.run(
        [sys.executable, str(project / "tools" / name), *arguments],
        env={**os.environ, **environment},
        cwd=project.parent,  # no command depends on where it is started
        capture_output=True,
        encoding="utf-8",
        timeout=200,
    )


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
        "LC_ALL": "C",
        "TZ": "Pacific/Kiritimati",
        "HOME": str(folder / "nowhere"),
    }


def test_a_failing_cell_ends_a_run_with_its_place_and_leaves_the_notebooks_alone(
    project,
):
    path = write(project, "x = 1", "y = 2\nraise ValueError('no luck')")
    before = path.read_bytes()
    result = tool(project, "run.py")
    assert result.returncode == 1
    expected = (
        "✗ 00_x.ipynb, cell 3, line 2: raise ValueError('no luck')\n"
        "    ValueError: no luck"
    )
    assert expected in result.stderr
    assert path.read_bytes() == before


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
    from execution import execute_all

    (tmp_path / "data").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RMSPROP_LIB_DATA", "data")  # as seen from the command
    (result,) = execute_all([write(project, *cells)], tmp_path / "work")
    assert result.error.startswith(place)


@pytest.mark.parametrize("name", ["handouts", "slides", "book", "bundle"])
def test_a_folder_of_other_files_is_left_alone(project, name):
    write(project, "1 + 1")
    photo = project / "stick" / "photo.jpg"
    photo.parent.mkdir()
    photo.write_bytes(b"sea")
    result = tool(project, f"{name}.py", "--output", str(photo.parent))
    assert result.returncode == 1 and "holds other files" in result.stderr
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
    result = tool(project, "run.py", **foreign(tmp_path_factory.mktemp("outside")))
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


def test_refresh_folds_what_the_tags_say_and_nothing_else(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "tools")
    import refresh

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


def test_refresh_twice_stores_the_same_bytes_and_no_widget_or_timing(project):
    path = write(project, "print(1)", KNOB)
    first = tool(project, "refresh.py")
    assert "stored 00_x.ipynb" in first.stdout, first.stderr
    stored = path.read_bytes()
    assert "stored" not in tool(project, "refresh.py").stdout
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
def test_refresh_stores_nothing_of_a_notebook_that(project, cells, why):
    path = write(project, *cells)
    before = path.read_bytes()
    result = tool(project, "refresh.py")
    assert result.returncode == 1 and why in result.stderr
    assert path.read_bytes() == before


def test_the_loaders_say_what_refresh_looks_for(tmp_path):
    code = "from rmsprop_lib.datasets import load_images; load_images()"
    home = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    for given in ({"RMSPROP_LIB_DATA": "embedded"}, {"RMSPROP_LIB_DATA": ""}):
        line = subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, **home, **given},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        assert line.startswith("Data: ") and '"make data"' in line


def test_a_name_chooses_notebooks_and_an_unknown_one_says_which_there_are(
    project, monkeypatch
):
    write(project, "print(1)")
    other = write(project, "print(2)", name="01_y.ipynb")
    before = other.read_bytes()
    assert "stored 00_x" in tool(project, "refresh.py", "00").stdout
    assert other.read_bytes() == before
    import execution

    monkeypatch.setattr(execution, "NOTEBOOKS", project / "notebooks")
    with pytest.raises(
        SystemExit, match="no notebook begins with 42; there are 00, 01"
    ):
        execution.choose(["42"])


def nbval(project, *arguments):
    shutil.copyfile(ROOT / "conftest.py", project / "conftest.py")
    (project / "tests/guard").mkdir(parents=True, exist_ok=True)
    name = "tests/guard/sitecustomize.py"
    shutil.copyfile(ROOT / name, project / name)
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval"]
        + ["--nbval-current-env", "-o", "pythonpath=tools", "notebooks", *arguments],
        cwd=project,
        capture_output=True,
        text=True,
        timeout=200,
    )


KNOB_OF_FRAMES = """import matplotlib.pyplot as plt
from rmsprop_lib.figures import knob
def draw(height):
    fig, ax = plt.subplots(figsize=(3, 2))
    ax.plot([0, height], linewidth={})
    ax.set_ylim(0, 9)
    return fig
knob(draw, [1, 2, {}], label="height", alt=lambda h: f"a line that rises {}to {{h}}")"""


def test_a_knob_is_compared_by_pixels_and_its_texts_by_letters(project):
    same = KNOB_OF_FRAMES.format(2, 5, "")
    path = write(project, *[same] * 5)
    assert tool(project, "refresh.py").returncode == 0
    notebook = json.loads(path.read_text(encoding="utf-8"))
    changed = [same, KNOB_OF_FRAMES.format(2.02, 5, "")]  # another CPU's pixels
    changed += [KNOB_OF_FRAMES.format(2, 5, "fast "), KNOB_OF_FRAMES.format(2, 6, "")]
    changed += [same.replace("[0, height]", "[8 * (height == 5), height]")]
    for cell, source in zip(notebook["cells"][1:], changed, strict=True):
        cell["source"] = source
    path.write_text(json.dumps(notebook), encoding="utf-8")
    result = nbval(project)
    assert "3 failed, 2 passed" in result.stdout, result.stdout
    for difference in ("rises fast", "to 6", "figure differs"):
        assert difference in result.stdout


def test_a_changed_output_is_noticed(project):
    cells = ["print(0.125)", "print('a word')"] + [FIGURE.format(3, "up")] * 2
    path = write(project, *cells, *cells)
    result = tool(project, "refresh.py")
    assert result.returncode == 0, result.stderr
    notebook = json.loads(path.read_text(encoding="utf-8"))
    changed = ["print(0.126)", "print('a sword')"]
    changed += [FIGURE.format(3, "down"), FIGURE.format(1, "up")]
    for cell, source in zip(notebook["cells"][5:], changed, strict=True):
        cell["source"] = source
    path.write_text(json.dumps(notebook), encoding="utf-8")
    result = nbval(project)
    assert "4 failed, 4 passed" in result.stdout
    for difference in ("0.126", "a sword", "alternative text", "figure differs"):
        assert difference in result.stdout


OTHER = '{"name": "stdout", "output_type": "stream", "text": ["2\\n"]}'


def test_of_a_cell_tagged_data_the_error_counts_and_of_any_a_connection(project):
    path = write(project, "print(1)", "assert False", tags=["data"])
    text = path.read_text().replace("null", "1")
    path.write_text(text.replace('"outputs": []', f'"outputs": [{OTHER}]'))
    look_up = "import socket; socket.getaddrinfo('example.org', 443)"
    child = f"[sys.executable, '-c', {look_up!r}]"
    path = write(
        project,
        "import socket\nsocket.create_connection(('192.0.2.1', 80), timeout=1)",
        look_up,
        "import subprocess, sys\n"
        f"done = subprocess.run({child}, capture_output=True, text=True)\n"
        "assert done.returncode == 0, done.stderr",
        name="01_connection.ipynb",
    )
    path.write_text(path.read_text().replace("null", "1"))
    result = nbval(project)
    assert "4 failed, 1 passed" in result.stdout  # print(1) is not compared here
    assert "AssertionError" in result.stdout
    assert result.stdout.count("tests do not leave this machine") >= 3


def test_a_test_that_opens_a_connection_off_this_machine_fails():
    import socket

    with pytest.raises(RuntimeError, match="do not leave this machine"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with socket.create_server(("127.0.0.1", 0)) as server:  # on it, it may
        socket.create_connection(server.getsockname()).close()


def test_a_reply_is_seen_although_a_widgets_answer_used_up_its_signal(monkeypatch):
    """The wait of nbclient that without `Client` would last until the time-out."""
    import asyncio
    import time
    from types import SimpleNamespace

    import zmq
    import zmq.asyncio
    from nbformat.v4 import new_notebook

    monkeypatch.syspath_prepend(ROOT / "tools")
    import execution

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
