"""The checks of notebook 15: what each wrong answer must be told. Its recorded numbers,
its table of parts and its references are compared with where they come from."""

import ast
import json
import pathlib
import re

import numpy as np
import pytest

from rmsprop_lib.exercises.n15 import (
    change_rate,
    check_change_rate,
    check_decay_step,
    check_port_to_keras,
)
from rmsprop_lib.variants import like

ROOT = pathlib.Path(__file__).parents[1]
NOTEBOOK = ROOT / "notebooks/15_frameworks_and_further.ipynb"
CELLS = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]


def source(cell):
    return "".join(cell["source"])


PROSE = "\n\n".join(source(cell) for cell in CELLS if cell["cell_type"] == "markdown")

PORTED = {"learning_rate": 0.01, "rho": 0.99, "epsilon": 1e-16}
PORTS = [
    (None, "no answer yet"),
    (PORTED, "✔ right"),
    ({"epsilon": 1e-16, "rho": np.float64(0.99), "learning_rate": 0.01}, "✔ right"),
    (PORTED | {"momentum": 0.0, "centered": False, "weight_decay": None}, "✔ right"),
    (PORTED | {"epsilon": 1e-12}, "where v is 0"),
    (PORTED | {"epsilon": 1e-30}, "where v is 0"),
    (PORTED | {"epsilon": np.float32(1e-16)}, "✔ right"),
    ({}, "the rate is Keras's default"),
    ({"rho": 0.99, "epsilon": 1e-16}, "the rate is Keras's default"),
    ({"learning_rate": 0.01}, "ρ is Keras's default"),
    (PORTED | {"rho": 0.01}, "you gave 1 − ρ"),
    ({"learning_rate": 0.01, "rho": 0.99}, "ε is Keras's default"),
    (PORTED | {"epsilon": 1e-8}, "the same number in another place"),
    (PORTED | {"epsilon": 1e-4}, "you took the root"),
    (PORTED | {"learning_rate": 0.1}, "learning_rate = 0.1 alone"),
    (PORTED | {"rho": 0.999}, "rho = 0.999 alone"),
    (PORTED | {"epsilon": 0}, "epsilon: 0 was given"),
    (PORTED | {"rho": "0.99"}, "decay_rate: str"),
    ({"lr": 0.01, "alpha": 0.99}, "'lr' is none of"),
    (PORTED | {"weight_decay": 0.1}, "'weight_decay' is none of"),
    ([0.01, 0.99, 1e-16], "a dict is expected"),
]


@pytest.mark.parametrize("answer, hint", PORTS, ids=range(len(PORTS)))
def test_port_to_keras(capsys, answer, hint):
    check_port_to_keras(answer)
    printed = capsys.readouterr().out
    assert hint in printed and printed.count("\n") == 1


def new_dict(optimizer, new_rate):
    print("changing")
    ratio = optimizer.learning_rate / new_rate
    optimizer.velocity = {name: ratio * b for name, b in optimizer.velocity.items()}
    optimizer.learning_rate = float(new_rate)


def in_a_loop(optimizer, eta):
    for name in optimizer.velocity:
        for i in range(len(optimizer.velocity[name])):
            optimizer.velocity[name][i] *= optimizer.learning_rate
            optimizer.velocity[name][i] /= eta
    optimizer.learning_rate = eta


def only_the_rate(optimizer, new_rate):
    optimizer.learning_rate = new_rate


def rate_first(optimizer, new_rate):
    optimizer.learning_rate = new_rate
    for b in optimizer.velocity.values():
        b *= optimizer.learning_rate / new_rate


def upside_down(optimizer, new_rate):
    for b in optimizer.velocity.values():
        b *= new_rate / optimizer.learning_rate
    optimizer.learning_rate = new_rate


def emptied(optimizer, new_rate):
    for b in optimizer.velocity.values():
        b[...] = 0
    optimizer.learning_rate = new_rate


def rate_forgotten(optimizer, new_rate):
    for b in optimizer.velocity.values():
        b *= optimizer.learning_rate / new_rate


def the_cache(optimizer, new_rate):
    for v in optimizer.cache.values():
        v *= optimizer.learning_rate / new_rate
    optimizer.learning_rate = new_rate


def times_old(optimizer, new_rate):
    for b in optimizer.velocity.values():
        b *= optimizer.learning_rate
    optimizer.learning_rate = new_rate


def over_new(optimizer, new_rate):
    for b in optimizer.velocity.values():
        b /= new_rate
    optimizer.learning_rate = new_rate


def the_dict(optimizer, new_rate):
    optimizer.velocity *= optimizer.learning_rate / new_rate


RATE_ANSWERS = [
    (change_rate, "✔ right"),
    (new_dict, "✔ right"),
    (in_a_loop, "✔ right"),
    (lambda optimizer, new_rate: None, "The rate is still the old one"),
    (only_the_rate, "the steps already in b"),
    (rate_first, "still the old rate when you divide"),
    (upside_down, "upside down"),
    (emptied, "You empty b"),
    (rate_forgotten, "What is left to set"),
    (the_cache, "You rescale v"),
    (times_old, "what has to be divided out"),
    (over_new, "What is missing"),
    (the_dict, "stops with TypeError"),
    (0.01, "a function"),
]


@pytest.mark.parametrize("answer, hint", RATE_ANSWERS, ids=range(len(RATE_ANSWERS)))
def test_change_rate(capsys, answer, hint):
    check_change_rate(answer)
    assert hint in capsys.readouterr().out


