"""The terms on which tests and notebooks run: which data, no network, what is equal.

`make test` runs on the embedded data whatever is cached; `--real-data` (`make
test-real`) on the real data, and there outputs of cells tagged `data` are compared too.
"""

import base64
import copy
import io
import json
import os
import re
import shutil
import signal
import sys
import tempfile
from pathlib import Path

import pytest
from environment import prepare

# What needs the frameworks, or the network, or changes what is imported.
collect_ignore = ["tests/golden/generate.py", "tests/pyodide", "tests/soak"]
GUARD = Path(__file__).parent / "tests" / "guard"
PNG = re.compile(r"data:image/png;base64,([\w+/=]+)")  # in HTML: a frame of a knob
LONGEST = (
    "13_",
    "14_",
    "test_tools",
    "test_book",
    "test_grade",
    "test_exercise_tables",
)
RMS = 3  # grey levels of 255 by which a stored figure and a new one may differ


def pytest_addoption(parser):
    parser.addoption(
        "--real-data",
        action="store_true",
        help="use the real data (RMSPROP_LIB_DATA or the cache) and compare outputs "
        "that depend on the data",
    )


def pytest_configure(config):
    # A shell makes deaf to Ctrl-C, which some tests press, what it starts with `&`.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    real = config.getoption("--real-data")
    os.environ["RMSPROP_LIB_PROGRESS"] = "0"
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if not real:
        os.environ["RMSPROP_LIB_DATA"] = "embedded"
    private = tempfile.mkdtemp(prefix="rmsprop-lib-tests-")
    config.add_cleanup(lambda: shutil.rmtree(private, ignore_errors=True))
    prepare(private)
    if str(GUARD) not in sys.path:
        path = [str(GUARD), os.environ.get("PYTHONPATH", "")]
        os.environ["PYTHONPATH"] = os.pathsep.join(part for part in path if part)
        sys.path.insert(0, str(GUARD))
        # The interpreter may have a sitecustomize of its own, imported long ago.
        sys.modules.pop("sitecustomize", None)
        import sitecustomize  # noqa: F401
    if real:
        from rmsprop_lib.datasets import load_images

        if load_images(verbose=False).name != "mnist":
            pytest.exit('--real-data: the real data are not here; "make data"', 4)
    if config.getoption("nbval", False):
        _compare_figures()


@pytest.fixture
def without_a_child(monkeypatch):
    """Try answers that do no harm in this process: a child for each takes a minute.

    What comes of them is JSON as from a child.
    """
    from rmsprop_lib.exercises import trial

    def tried(work, seconds):
        return json.loads(json.dumps(trial.in_this_process(work)))

    monkeypatch.setattr(trial, "_can_fork", lambda: True)
    monkeypatch.setattr(trial, "_in_a_child", tried)


def _compare_figures():
    """Let nbval compare figures, frames of knobs and alternative texts as well."""
    from nbval.plugin import IPyNbCell

    compare = IPyNbCell.compare_outputs

    def compare_outputs(cell, new, stored, skip_compare=None):
        texts = [_without_frames(outputs) for outputs in (new, stored)]
        if not compare(cell, *texts, skip_compare):
            return False
        difference = _figures_differ(new, stored)
        if difference:
            cell.comparison_traceback.append(difference)
        return not difference

    IPyNbCell.compare_outputs = compare_outputs


@pytest.hookimpl(tryfirst=True)  # before `-m` selects
def pytest_collection_modifyitems(config, items):
    """Outputs that depend on the data are compared on the data they were stored on.

    A notebook with such outputs is marked, so that `make test-real` executes no other.
    Of two processes each begins with what takes longest, so that they end together.
    """
    tagged = [
        item
        for item in items
        if "data" in getattr(item, "cell", {}).get("metadata", {}).get("tags", [])
    ]
    for item in tagged:
        item.options["check"] = config.getoption("--real-data")
    of_data = {item.path for item in tagged}
    for item in items:
        if item.path in of_data:
            item.add_marker("of_data")
    items.sort(key=lambda item: _turn(item.path))  # stable: a file stays as it is


def _turn(path):
    for turn, name in enumerate(LONGEST):
        if path.name.startswith(name):
            return turn
    return len(LONGEST) + (path.suffix != ".ipynb")


def _without_frames(outputs):
    """Return the outputs without the pixels in their HTML: those may differ a little.

    What else stands there is compared as text: values, labels, alternative texts.
    """
    outputs = copy.deepcopy(outputs)
    for output in outputs:
        if page := output.get("data", {}).get("text/html"):
            output["data"]["text/html"] = PNG.sub("(a frame)", page)
    return outputs


def _figures_differ(new, stored):
    """Return how the figures of a cell differ from the stored ones, or ''."""
    now, before = _figures(new), _figures(stored)
    if len(now) != len(before):
        return f"{len(now)} figures; {len(before)} are stored"
    for (alt, image), (stored_alt, stored_image) in zip(now, before, strict=True):
        if alt != stored_alt:
            return f"alternative text {alt!r}; stored is {stored_alt!r}"
        if image.shape != stored_image.shape:
            return f"a figure of {image.shape}; stored is {stored_image.shape}"
        rms = ((image - stored_image) ** 2).mean() ** 0.5
        if rms > RMS:
            return f"a figure differs from the stored one by {rms:.1f} (RMS)"
    return ""


def _figures(outputs):
    """Return (alternative text, pixels) of every PNG among the outputs.

    The alternative texts of a knob's frames are compared with its HTML, as text.
    """
    import numpy as np
    from PIL import Image

    found = []
    for output in outputs:
        data = output.get("data", {})
        alt = output.get("metadata", {}).get("image/png", {}).get("alt", "")
        pngs = [data["image/png"]] if "image/png" in data else []
        for png in pngs + PNG.findall(data.get("text/html", "")):
            with Image.open(io.BytesIO(base64.b64decode(png))) as image:
                found.append((alt, np.asarray(image.convert("RGB"), dtype=float)))
    return found
