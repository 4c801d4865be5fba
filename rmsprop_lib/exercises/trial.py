"""A reader's function is tried where it can do no harm, and for a limited time.

Where Python can fork (Linux, macOS), the trial runs in a child process, which is ended
when its time is over: whatever the answer does, also in a loop of C or to NumPy itself,
ends with the child. Elsewhere (Windows) it runs in a thread that is told to stop. What
does not listen there is said to run on: a long call of C, or a loop with a bare
`except:`. And a call of C that lets nothing else run, such as `sum(range(10**11))`,
keeps even that from being said: then only a restart of the kernel helps. In a browser
(Pyodide), which has neither processes nor threads, each line of the answer looks at the
clock first, and only a restart helps against what does not listen.

The clock stands still while the answer imports: what SciPy or scikit-learn need to be
loaded is no fault of an answer that uses them, and a child does not keep them.
"""

import builtins
import contextlib
import ctypes
import faulthandler
import functools
import io
import json
import linecache
import os
import select
import signal
import sys
import threading
import time
import traceback
import warnings

import numpy as np

from rmsprop_lib.exercises import recognise

SECONDS = 1.5  # an answer that takes longer, over all cases, is stopped
IMPORTS = 20  # seconds that all its imports may take besides
GIGABYTES = 2  # and one that wants more memory than this gets a MemoryError

STOPPED = "your function was stopped after {} seconds: does a loop in it never end?"
LEFT = "your function ended Python itself, which then had no answer to give"
RUNS_ON = (
    "your function needs more than {} seconds and could not be stopped: restart the "
    "kernel, and ask whether a loop in it never ends"
)


def tried(work, seconds=None):
    """Return the last dict that the generator `work()` has yielded in its time.

    That is `SECONDS`, if `seconds` is None.

    It runs in silence: no prints, no warnings. If it yields nothing in time, the
    result is {"outcome": "wrong", "line": why, "more": ""}.

    Raises
    ------
    RuntimeError : `work` itself fails; an error of the answer is for it to catch
    """
    seconds = seconds or SECONDS
    if _can_fork():
        found = _in_a_child(work, seconds)
    elif _has_threads():
        found = _in_a_thread(work, seconds)
    else:
        found = _against_the_clock(work, seconds)
    if "broken" in found:
        raise RuntimeError(found["broken"])
    return {"outcome": "wrong", "more": ""} | found


def asked(work, *about):
    """Return `work(*about)`: all that a check learns by calling the reader's answer.

    A grader takes the place of this function, and so can judge in one process what an
    answer gave in another.
    """
    return work(*about)


def in_this_process(work, seconds=None):
    """Return what `work()` yields last: for answers that are known to be harmless."""
    found = []
    with _silence():
        _guarded(work, found.append)
    return found[-1]


@functools.cache
def _can_fork():
    """Return whether a child of this process can compute: not everywhere it can."""
    if not hasattr(os, "fork"):
        return False
    ones = np.ones((9, 9))
    try:
        found = _in_a_child(lambda: [{"sum": (ones @ ones).sum()}], seconds=9)
    except OSError:  # a browser's os.fork is there, and fails
        return False
    return found.get("sum") == 729


@functools.cache
def _has_threads():
    try:
        threading.Thread(target=int).start()
    except RuntimeError:
        return False
    return True


class _Clock:
    """How much of its time an answer has left; what it imports does not count."""

    def __init__(self, seconds, imports=None):
        self.end = time.monotonic() + seconds
        # How long all those took that are over, and since when one is going on.
        self.imports = [0.0, 0.0] if imports is None else imports

    def left(self):
        over, since = self.imports
        if since:
            over += time.monotonic() - since
        return max(self.end + min(over, IMPORTS) - time.monotonic(), 0)

    @contextlib.contextmanager
    def without_imports(self):
        """Stop the clock while a module is loaded that was not there."""

        def importing(*arguments, **named):
            if self.imports[1]:  # within another one
                return original(*arguments, **named)
            self.imports[1], loaded = time.monotonic(), len(sys.modules)
            try:
                return original(*arguments, **named)
            finally:
                if len(sys.modules) > loaded:
                    self.imports[0] += time.monotonic() - self.imports[1]
                self.imports[1] = 0

        original, builtins.__import__ = builtins.__import__, importing
        try:
            yield
        finally:
            builtins.__import__ = original


