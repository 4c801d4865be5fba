"""Judge the notebooks of one student; `grade.py` starts this, behind walls, for each.

What the student has written runs in children of this process, one for each exercise.
There the check is run as in a notebook. What the answer gives comes back over a pipe,
as numbers and texts, never as code, and is judged once more here, where nothing of the
student's has run: right is what is right here.
"""

import ast
import contextlib
import importlib
import json
import mmap
import os
import re
import resource
import select
import signal
import sys
import tempfile
import time

import numpy as np
import psutil
from grade_cells import NOT_PYTHON, names, read, to_run, tree, untouched
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from rmsprop_lib.exercises import checks, trial

CHECK = 20  # seconds for a check; nearly all of them stop after two
FORKS = 30  # in one exercise; a check needs one
MEGABYTES = 10  # that an exercise may write into a file, or answer with
GIGABYTES = 3  # of memory
# Where answers and checks stand, and what gets at them or around them.
REACHES = re.compile(
    r"rmsprop_lib\.exercises\b.*|from rmsprop_lib import.*\bexercises\b.*|"
    r"\bn\d\d\.(?!check_)\w+|\bsys\.modules|\b_getframe|\b__globals__|\bgetsource\w*|"
    r"\bgc\.get_\w+|\b(?:__)?builtins\b|\bctypes\b|\bos\.(?:_exit|fork)\b"
)

# ---- what travels: numbers and texts -------------------------------------------------


def plain(thing):
    """Return what stands for a thing in JSON."""
    if isinstance(thing, np.generic):
        thing = thing.item()
    if thing is None or isinstance(thing, (bool, int, float, str)):
        return thing
    if isinstance(thing, np.ndarray) and thing.dtype.kind in "biuf":
        return {"array": [thing.shape, thing.ravel().tolist()]}
    if isinstance(thing, dict):
        return {"dict": [[plain(key), plain(value)] for key, value in thing.items()]}
    if isinstance(thing, (list, tuple)):
        return {type(thing).__name__: [plain(part) for part in thing]}
    return {"callable" if callable(thing) else "object": type(thing).__name__}


class Answer:
    """It stands for a function or class of the student's, which is not here."""

    def update(self):
        """An optimizer has one."""


def revived(thing):
    """Return the thing for which `plain` has made this."""
    if not isinstance(thing, dict):
        return thing
    ((kind, content),) = thing.items()
    if kind == "array":
        return np.array(content[1], dtype=float).reshape(content[0])
    if kind == "dict":
        return {revived(key): revived(value) for key, value in content}
    if kind in ("list", "tuple"):
        return {"list": list, "tuple": tuple}[kind](map(revived, content))
    return Answer if kind == "callable" else type(str(content), (), {})()


# ---- where the student's code runs ---------------------------------------------------


def warm(teachers):
    """Import, before the fork, what each child would have to import for itself."""
    for statement in tree("\n".join(teachers)).body:
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                importlib.import_module(alias.name)
        elif isinstance(statement, ast.ImportFrom):
            module = importlib.import_module(statement.module)
            for alias in statement.names:
                getattr(module, alias.name)
        elif "load_" in ast.unparse(statement):
            importlib.import_module("sklearn.datasets")


def library():
    """Return {name: which object and code it is} of all that a check relies on."""
    found = {}
    for module, content in sys.modules.copy().items():
        if module.split(".")[0] in ("builtins", "rmsprop_lib") or module == "numpy":
            for name, thing in vars(content).copy().items():
                parts = vars(thing).items() if isinstance(thing, type) else ()
                for part, value in [("", thing), *parts]:
                    if callable(value):
                        code = getattr(value, "__code__", None)
                        found[module, name, part] = id(value), id(code)
    return found


def fence(folder, forks):
    """Refuse, for good, what no answer needs, and what is written outside `folder`."""
    writing = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
    changing = {"remove", "rename", "rmdir", "mkdir", "link", "symlink", "truncate"}
    changing = {f"os.{name}" for name in changing | {"chmod", "chown", "utime"}}
    closed = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn")
    real, split, devnull = os.path.realpath, os.path.split, os.devnull
    folder, kin, own = real(folder), psutil.Process, os.getpid
    folder_at = os.path.isdir  # with it open, what is in it has a relative name

    def outside(path):
        if not isinstance(path, (str, bytes, os.PathLike)) or path == devnull:
            return False  # a file that is open, or nothing
        return not (real(split(os.fsdecode(path))[0] or ".") + "/").startswith(
            folder + "/"
        )

    def refuse(event, arguments):
        if event == "open":
            path, _, flags = arguments
            refused = outside(path) or outside(real(path))
            refused = refused and (flags & writing or folder_at(path))
        elif event in changing:
            refused = any(map(outside, arguments[:2]))
        elif event == "os.fork":
            forks[0] += 1
            refused = forks[0] > FORKS
        elif event in ("os.kill", "os.killpg"):
            refused = kin(arguments[0]).ppid() != own()
        else:
            refused = event.startswith(closed)
        if refused:
            raise PermissionError(f"not while it is graded: {event}")

    sys.addaudithook(refuse)


