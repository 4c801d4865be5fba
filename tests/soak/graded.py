"""A class of thirty, graded: `python tests/soak/graded.py`.

Thirty simulated students of six kinds hand in all notebooks: right, wrong, nothing, a
syntax error, an endless loop, and one who patches the check, each in a way of its own.
Each exercise of each must be told for what it is. The time of the run is printed.
"""

import json
import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

import grade  # noqa: E402

KINDS = ("right", "wrong", "nothing", "syntax", "endless", "patch")


def of_function(stub):
    """Return whether a stub asks for a function or class, and not for a value."""
    return stub.lstrip().startswith(("def ", "class "))


def called(stub):
    """Return the name that is checked, and the last line: the call of the check."""
    last = stub.strip().splitlines()[-1]
    return last.split("(")[1].rstrip(")"), last


def right(stub, solution):
    return solution


def wrong(stub, solution):
    name, check = called(stub)
    value = "lambda *given: [[0.123]]" if of_function(stub) else "-12345.678"
    return f"{name} = {value}\n{check}"


def nothing(stub, solution):
    return stub


def syntax(stub, solution):
    return stub.replace("None", "((", 1) if "None" in stub else f"{stub}\nreturn ("


def endless(stub, solution):
    """Never end in the function; a value is right: only in 00.2 is there a loop."""
    name, check = called(stub)
    if of_function(stub):
        return f"def {name}(*given):\n    while True:\n        pass\n\n\n{check}"
    if name == "new_theta":
        return f"while True:\n    pass\n{name} = 1\n{check}"
    return solution


# Ways to a ✔ that is not one's own, each after a wrong answer.
PATCHES = (
    "{check} = lambda answer: print('✔ right: it is')\n{wrong}",
    "from rmsprop_lib.exercises import results\nresults.same = lambda *_: True\n"
    "from rmsprop_lib.exercises import checks\nimport numpy as np\n"
    "np.isclose = lambda *_, **__: np.bool_(True)\n"
    "checks._written = lambda option: 0\n{wrong}",
    "from rmsprop_lib.exercises import trial\n"
    "trial.tried = lambda *_, **__: dict(outcome='right', line='it is', more='')\n"
    "{wrong}",
    "from rmsprop_lib.exercises import checks\n"
    "checks.tell = lambda *_, **__: checks.outcomes.append(('', 'right', 'it is'))\n"
    "{wrong}",
    "{name} = -1\nprint('✔ right: it is')",
)


def patch(number):
    def answer(stub, solution):
        name, last = called(stub)
        what = {"check": last.split("(")[0], "name": name}
        return PATCHES[number].format(wrong=wrong(stub, ""), **what)

    return answer


def hand_in(folder, student, names=(), answer=nothing):
    """Write a student's notebooks as handouts with `answer(stub, solution)` in them."""
    (folder / student).mkdir(parents=True)
    for path in sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb")):
        if names and path.name[:2] not in names:
            continue
        notebook = json.loads(path.read_text(encoding="utf-8"))
        stub, kept = None, []
        for cell in notebook["cells"]:
            tags = cell["metadata"].get("tags", [])
            if "solution" in tags:
                both = ("".join(each["source"]) for each in (stub, cell))
                stub["source"] = answer(*both)
                continue
            stub = cell if "exercise" in tags else stub
            if cell["cell_type"] == "code":
                cell["outputs"], cell["execution_count"] = [], None
            kept.append(cell)
        notebook["cells"] = kept
        text = json.dumps(notebook, ensure_ascii=False)
        (folder / student / path.name).write_text(text, encoding="utf-8")


def hand_in_all(folder, each=5, names=()):
    """Write the notebooks of `each` students of each kind; they are called kind-n."""
    for number in range(each):
        answers = (right, wrong, nothing, syntax, endless, patch(number % 5))
        for kind, answer in zip(KINDS, answers, strict=True):
            hand_in(folder, f"{kind}-{number}", names, answer)


def faults(rows, looks, kind, stubs):
    """Return what is said of a student of this kind and should not be."""
    found = []
    for row in rows:
        name, line, outcome = row["name"], row["line"], row["outcome"]
        function = of_function(stubs[name])
        if kind == "right":
            good = outcome == "right"
        elif kind == "nothing":
            good = outcome == "not tried" and row["points"] == 0
        elif kind == "syntax":
            good = outcome == "tried" and "SyntaxError" in line
        elif kind == "endless" and not function and name != "00.2":
            good = outcome == "right"
        elif kind == "endless":
            good = outcome != "right" and ("stopped after" in line or name in NOT_RUN)
        else:
            good = outcome != "right"
        if not good:
            found.append(f"{kind} {name}: {outcome}, {line}")
    told = {name for look in looks for name in look.split(": ")[-1].split(", ")}
    if kind == "patch":
        found += [
            f"patch {r['name']}: nothing seen" for r in rows if r["name"] not in told
        ]
    elif looks:
        found.append(f"{kind}: suspected: {looks[:3]}")
    return found


# Where a function of any kind is not called, since a class or an optimizer is expected.
NOT_RUN = {"04.1", "04.2"}


def main():
    os.environ["RMSPROP_LIB_PROGRESS"] = "1"
    with tempfile.TemporaryDirectory() as folder:
        hand_in_all(Path(folder, "class"))
        begin = time.perf_counter()
        students = grade.main([f"{folder}/class", "--output", f"{folder}/grades"])
        seconds = time.perf_counter() - begin
    exercises, _ = grade.series(ROOT / "notebooks")
    stubs = {exercise["name"]: exercise["stub"] for exercise in exercises}
    found = [
        fault
        for name, student in students.items()
        for fault in faults(
            student["rows"], student["looks"], name.split("-")[0], stubs
        )
    ]
    print(*found, sep="\n")
    print(
        f"{len(students)} students, {len(exercises)} exercises each, in "
        f"{seconds:.0f} s; {len(found)} not told for what they are"
    )
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
