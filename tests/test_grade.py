"""A class is graded: each answer told for what it is, whatever the others have done."""

import csv
import importlib.util
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import grade
import grade_cells
import grade_one
import pytest

ROOT = Path(__file__).resolve().parent.parent
COUNTS = """
[points]
right = 2
tried = 1
[weights]
"03.3" = 3
[seconds]
seconds = 2
student = 60
"""

spec = importlib.util.spec_from_file_location("graded", ROOT / "tests/soak/graded.py")
graded = importlib.util.module_from_spec(spec)
spec.loader.exec_module(graded)


@pytest.fixture(scope="module")
def exercises():
    return grade.series(ROOT / "notebooks")[0]


def answers(*texts):
    """Return what answers exercises one by one; {right} is the solution."""
    left = iter(texts)
    return lambda stub, solution: next(left).replace("{right}", solution)


def rewrite(path, change):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    change(notebook)
    path.write_text(json.dumps(notebook), encoding="utf-8")


def as_colab(notebook):
    """Take the ids of cells away, and one call of a check."""
    notebook["nbformat_minor"] = 0
    for number, cell in enumerate(notebook["cells"]):
        cell.pop("id", None)
        cell["metadata"] = {"id": f"colab{number}"}
        cell["source"] = "".join(cell["source"]).replace("check_factors(factors)", "")


def with_a_helper(notebook):
    """Put what the second answer needs into cells of the student's own."""
    own = {"cell_type": "code", "metadata": {}, "outputs": []}
    cells = [{**own, "id": f"own{n}", "source": text} for n, text in enumerate(HELPER)]
    notebook["cells"][2:2] = cells


HELPER = ("%matplotlib inline\nfrom math import sqrt", "def rms(v): return sqrt(v)")
HELPED = """
def update(theta, g, v, rate, rho, eps):
    v = rho * v + (1 - rho) * g * g
    return theta - rate * g / (np.vectorize(rms)(v) + eps), v

check_update(update)
"""
HARM = """
import os, pathlib, shutil
for place in {places!r}:
    try:
        (pathlib.Path(place) / "harm").write_text("harm")
    except OSError:
        pass
    shutil.rmtree(place, ignore_errors=True)
"""
HOSTILE = {  # what is said of each answer to 03
    "deletes": ["{harm}\n{right}", "print('line\\n' * 1_000_000)\n{right}", "{right}"],
    "leaves": [
        "import os\nos._exit(0)",
        "def update(*given):\n    import os\n    os._exit(0)",
        "raise SystemExit",
    ],
    "interrupts": [
        "raise KeyboardInterrupt",
        "import os\nwhile True:\n    os.fork()",
        "import os\nos.kill(os.getppid(), 9)\n{right}",
    ],
    "reaches": [
        "import socket\nsocket.create_connection(('192.0.2.1', 9), 1)\n{right}",
        "def update(*given):\n    return [0] * 10**12",
        "import subprocess\nsubprocess.run(['true'])\n{right}",
    ],
    "writes": ["raise ValueError('<script>\\ud800')", "", "x = " + "(" * 5000],
}
SAID = {
    "deletes": ["v is 81", "new parameters", "a step is"],
    "leaves": ["the cell ended Python", "your function ended Python", "SystemExit"],
    "interrupts": ["KeyboardInterrupt", "not while it is graded", "not while it is gr"],
    "reaches": ["stops with", "MemoryError", "not while it is graded"],
    "writes": ["<script>", "the stub is as it was", "stops with"],
}


def hand_in_hostile(folder, places):
    harm = HARM.format(places=list(map(str, places)))
    for name, texts in HOSTILE.items():
        texts = (text.replace("{harm}", harm) for text in texts)
        graded.hand_in(folder, name, ["03"], answers(*texts))


def lines(student):
    return [row["line"] for row in student["rows"]]


