"""Grade a class: `make grade SUBMISSIONS=folder`, with a folder or zip per student.

The exercises of each student are judged by `grade_one.py` in a process of its own, with
no network, with nothing of yours to write to, and within limits, as far as the system
can see to that. Results are kept in build/grades: a run that was interrupted goes on,
and only what is new is judged. At the end come a table (grades.csv), a page for each
student, and one for you (index.html).
"""

import argparse
import contextlib
import csv
import datetime
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
import zlib
from collections import Counter
from pathlib import Path

import nbformat
import psutil
from environment import ROOT, prepare
from grade_cells import pieces
from jinja2 import Environment, FileSystemLoader
from joblib import Parallel, delayed
from output import begin

from rmsprop_lib.files import written_whole
from rmsprop_lib.progress import bar

ONE = Path(__file__).resolve().parent / "grade_one.py"
LARGEST = 20 * 2**20  # bytes of a notebook, unpacked
MOST = 200  # notebooks of one student
OUTCOMES = {"right": "right", "wrong": "tried", "not tried": "not tried"}
NO_ZIP = (OSError, ValueError, RuntimeError, EOFError, zipfile.BadZipFile, zlib.error)


def series(folder):
    """Return the exercises of all notebooks, and each notebook's code cells."""
    exercises, cells = [], {}
    for path in sorted(folder.glob("[0-9][0-9]_*.ipynb")):
        number, titles, count = path.name[:2], [], 0
        cells[number] = []
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "markdown":
                titles += re.findall(r"^### Exercise \d+ — (.*)", cell.source, re.M)
                continue
            tags = {"exercise", "solution"} & set(cell.metadata.get("tags", []))
            kind, source = "".join(tags), cell.source
            code = {"id": cell.id, "kind": kind, "source": source}
            cells[number].append(code | {"pieces": pieces(source)})
            if kind == "exercise":
                check, answer = re.findall(r"(check_\w+)\((\w+)\)", source)[-1]
                module, count = f"rmsprop_lib.exercises.n{number}", count + 1
                about = {"name": f"{number}.{count}", "title": titles[-1]}
                about |= {"id": cell.id, "stub": source, "module": module}
                exercises.append(about | {"check": check, "answer": answer})
    return exercises, cells


def files_of(path, left_out):
    """Yield (name, when, open) of the files in a folder, and in its zips, or in a zip.

    Nothing is unpacked, and no name from within becomes a place to write to.
    """
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            if file.is_symlink() or not file.is_file():
                continue
            if file.suffix.lower() == ".zip":
                yield from files_of(file, left_out)
            else:
                when = datetime.datetime.fromtimestamp(file.stat().st_mtime)
                yield file.relative_to(path).as_posix(), when.isoformat(), file.open
    elif not path.is_symlink():
        try:
            with zipfile.ZipFile(path) as archive:
                for about in archive.infolist():
                    when = "{}-{:02}-{:02}T{:02}:{:02}:{:02}".format(*about.date_time)
                    yield about.filename, when, lambda _, a=about: archive.open(a)
        except NO_ZIP as error:
            left_out.append(f"{path.name}: not a zip that can be read ({error})")


def handed_in(path):
    """Return a student's notebooks, as texts, and what is left out."""
    found, left_out = [], []
    for name, when, opened in files_of(path, left_out):
        parts = name.split("/")
        if {"__MACOSX", ".ipynb_checkpoints"} & set(parts) or parts[-1][:2] == "._":
            continue
        if not name.lower().endswith(".ipynb") or len(found) == MOST:
            left_out += [f"{name}: not a notebook"] if parts[-1] else []
            continue
        try:
            with opened("rb") as stream:
                content = stream.read(LARGEST + 1)
        except NO_ZIP as error:
            left_out.append(f"{name}: cannot be read ({error})")
            continue
        if len(content) > LARGEST:
            left_out.append(f"{name}: larger than {LARGEST >> 20} MB")
            continue
        text = content.decode("utf-8-sig", errors="replace")
        found.append({"name": name, "when": when, "text": text})
    return found, left_out[:50]


def students_of(folder):
    """Return {student: folder or zip}, and what is neither."""
    found, others = {}, []
    for path in sorted(folder.iterdir()):
        if path.name[0] != "." and (path.is_dir() or path.suffix.lower() == ".zip"):
            name = path.name if path.stem in found else path.stem
            found[path.name if path.is_dir() else name] = path
        elif path.name[0] != ".":
            others.append(f"{path.name}: neither a folder nor a zip of a student")
    return found, others


GUARDS = {
    "bwrap": "each student behind bubblewrap",
    "unshare": "no bubblewrap: no network, but files are guarded in Python alone",
    "": "no bubblewrap, no unshare: files and network are guarded in Python alone",
}


