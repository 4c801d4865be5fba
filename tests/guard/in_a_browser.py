"""Execute a notebook's cells as Python in a browser would, in this process.

Pyodide has neither processes nor threads, sockets or alarms. What it raises was read
off there (version 0.27.7), and is raised here before anything of ours is imported.
IPython's shell executes the cells without a kernel, which would need both threads and
sockets. The process ends with an error at the first cell that fails or warns.
"""

import _multiprocessing
import errno
import os
import signal
import socket
import subprocess
import sys
import threading

# An older one imports `resource`, and has a thread for its history; Pyodide's has not.
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config


def refuse(error):
    def refused(*args, **kwargs):
        raise error

    return refused


def forbid():
    os.fork = refuse(OSError(errno.ENOSYS, "Function not implemented"))
    no_process = OSError(138, "emscripten does not support processes.")
    subprocess.Popen.__init__ = refuse(no_process)
    no_thread = RuntimeError("can't start new thread")
    threading.Thread.start = refuse(no_thread)
    threading._start_new_thread = refuse(no_thread)
    socket.socket.__init__ = refuse(OSError(errno.EHOSTUNREACH, "Host is unreachable"))
    # Pyodide has no _multiprocessing, which makes joblib set this. Without it, though,
    # scikit-learn 1.9 could not be imported; no Pyodide has that yet.
    os.environ["JOBLIB_MULTIPROCESSING"] = "0"
    del _multiprocessing.SemLock
    sys.modules["resource"] = None  # to import it raises
    sys.modules["numba"] = None
    del signal.alarm, signal.setitimer


def execute(cells):
    os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
    from IPython.utils.capture import capture_output

    no_history = Config({"HistoryManager": {"enabled": False}})
    shell = InteractiveShell.instance(config=no_history)
    for cell in cells:
        if cell["cell_type"] != "code":
            continue
        with capture_output() as printed:
            result = shell.run_cell("".join(cell["source"]))
        if not result.success:
            sys.exit(f"cell {cell['id']}: {printed.stdout[-3000:]}")
        if "Warning" in printed.stderr:  # progress bars are not meant
            sys.exit(f"cell {cell['id']} warns: {printed.stderr[-3000:]}")