def test_a_class_is_graded_whatever_some_of_it_do(tmp_path, exercises):
    folder, output, counts = (tmp_path / name for name in ("class", "out", "counts"))
    counts.write_text(COUNTS)
    graded.hand_in_all(folder, 1, ["03"])
    for number in range(1, len(graded.PATCHES)):
        graded.hand_in(folder, f"patch-{number}", ["03"], graded.patch(number))
    hand_in_hostile(folder, [folder, output, ROOT / "build", tmp_path])

    graded.hand_in(folder, "colab", ["03"], graded.right)
    rewrite(folder / "colab/03_one_update.ipynb", as_colab)
    texts = answers("{right}", HELPED, "{right}")
    graded.hand_in(folder, "helped", ["03"], texts)
    rewrite(folder / "helped/03_one_update.ipynb", with_a_helper)

    odd = folder / "odd"
    graded.hand_in(folder, "odd", ["03"], answers("{right}", "", ""))
    (odd / "03_one_update.ipynb").rename(odd / "03_one_update (1).ipynb")
    graded.hand_in(folder, "more", ["03"], graded.right)
    (folder / "more/03_one_update.ipynb").rename(odd / "my answers.ipynb")
    os.utime(odd / "my answers.ipynb", (0, 0))  # older, and more of it is answered
    (odd / "notes.txt").write_text("{")
    (odd / "broken.ipynb").write_text("{")
    (odd / "list.ipynb").write_text('{"cells": [1, 2]}')
    (odd / "deep.ipynb").write_text("[" * 100_000)
    (odd / "binary.ipynb").write_bytes(b"\xff\x00" * 99)
    (odd / "own.ipynb").write_text('{"cells": []}')
    (odd / "link.ipynb").symlink_to(folder / "right-0/03_one_update.ipynb")
    with zipfile.ZipFile(folder / "zipped.zip", "w") as archive:
        text = (folder / "right-0/03_one_update.ipynb").read_bytes()
        archive.writestr("../../evil/03.ipynb", text)
        archive.writestr("__MACOSX/._03.ipynb", b"\x00")
    (folder / "=cmd.zip").write_bytes(b"PK not a zip")
    (folder / "loose.ipynb").write_text("{}")

    # Interrupted as by Ctrl-C, and begun again.
    options = [str(folder), "--output", str(output), "--counts", str(counts)]
    command = [sys.executable, str(ROOT / "tools/grade.py"), *options]
    first = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    known = output / ".known"
    while first.poll() is None and len(list(known.glob("*.json"))) < 3:
        time.sleep(0.05)
    first.send_signal(signal.SIGINT)
    assert "the same command goes on" in first.communicate()[1]
    before = {path: path.stat().st_mtime_ns for path in known.glob("*.json")}
    assert first.returncode == 1 and 3 <= len(before) < 20
    assert not list(output.glob("*.csv"))
    students = grade.main(options)
    assert before.items() <= {p: p.stat().st_mtime_ns for p in before}.items()

    # Each of the ten is told for what it is.
    stubs = {exercise["name"]: exercise["stub"] for exercise in exercises}
    for name, student in students.items():
        if (kind := name.split("-")[0]) in graded.KINDS:
            assert not graded.faults(student["rows"], student["looks"], kind, stubs)
    assert students["right-0"]["points"] == 2 + 2 + 3 * 2
    assert students["wrong-0"]["points"] == 1 + 1 + 3
    assert students["nothing-0"]["points"] == 0

    # What the hostile ones do, they do to themselves.
    for name, said in SAID.items():
        for line, expected in zip(lines(students[name]), said, strict=True):
            assert expected in line
    assert not list(tmp_path.rglob("harm")) and not (ROOT / "build/harm").exists()
    assert not list(tmp_path.parent.rglob("evil"))
    assert (folder / "right-0/03_one_update.ipynb").exists()

    # Notebooks come as they come.
    for name in ("right-0", "colab", "helped", "odd", "zipped", "deletes"):
        assert [r["outcome"] for r in students[name]["rows"]] == ["right"] * 3, name
    left_out = "\n".join(students["odd"]["left_out"])
    for name in ("broken", "list", "deep", "binary"):
        assert f"{name}.ipynb: not a notebook" in left_out
    assert "own.ipynb: no exercise" in left_out and "notes.txt: not a n" in left_out
    assert "03_one_update (1).ipynb: for 03, my answers.ipynb counts" in left_out
    assert "link" not in left_out
    assert "not a zip" in students["=cmd"]["left_out"][0]

    # The table and the pages.
    with open(output / "grades.csv", encoding="utf-8-sig", newline="") as stream:
        table = {row["student"]: row for row in csv.DictReader(stream)}
    assert len(table) == len(students) == 21 and "'=cmd" in table
    assert table["wrong-0"]["03.2"] == "tried" and table["right-0"]["points"] == "10"
    page = (output / students["endless-0"]["page"]).read_text(encoding="utf-8")
    assert "your function was stopped after 1.5 seconds" in page and "✗ tried" in page
    page = (output / students["writes"]["page"]).read_text(encoding="utf-8")
    assert "&lt;script&gt;?" in page and "<script" not in page
    index = (output / "index.html").read_text(encoding="utf-8")
    assert "loose.ipynb" in index and students["wrong-0"]["page"] in index
    assert "the check was changed" in index


def test_without_walls_the_fence_holds(tmp_path, monkeypatch):
    monkeypatch.setattr(grade, "GUARDS", {"": "no walls"})
    folder, counts = tmp_path / "class", tmp_path / "counts"
    counts.write_text(COUNTS)
    hand_in_hostile(folder, [folder, tmp_path])
    output = ["--output", str(tmp_path / "out"), "--counts", str(counts)]
    students = grade.main([str(folder), *output])
    for name, said in SAID.items():
        for line, expected in zip(lines(students[name]), said, strict=True):
            assert expected in line
    assert not list(tmp_path.rglob("harm")) and counts.exists()