def walls(tool, work, hidden=()):
    """Return what to start a process with, so that it can write only into `work`.

    bubblewrap shows it files that can only be read, none of your home's or of other
    students', and no network. Without it, Linux can take away the network, at least,
    and root can start it as somebody who owns nothing but `work`.
    """
    if tool == "bwrap":
        keep = [Path(sys.base_prefix), Path(sys.prefix), ROOT]
        hidden = [p for p in hidden if not any(k.is_relative_to(p) for k in keep)]
        return [
            *("bwrap", "--unshare-all", "--die-with-parent", "--ro-bind", "/", "/"),
            *("--dev", "/dev", "--proc", "/proc", "--tmpfs", Path.home()),
            *("--bind", work, "/tmp", "--chdir", "/tmp"),
            *(part for path in keep for part in ("--ro-bind", path, path)),
            *(part for path in hidden for part in ("--tmpfs", path)),
            *("--setenv", "HOME", "/tmp", "--setenv", "TMPDIR", "/tmp"),
        ]
    start = [tool, "--net", "--pid", "--fork", "--kill-child", "--mount-proc"]
    if not tool:
        return []
    if os.getuid():
        return [*start, "--user", "--map-root-user"]
    one, reads = 61184 + os.stat(work).st_ino % 4096, "-all,+dac_read_search"
    os.chown(work, one, one)
    return [
        *start,
        *("setpriv", f"--reuid={one}", f"--regid={one}", "--clear-groups"),
        *(f"--{kind}={reads}" for kind in ("inh-caps", "ambient-caps", "bounding-set")),
        "--no-new-privs",
    ]


def best_guard():
    """Return the first of `GUARDS` that works here."""
    for tool in GUARDS:
        with tempfile.TemporaryDirectory() as work:
            attempt = [*walls(tool, work), sys.executable, "-B", "-c", ""]
            if not tool or (
                shutil.which(tool)
                and not subprocess.run(attempt, capture_output=True).returncode
            ):
                return tool