def limit(seconds, processes):
    """Bound time, memory, files and processes."""
    used = psutil.Process().memory_info().vms
    bounds = {"AS": used + GIGABYTES * 2**30, "CPU": seconds + 5, "CORE": 0}
    bounds |= {"FSIZE": MEGABYTES * 2**20, "NPROC": processes}
    for name, bound in bounds.items():
        with contextlib.suppress(ValueError, OSError, AttributeError):
            resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (bound, bound))


def fault(error):
    """Return in words why a cell has stopped."""
    if not isinstance(error, SyntaxError):
        return trial.describe(error, None)
    line = f" (in the line `{error.text.strip()}`)" if error.text else ""
    return f"{type(error).__name__}: {error.msg}{line}"


def attempt(shell, code, check, before, pipe):
    """Run an answer and its check as in a notebook, and send what comes."""
    write, dumps, faults = os.write, json.dumps, []

    def send(**what):
        text = memoryview(dumps(what).encode() + b"\n")
        while text:
            text = text[write(pipe, text) :]

    def asked(work, *about):
        result = work(*about)
        send(**{work.__name__: plain(result)})
        return result

    for number, source in enumerate(code, start=1):
        result = shell.run_cell(source, silent=True)
        if error := result.error_before_exec or result.error_in_exec:
            faults.append(fault(error))
            if number >= len(code) - 1:  # the answer itself
                first = "; a cell that it needs stops with " + faults[0]
                return send(stopped=faults[-1] + first * (len(faults) > 1))
    answer = shell.user_ns["__answer"]
    send(answer=plain(answer))
    original, trial.asked = trial.asked, asked
    check(answer)
    trial.asked = original
    now = library()
    changed = [".".join(filter(None, n)) for n in before if before[n] != now.get(n)]
    send(said=checks.outcomes[-1][1:], changed=changed[:5])


def child(folder, limits, *about):
    """Start `attempt` in a child, fenced; return its number and the pipe from it."""
    ours, theirs = os.pipe()
    forks = mmap.mmap(-1, 1)  # shared by all that it forks
    number = os.fork()
    if number:
        os.close(theirs)
        return number, ours
    try:
        os.setsid()
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        os.closerange(3, theirs)
        os.closerange(theirs + 1, 1024)
        os.chdir(folder)
        os.environ["HOME"] = os.environ["TMPDIR"] = tempfile.tempdir = folder
        limit(*limits)
        fence(folder, forks)
        if joblib := sys.modules.get("joblib"):  # it would start processes
            joblib.parallel_config(backend="sequential")
        attempt(*about, theirs)
    except Exception as error:
        os.write(theirs, json.dumps({"broken": str(error)[-300:]}).encode() + b"\n")
    finally:
        os._exit(0)