def test_an_answer_is_right_only_where_nothing_of_the_students_ran():
    def check(answer):
        outcome = "right" if answer == 1 else "wrong"
        grade_one.checks.outcomes.append(("check", outcome, "so it is"))

    got = {"answer": 2, "said": ["right", "it is"], "slow": False}
    outcome, _, remarks = grade_one.judged(check, got, 1)
    assert outcome == "wrong" and "was changed" in remarks[0]
    assert grade_one.judged(check, got | {"answer": 1}, 1)[0] == "right"
    for said in (None, 3, ["right"], ["right", 1], [["right"], "it is"]):
        assert grade_one.judged(check, got | {"said": said}, 1)[0] == "wrong"


def test_a_forged_record_is_no_right_answer():
    from rmsprop_lib.exercises import n00

    fault = {"dict": [["outcome", "right"], ["line", "it is"], ["more", ""]]}
    for record in ({"tuple": [None, None, fault]}, 5, {"x": 1}, {"tuple": []}, None):
        got = {"answer": {"callable": "f"}, "_run": record, "said": ["right", "it is"]}
        assert grade_one.judged(n00.check_usual_size, got, 1)[0] == "wrong"


@pytest.mark.parametrize(
    "thing", [None, 1, 2.5, "a", [1, (2, None)], {"a": {0: 1.5}, (): []}]
)
def test_what_travels_comes_back(thing):
    sent = json.loads(json.dumps(grade_one.plain(thing)))
    assert grade_one.revived(sent) == thing


@pytest.mark.parametrize(
    "source, bound, needed",
    [
        ("import numpy as np, os.path", {"np", "os"}, set()),
        ("def f(x):\n    y = x + k\n    return y", {"f"}, {"k"}),
        ("x = x + 1", {"x"}, {"x"}),
        ("x += 1", {"x"}, {"x"}),
        ("x = 1\ny = x", {"x", "y"}, set()),
        ("for i in r:\n    s = i", {"i", "s"}, {"r"}),
        ("y = [i for i in r]", {"y"}, {"r"}),
        ("%timeit z\nclass C(B): pass", {"C"}, {"B"}),
    ],
)
def test_which_names_a_cell_binds_and_needs(source, bound, needed):
    assert grade_cells.names(source) == (bound, needed)


def test_an_answer_brings_what_it_needs_and_no_more():
    pieces = grade_cells.pieces
    above = [*pieces("import numpy as np\nimport os"), *pieces("k = 1\nshow(k)")]
    above += pieces("X = k * np.ones(3)") + pieces("k = 2")
    own = [{"source": "k = 3\ncheck_it(k)"}, {"source": "def h():\n    return k + X"}]
    cell = {"source": "y = h()\n\ncheck_y(y)\ncheck_y(\n    y + 1)"}
    exercise = {"check": "check_y", "answer": "y"}
    *before, source, answer = grade_cells.to_run(exercise, cell, own, above)
    assert before[0] == "import numpy as np" and "import os" not in before
    assert before[1:] == [
        "k = 1\nshow(k)",
        "X = k * np.ones(3)",
        "k = 2",
        own[1]["source"],
    ]
    assert source.strip() == "y = h()" and answer == "__answer = y + 1"


def test_the_patient_that_was_drawn_is_the_one_asked_about(tmp_path):
    from rmsprop_lib.exercises import n11

    illness = f"illness = {n11._illness(3)!r}\n\ncheck_illness(illness)"
    assert n11._illness(3) != n11._illness(1)
    graded.hand_in(tmp_path / "class", "anna", ["11"], answers("", "", "", illness))

    def draw(notebook):
        for cell in notebook["cells"]:
            text = "".join(cell["source"])
            cell["source"] = text.replace("number = 1\n", "number = 3\n")

    rewrite(next((tmp_path / "class/anna").iterdir()), draw)
    output = ["--output", str(tmp_path / "out")]
    student = grade.main([str(tmp_path / "class"), *output])["anna"]
    outcomes = [row["outcome"] for row in student["rows"]]
    assert outcomes == ["not tried"] * 3 + ["right"] and not student["looks"]


def test_every_exercise_is_found_with_its_check_and_its_answer(exercises):
    assert len({e["check"] for e in exercises}) == len(exercises) >= 60
    for exercise in exercises:
        name, check = graded.called(exercise["stub"])
        assert exercise["answer"] == name and exercise["check"] in check


@pytest.mark.parametrize(
    "given, message",
    [([], "make grade SUBMISSIONS="), (["nowhere"], "is no folder"), (["."], "no zip")],
)
def test_what_is_missing_is_said(given, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit, match=message):
        grade.main(given)