def test_change_rate_makes_pytorch_follow_keras():
    options = {"momentum": 0.9, "decay_rate": 0.9, "epsilon": 1e-3}
    keras = like("keras", learning_rate=0.1, **options, epsilon_inside_sqrt=False)
    torch = like("pytorch", learning_rate=0.1, **options)
    a, b = {"x": 1.0, "w": np.ones(3)}, {"x": 1.0, "w": np.ones(3)}
    for step, g in enumerate(np.random.default_rng(1).normal(size=(12, 3))):
        if step % 4 == 3:
            change_rate(torch, torch.learning_rate / 3)
            keras.learning_rate /= 3
        keras.update(a, {"x": g[0], "w": g})
        torch.update(b, {"x": g[0], "w": g})
    np.testing.assert_allclose([a["x"], *a["w"]], [b["x"], *b["w"]], rtol=1e-12)


DECAY_STEPS = [
    (None, "no answer yet"),
    (0.01, "✔ right"),
    (-0.01, "look at the sign"),
    (0.0001, "Keras's decoupled decay"),
    (0.1, "That is λθ"),
    (0, "λθ has been added to it"),
    (0.001, "not 1 at the first step"),
    (0.00316, "the first step for ρ = 0.9"),
    (0.05, "That is λ."),
    (1.99, "where θ arrives"),
    (5e-5, "That is η λ."),
    (0.02, "too large"),
    ("ten rates", "a number is expected"),
]


@pytest.mark.parametrize("answer, hint", DECAY_STEPS)
def test_decay_step(capsys, answer, hint):
    check_decay_step(answer)
    assert hint in capsys.readouterr().out


def test_the_solutions_of_the_notebook_are_right(capsys):
    wanted = ("check_port_to_keras", "check_change_rate", "check_decay_step")
    solutions = [
        source(cell) for cell in CELLS if "solution" in cell["metadata"].get("tags", [])
    ]
    assert len(solutions) == len(wanted)
    for code, check in zip(solutions, wanted, strict=True):
        lines = code.splitlines()  # what follows the check needs the notebook's names
        end = next(i for i, line in enumerate(lines) if line.startswith(check))
        exec("\n".join(lines[: end + 1]), {"like": like, check: globals()[check]})
        assert capsys.readouterr().out.startswith("✔ right")


def test_the_recorded_numbers_are_those_of_the_recordings():
    cell = next(source(c) for c in CELLS if "RECORDED = {" in source(c))
    values = {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in ast.parse(cell).body
        if isinstance(node, ast.Assign)
    }
    golden = ROOT / "tests/golden"
    inputs = json.loads((golden / "inputs.json").read_text())
    assert values["START"] == inputs["start"]["scalar"]
    assert values["GRADIENTS"] == inputs["gradients"]["scalar"][:4]
    assert inputs["rates"][:4] == [2.0**-6] * 4
    versions, runs = [], 0
    for name, points in values["RECORDED"].items():
        recorded = json.loads((golden / f"{name}.json").read_text())
        assert points == recorded["runs"]["defaults"]["points"]["scalar"][1:5]
        versions.append(next(iter(recorded["versions"].values())).split("+")[0])
        others = ("SGD", "Ada")
        runs += sum(not run.startswith(others) for run in recorded["runs"])
    assert all(version in PROSE for version in versions), versions
    assert f"compare {runs} recorded runs of RMSprop" in PROSE


def test_links_to_the_world_are_of_the_right_form():
    links = re.findall(r"\]\((https?:[^)\s]+)\)", PROSE)
    assert len(links) > 15 and len(set(links)) == len(links)
    forms = [
        r"https://arxiv\.org/abs/\d{4}\.\d{4,5}",
        r"https://github\.com/[\w-]+/[\w-]+/issues/\d+",
        r"https://openreview\.net/forum\?id=\w+",
        r"https://jmlr\.org/papers/v\d+/\w+\.html",
        r"https://www\.cs\.toronto\.edu/~tijmen/csc321/slides/lecture_slides_lec6\.pdf",
    ]
    for link in links:
        assert any(re.fullmatch(form, link) for form in forms), link
    for text, number in re.findall(
        r"\[([\d.]+)\]\(https://arxiv.org/abs/(.+?)\)", PROSE
    ):
        assert text == number
    for text, number in re.findall(r"\[#(\d+)\]\(https:\S+/issues/(\d+)\)", PROSE):
        assert text == number


def test_the_table_of_errors_is_whole_and_each_links_to_its_notebook():
    rows = dict(re.findall(r"^\| (\d+) \| .+? \| (.+?) \|$", PROSE, re.M))
    assert list(map(int, rows)) == list(range(14))
    for number, where in rows.items():
        for label, file in re.findall(r"\[(\d\d), [^]]+\]\((\d\d)_", where):
            assert label == file
        if 0 < int(number) < 13:
            for path in re.findall(r"\((\w+\.ipynb)", where):
                if (NOTEBOOK.parent / path).exists():
                    text = (NOTEBOOK.parent / path).read_text(encoding="utf-8")
                    boxes = re.findall(r"Article check \(errors? ([\d, and]+)", text)
                    assert number in " ".join(boxes).replace(",", " ").split(), path


def test_the_table_of_errors_leads_to_the_box_of_each():
    sources = {
        path.name: "\n".join(
            "".join(cell["source"])
            for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        )
        for path in (ROOT / "notebooks").glob("*.ipynb")
    }
    table = sources["15_frameworks_and_further.ipynb"]
    rows = dict(re.findall(r"^\| (\d+) \| .+ \| (.+) \|$", table, re.M))
    assert [int(number) for number in rows] == list(range(14))
    for number, where in rows.items():
        names = re.findall(r"\]\((\w+\.ipynb)?", where)
        box = f"Article check (error {number}"
        texts = [sources[name] if name else table for name in names]
        assert texts and (number == "0" or any(box in text for text in texts)), number
