"""What commands and kernels start with, once: nothing set outside changes a result."""

import contextlib
import importlib.util
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Each of these changes what a kernel computes, draws or prints, or how.
FOREIGN = (
    *("MPLBACKEND", "PYTHONINSPECT", "PYTHONIOENCODING", "PYTHONOPTIMIZE"),
    *("PYTHONSTARTUP", "PYTHONWARNINGS"),
)


def prepare(private=None):
    """Set the environment of this process for the kernels that it will start.

    Figures are drawn by the notebook's own backend with matplotlib's own defaults, text
    is UTF-8, a relative data folder is the command's, and `python3` is the kernel of
    this interpreter, whatever else has that name. A sign that the console cannot print
    is replaced.

    With `private`, a folder, kernels also read no settings of the user for IPython, and
    need no home folder.
    """
    for name in FOREIGN:
        os.environ.pop(name, None)
    os.environ["PYTHONUTF8"] = "1"
    matplotlib = Path(importlib.util.find_spec("matplotlib").origin).parent
    os.environ["MATPLOTLIBRC"] = str(matplotlib / "mpl-data" / "matplotlibrc")
    ours, given = str(Path(sys.prefix, "share", "jupyter")), "JUPYTER_PATH"
    others = os.environ.get(given, "").split(os.pathsep)
    paths = [ours, *(path for path in others if path and path != ours)]
    os.environ[given] = os.pathsep.join(paths)
    data = os.environ.get("RMSPROP_LIB_DATA")
    if data and data != "embedded":
        os.environ["RMSPROP_LIB_DATA"] = os.path.abspath(os.path.expanduser(data))
    if private is not None:
        os.environ["IPYTHONDIR"] = str(Path(private, "ipython"))
        os.environ["JUPYTER_RUNTIME_DIR"] = str(Path(private, "jupyter"))
        if not os.access(os.path.expanduser("~"), os.W_OK):
            os.environ.setdefault("MPLCONFIGDIR", str(Path(private, "matplotlib")))
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):  # no stream of text
            stream.reconfigure(errors="replace")
