"""Find, in the notebooks of a student, each answer and the cells that it needs."""

import ast
import contextlib
import functools
import json
import re
import symtable
from collections import Counter

NOT_PYTHON = (SyntaxError, ValueError, RecursionError, MemoryError)

# ---- what a student has handed in ----------------------------------------------------


def code_cells(text):
    """Return the code cells of a notebook; ValueError if it is none."""
    try:
        cells = [c for c in json.loads(text)["cells"] if c["cell_type"] == "code"]
        for cell in cells:
            about, cell["source"] = cell.get("metadata", {}), "".join(cell["source"])
            cell["ids"] = {cell.get("id"), about.get("id")} - {None}
            cell["tags"] = about.get("tags") or []
        return [cell for cell in cells if "solution" not in cell["tags"]]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError(f"{type(error).__name__}: {error}") from None


def untouched(cell, stub):
    return cell["source"].split() in ([], stub.split())


def recognised(cells, exercises, others):
    """Return {exercise: its cell}, known by its id, its check, or its stub's name.

    Not every editor keeps the ids of cells, and some people copy the stub. `others` are
    ids and texts of the teacher's other cells.
    """
    alone, found = Counter(exercise["answer"] for exercise in exercises), {}
    for cell in cells:
        own = not others & {cell["source"].strip(), *cell["ids"]}
        bound = r"^(?:(?:def|class) +)?(\w+) *[(:=]"
        cell["bound"] = own * re.findall(bound, cell["source"], re.M)
        cell["called"] = own * re.findall(r"\b(check_\w+)\(", cell["source"])
    for exercise in exercises:
        name, stub, answer = (exercise[key] for key in ("name", "stub", "answer"))
        here = [
            [cell for cell in cells if exercise["id"] in cell["ids"]],
            [cell for cell in cells if exercise["check"] in cell["called"]],
        ]
        if not any(here) and alone[answer] == 1:
            here.append([cell for cell in cells if answer in cell["bound"]])
        tried = [c for cells in here for c in cells[::-1] if not untouched(c, stub)]
        if tried or any(here):
            found[name] = (tried or sum(here, []))[0]
    return found


def read(files, exercises, cells_of):
    """Return {number: (file, its cells, {exercise: its cell})}, and what is left out.

    Of two notebooks of one number the one with more answers counts, then the newer.
    """
    found, left_out = {}, []
    stubs = {exercise["name"]: exercise["stub"] for exercise in exercises}
    others = [c for cells in cells_of.values() for c in cells if not c["kind"]]
    others = {text for c in others for text in (c["id"], c["source"].strip())}
    for file in files:
        try:
            cells = code_cells(file["text"])
        except ValueError as error:
            left_out.append(f"{file['name']}: not a notebook ({error})")
            continue
        answers = recognised(cells, exercises, others)
        if not answers:
            left_out.append(f"{file['name']}: no exercise of this series in it")
            continue
        number = Counter(name[:2] for name in answers).most_common(1)[0][0]
        answers = {name: c for name, c in answers.items() if name[:2] == number}
        tried = sum(not untouched(c, stubs[name]) for name, c in answers.items())
        new = (tried, file["when"]), file["name"], cells, answers
        old = found.get(number)
        found[number] = max(new, old or new, key=lambda one: one[0])
        if old:
            lost, kept = sorted((old, new), key=lambda one: one is found[number])
            left_out.append(f"{lost[1]}: for {number}, {kept[1]} counts")
    return found, left_out


# ---- which cells an answer needs -----------------------------------------------------


def tree(source):
    return ast.parse(re.sub(r"^(\s*)[%!].*$", r"\1pass", source, flags=re.M))


def names(source):
    """Return the names that a cell binds, and those that it needs from before."""
    bound, needed = set(), set()
    for statement in tree(source).body:
        top = symtable.symtable(ast.unparse(statement), "cell", "exec")
        tables, stored, loaded = [top], set(), set()
        for table in tables:
            tables += table.get_children()
            for symbol in table.get_symbols():
                if symbol.is_referenced() and (table is top or symbol.is_global()):
                    loaded.add(symbol.get_name())
                if table is top and (symbol.is_assigned() or symbol.is_imported()):
                    stored.add(symbol.get_name())
        if isinstance(statement, ast.AugAssign):
            loaded |= stored
        elif not isinstance(statement, ast.Assign):
            loaded -= stored
        needed |= loaded - bound
        bound |= stored
    return bound, needed


@functools.cache
def pieces(source):
    """Return [(code, binds, needs)] of a cell: each import by itself, then the rest."""
    try:
        body = tree(source).body
        imports = [s for s in body if isinstance(s, (ast.Import, ast.ImportFrom))]
        rest = [s for s in body if s not in imports]
        code = list(map(ast.unparse, imports))
        if rest:
            code.append(ast.unparse(rest) if imports else source)
        return [(piece, *map(sorted, names(piece))) for piece in code]
    except NOT_PYTHON:
        return []


def needed(wanted, above, others):
    """Return, in order, the code that binds the names `wanted`, and what that needs.

    Of the pieces that bind a name the teacher's last one does, or else the student's.
    """
    every, chosen = above + others, set()

    def look(wanted, end):
        own = range(len(above), end)
        for name in wanted:
            places = [*range(min(end, len(above)))[::-1], *own[::-1]]
            place = next((n for n in places if name in every[n][1]), None)
            if place is not None and place not in chosen:
                chosen.add(place)
                look(every[place][2], place)

    look(wanted, len(every))
    return [every[place][0] for place in sorted(chosen)]


def without_checks(source):
    """Return a cell without its calls of checks, and {check: what it was given}."""
    lines, given = source.splitlines(), {}
    with contextlib.suppress(*NOT_PYTHON):
        for statement in tree(source).body:
            call = getattr(statement, "value", None)
            name = ast.unparse(call.func) if isinstance(call, ast.Call) else ""
            if check := re.fullmatch(r"(?:n\d\d\.)?(check_\w+)", name):
                if len(call.args) == 1:
                    given[check[1]] = ast.unparse(call.args[0])
                for number in range(statement.lineno - 1, statement.end_lineno):
                    lines[number] = ""
    return "\n".join(lines), given


def to_run(exercise, cell, own, above):
    """Return the code to run for an answer: what it needs, itself, what is checked."""
    source, given = without_checks(cell["source"])
    answer = "__answer = " + given.get(exercise["check"], exercise["answer"])
    others = [without_checks(each["source"])[0] for each in own if each is not cell]
    others = [piece for source in others for piece in pieces(source)]
    try:
        wanted = names(source + "\n" + answer)[1]
    except NOT_PYTHON:
        wanted = set()
    return *needed(wanted, above, others), source, answer