def grade_student(path, task, guard, submissions, folder):
    """Return what is found about one student, from `folder` if it is known already."""
    files, left_out = handed_in(path)
    task = task | {"files": files}
    about = hashlib.sha256(json.dumps(task, sort_keys=True).encode()).hexdigest()
    known = folder / f"{about[:32]}.json"
    if known.exists():
        return json.loads(known.read_text(encoding="utf-8"))
    threads = (p.info["num_threads"] or 0 for p in psutil.process_iter(["num_threads"]))
    limits = task["limits"] | {"processes": sum(threads) + 500}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as work:
        start = walls(guard, work, [submissions, folder])
        ran = subprocess.run(
            [*start, sys.executable, "-s", ONE],
            input=json.dumps(task | {"limits": limits}),
            capture_output=True,
            encoding="utf-8",
            env={
                **{"PATH": os.environ["PATH"], "HOME": work, "TMPDIR": work},
                **{"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "LANG": "C.UTF-8"},
                **{"PYTHONDONTWRITEBYTECODE": "1", "MPLBACKEND": "agg"},
                **{"OPENBLAS_NUM_THREADS": "1", "RMSPROP_LIB_PROGRESS": "0"},
                "RMSPROP_LIB_DATA": "embedded",
            },
            cwd=work,
            start_new_session=True,  # Ctrl-C is for this process, which kills that one
        )
    found = {"left_out": left_out, "notebooks": {}, "exercises": {}}
    for result in map(json.loads, ran.stdout.splitlines()):
        if "exercise" in result:
            found["exercises"][result["exercise"]] = result
        elif "notebook" in result:
            found["notebooks"][result["notebook"]] = result
        else:
            found["left_out"] += result["left_out"]
    if ran.returncode:
        last = (ran.stderr.strip().splitlines() or [""])[-1]
        found["left_out"].append(f"judging ended early ({last}): look at what is left")
    else:
        with written_whole(known) as stream:
            stream.write(json.dumps(found).encode())
    return found


# ---- the table and the pages ---------------------------------------------------------


def filled(found, exercises, counts):
    """Return a student's results for all exercises, the points, what to look at."""
    rows, looks = [], {}
    for number, notebook in found["notebooks"].items():
        for text in notebook["reaches"][:5]:
            looks.setdefault(f"it reaches for {text[:80]}", []).append(number)
    for exercise in exercises:
        missing = {"outcome": "not tried", "line": "not handed in", "remarks": []}
        row = exercise | found["exercises"].get(exercise["name"], missing)
        row["outcome"] = OUTCOMES[row["outcome"]]
        weight = counts["weights"].get(row["name"], 1)
        row["points"] = weight * counts["points"].get(row["outcome"], 0)
        rows.append(row)
        for remark in row["remarks"]:
            looks.setdefault(remark, []).append(row["name"])
    looks = [f"{what}: {', '.join(places)}" for what, places in looks.items()]
    return {"rows": rows, "looks": looks, "points": sum(r["points"] for r in rows)}


def said_often(students, exercises):
    """Return of each exercise how many had it right, and who got which line."""
    found = []
    for place, exercise in enumerate(exercises):
        rows = [(name, student["rows"][place]) for name, student in students.items()]
        lines = {}
        for name, row in rows:
            if row["outcome"] == "tried":
                lines.setdefault(row["line"], []).append(name)
        lines = sorted(lines.items(), key=lambda item: -len(item[1]))
        outcomes = Counter(row["outcome"] for _, row in rows)
        found.append(exercise | {"lines": lines, "outcomes": outcomes})
    return found


def write(output, students, exercises, others, most):
    """Write grades.csv, a page for each student, and index.html into `output`."""
    begin(output / "students")
    pages = Environment(loader=FileSystemLoader(ONE.parent), autoescape=True)
    page = pages.get_template("grade.html")
    for number, (name, student) in enumerate(students.items(), start=1):
        plain = re.sub(r"\W+", "-", name).strip("-").lower()
        student["page"] = f"students/{number:03}-{plain[:60]}.html"
        text = page.render(name=name, student=student, most=most)
        (output / student["page"]).write_text(text, "utf-8", "replace")
    every = said_often(students, exercises)
    told = [(e, line, who) for e in every for line, who in e["lines"] if len(who) > 2]
    told.sort(key=lambda item: -len(item[2]))
    text = page.render(
        students=students, exercises=every, tomorrow=told[:10], others=others, most=most
    )
    (output / "index.html").write_text(text, "utf-8", "replace")
    how = {"encoding": "utf-8-sig", "errors": "replace", "newline": ""}
    with open(output / "grades.csv", "w", **how) as stream:
        table = csv.writer(stream)
        names = [exercise["name"] for exercise in exercises]
        table.writerow(["student", "points", "of", "look at", *names])
        for name, student in students.items():
            safe = f"'{name}" if name[0] in "=+-@" else name  # no formula
            row = [safe, f"{student['points']:g}", f"{most:g}", len(student["looks"])]
            table.writerow(row + [result["outcome"] for result in student["rows"]])


def main(arguments=None):
    prepare()
    parser = argparse.ArgumentParser(description="Grade a class's notebooks.")
    parser.add_argument("submissions", nargs="?", help="a folder or zip per student")
    parser.add_argument("--notebooks", default=ROOT / "notebooks", help="yours")
    parser.add_argument("--output", default=ROOT / "build" / "grades")
    parser.add_argument("--counts", default=ONE.parent / "grades.toml")
    options = parser.parse_args(arguments)
    if not hasattr(os, "fork"):
        sys.exit("grade: needs Linux or macOS; on Windows, use WSL")
    if not options.submissions:
        sys.exit("grade: name the folder: make grade SUBMISSIONS=path/to/folder")
    submissions, output = Path(options.submissions), Path(options.output)
    submissions = submissions.expanduser().resolve()
    if not submissions.is_dir():
        sys.exit(f"grade: {submissions} is no folder; expected one with the students'")
    handed, others = students_of(submissions)
    if not handed:
        sys.exit(f"grade: no folder and no zip of a student in {submissions}")
    counts = tomllib.loads(Path(options.counts).read_text(encoding="utf-8"))
    exercises, cells = series(Path(options.notebooks))
    known = output.resolve() / ".known"
    known.mkdir(parents=True, exist_ok=True)
    code = [*ONE.parent.glob("grade_*.py"), *(ROOT / "rmsprop_lib").rglob("*.py")]
    code = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(code)))
    code = code.hexdigest()
    task = {"exercises": exercises, "cells": cells, "limits": counts["seconds"]}
    task["code"], guard = code, best_guard()
    print(f"grade: {GUARDS[guard]}", file=sys.stderr)
    work = Parallel(n_jobs=2, prefer="threads", return_as="generator")(
        delayed(grade_student)(path, task, guard, submissions, known)
        for path in handed.values()
    )
    try:
        found = list(bar(work, total=len(handed), unit="student"))
    except KeyboardInterrupt:
        for process in psutil.Process().children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        sys.exit("grade: interrupted; the same command goes on from here")
    numbers = {number for result in found for number in result["notebooks"]}
    exercises = [each for each in exercises if each["name"][:2] in numbers]
    students = {}
    for name, result in zip(handed, found, strict=True):
        students[name] = result | filled(result, exercises, counts)
    most = sum(counts["weights"].get(e["name"], 1) for e in exercises)
    write(output, students, exercises, others, most * counts["points"]["right"])
    print(f"grade: {len(students)} students, in {output}: grades.csv, index.html")
    return students


if __name__ == "__main__":
    main()