def _in_a_child(work, seconds):
    import mmap  # a browser has neither this nor children

    clock = _Clock(seconds, memoryview(mmap.mmap(-1, 16)).cast("d"))  # of both
    ours, theirs = os.pipe()
    with warnings.catch_warnings():  # a kernel has threads; the child needs none
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            child = os.fork()
        except OSError:
            os.close(ours)
            os.close(theirs)
            raise
    if child == 0:
        try:
            os.setpgid(0, 0)
            faulthandler.disable()  # of a crash the parent tells
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            _limit_memory()
            with _silence(), clock.without_imports():
                _guarded(work, lambda found: os.write(theirs, _line(found)))
        finally:
            os._exit(0)
    os.close(theirs)
    said = b""
    try:
        while left := clock.left():
            if select.select([ours], [], [], left)[0]:
                piece = os.read(ours, 65536)
                said += piece
                if not piece:
                    break
    finally:
        os.close(ours)
        for end in (os.killpg, os.kill):  # with all that it has started
            with contextlib.suppress(OSError):
                end(child, signal.SIGKILL)
        os.waitpid(child, 0)
    lines = said.split(b"\n")[:-1]
    return json.loads(lines[-1]) if lines else {"line": _why(left, seconds)}


def _why(left, seconds):
    return LEFT if left else STOPPED.format(seconds)


def _line(found):
    return json.dumps(found).encode() + b"\n"


def _limit_memory():
    """Let an endless list end in a MemoryError, not in a computer that stands still."""
    with contextlib.suppress(Exception):  # Linux alone says how much is in use
        import resource

        with open("/proc/self/statm") as file:
            used = int(file.read().split()[0]) * resource.getpagesize()
        limit = used + GIGABYTES * 2**30
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _in_a_thread(work, seconds):
    found, clock = [], _Clock(seconds)
    worker = threading.Thread(target=_guarded, args=(work, found.append), daemon=True)
    with _silence(), clock.without_imports():
        worker.start()
        while worker.is_alive() and (left := clock.left()):
            worker.join(left)
        slow, patience = worker.is_alive(), time.monotonic() + 1
        while worker.is_alive() and time.monotonic() < patience:
            # again and again, since the answer may catch it, as `except:` does
            ctypes.pythonapi.PyThreadState_SetAsyncExc(
                ctypes.c_ulong(worker.ident), ctypes.py_object(TooSlow)
            )
            worker.join(0.02)
    if worker.is_alive() and not found:
        return {"line": RUNS_ON.format(seconds)}
    return found[-1] if found else {"line": _why(not slow, seconds)}


def _against_the_clock(work, seconds):
    found, clock = [], _Clock(seconds)

    def look(frame, event, argument):
        if frame.f_globals.get("__name__") != "__main__":  # not the reader's code
            return None
        if not clock.left():
            raise TooSlow
        return look

    before = sys.gettrace()
    sys.settrace(look)
    try:
        with _silence(), clock.without_imports():
            _guarded(work, found.append)
    finally:
        sys.settrace(before)
    return found[-1] if found else {"line": STOPPED.format(seconds)}


class TooSlow(BaseException):
    """Not an Exception: an answer's own `except Exception` must not catch it."""


class _Nowhere(io.TextIOBase):
    """Where the prints of an answer go, be they endless."""

    def write(self, text):
        return len(text)


@contextlib.contextmanager
def _silence():
    with (
        contextlib.redirect_stdout(_Nowhere()),
        contextlib.redirect_stderr(_Nowhere()),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        yield


def _guarded(work, report):
    """Report all that `work()` yields; what it raises is reported as broken."""
    try:
        with np.errstate(all="ignore"):
            for found in work():
                report(found)
    except TooSlow:
        pass
    except BaseException:
        report({"broken": traceback.format_exc()})


def describe(error, function):
    """Return the error and, if it can be found, the line of the reader's code."""
    try:
        message = " ".join(str(error).split())[:200]  # NumPy's may have several lines
    except Exception:
        message = "(an error that cannot be shown)"
    text = f"{type(error).__name__}: {message}"
    filename = getattr(getattr(function, "__code__", None), "co_filename", None)
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename == filename
    ]
    line = linecache.getline(filename, frames[-1].lineno).strip() if frames else ""
    if not line:
        return text
    question = recognise.of_error(error)
    return f"{text} (in the line `{line}`)" + (f". {question}" if question else "")