def received(number, pipe, seconds):
    """Return all that a child has written, as a dict; end it and its kin."""
    text, end, slow, answered = b"", time.monotonic() + seconds, False, False
    while not (b'{"said"' in text[-10_000:] and text.endswith(b"\n")):
        slow = time.monotonic() > end
        if slow or len(text) > MEGABYTES * 2**20:
            break
        if select.select([pipe], [], [], 0.05)[0]:
            text += (piece := os.read(pipe, 1 << 20))
            if not piece:
                break
            if not answered and b'{"answer"' in text:
                answered, end = True, min(end, time.monotonic() + CHECK)
        elif os.waitid(os.P_PID, number, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            break
    os.close(pipe)
    with contextlib.suppress(psutil.Error):
        for process in psutil.Process(number).children(recursive=True):
            process.kill()
    for end in (os.killpg, os.kill):
        with contextlib.suppress(OSError):
            end(number, signal.SIGKILL)
    os.waitpid(number, 0)
    found = {}
    for line in text.splitlines():
        with contextlib.suppress(ValueError, TypeError, RecursionError):
            found |= json.loads(line)
    return found | {"slow": slow}


# ---- where it is judged --------------------------------------------------------------


def judged(check, got, seconds):
    """Return the outcome, the line, and a list of remarks on what a child has sent."""
    said = got.get("said")
    if not (isinstance(said, list) and len(said) == 2):
        line = "the cell ended Python itself"
        if got["slow"]:
            which, seconds = ("check", CHECK) if "answer" in got else ("cell", seconds)
            line = f"the {which} was stopped after {seconds} seconds: an endless loop?"
        if "broken" in got:
            line = f"its check stops with {got['broken']}"
        if "stopped" in got:
            line = f"the cell stops with {got['stopped']}"
        return "wrong", line, []

    def asked(work, *about):
        result = revived(got[work.__name__])
        if work.__name__ == "_run" and result[2] and result[2]["outcome"] == "right":
            result[2]["outcome"] = "wrong"  # it is not for the child to say
        return result

    original, trial.asked = trial.asked, asked
    try:
        check(revived(got["answer"]))
        _, outcome, line = checks.outcomes[-1]
    except Exception as error:
        outcome, line = "wrong", f"its check stops with {type(error).__name__}"
    finally:
        trial.asked = original
    if outcome == "right":
        return outcome, line, []
    if said[0] != "right":
        return "not tried" if said[0] == "not tried" else "wrong", str(said[1]), []
    remark = "the check was changed: beside the student's code it says right, and here,"
    return outcome, line, [f"{remark} of the same answer, it does not"]


def remarks_on(cell, exercise, outcome, got):
    """Yield what a teacher should look at in an answer."""
    changed = got.get("changed")
    if isinstance(changed, list) and changed:
        yield "it changed " + ", ".join(map(str, changed))
    with contextlib.suppress(*NOT_PYTHON):
        taken = {exercise["check"], exercise["module"][-3:], "print"}
        if names(cell["source"])[0] & taken:
            yield "it gives the check, or `print`, another meaning; yours was used"
    if "✔" in cell["source"]:
        yield "it has a ✔ of its own"
    saved = json.dumps(cell.get("outputs", ""), ensure_ascii=False)
    if "✔ right" in saved and outcome != "right":
        yield "its saved output says ✔ right; run anew, it is not"


def grade(task, say):
    """Judge all exercises of a student; `say` each result, a dict."""
    exercises, limits = task["exercises"], task["limits"]
    found, left_out = read(task["files"], exercises, task["cells"])
    say({"left_out": left_out})
    shell = InteractiveShell.instance(config=Config(HistoryManager={"enabled": False}))
    shell.showtraceback = shell.showsyntaxerror = lambda *_, **__: None
    before, end = library(), time.monotonic() + limits["student"]
    for number, (_, file, own, answers) in sorted(found.items()):
        teachers = task["cells"][number]
        hidden = {cell["id"] for cell in teachers if cell["kind"] == "solution"}
        own = [cell for cell in own if not hidden & cell["ids"]]
        given = {cell["source"].strip() for cell in teachers}
        added = [c["source"] for c in own if c["source"].strip() not in given]
        reached = {m for source in added for m in REACHES.findall(source)}
        reached -= {m for source in given for m in REACHES.findall(source)}
        say({"notebook": number, "file": file, "reaches": sorted(reached)})
        drawn = re.findall(r"^number = ([1-9]\d{0,5})$", "\n".join(added), re.M)
        if number == "11" and drawn:  # its last exercise asks about this patient
            n11 = importlib.import_module("rmsprop_lib.exercises.n11")
            n11.patient(int(drawn[-1]), np.zeros((128, 1)), np.zeros(128, int))
        for exercise in exercises:
            if (name := exercise["name"]) not in answers:
                continue
            cell, seconds = answers[name], limits.get(name, limits["seconds"])
            place = [each["id"] for each in teachers].index(exercise["id"])
            above = [p for c in teachers[:place] for p in c["pieces"] if not c["kind"]]
            outcome, line, remarks = "not tried", "the stub is as it was", []
            if time.monotonic() > end:
                outcome, line = "wrong", f"all {limits['student']} seconds are used up"
            elif not untouched(cell, exercise["stub"]):
                module = importlib.import_module(exercise["module"])
                check = getattr(module, exercise["check"])
                code = to_run(exercise, cell, own, above)
                warm(piece for piece, *_ in above if piece in code)
                with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
                    about = (seconds, limits["processes"]), shell, code, check, before
                    got = received(*child(folder, *about), seconds)
                outcome, line, remarks = judged(check, got, seconds)
                remarks += remarks_on(cell, exercise, outcome, got)
            result = {"exercise": name, "outcome": outcome, "line": line[:400]}
            say(result | {"remarks": remarks})


if __name__ == "__main__":
    task = json.load(sys.stdin)
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as out:
        os.dup2(2, 1)  # what checks print is for nobody
        grade(task, lambda result: print(json.dumps(result), file=out, flush=True))
