"""The page of five facts: its links arrive, its numbers and its table are measured."""

import math
import re
from pathlib import Path

import nbformat
import numpy as np
import pytest

from rmsprop_lib import RMSprop

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "five_facts.md").read_text(encoding="utf-8")
FACTS = re.split(r"^\d\. ", PAGE, flags=re.M)[1:]
LINKS = re.findall(r"\]\(<\.\./notebooks/(\w+\.ipynb)#(.+?)>\)", PAGE)


def cells(name):
    return nbformat.read(ROOT / "notebooks" / name, as_version=4).cells


def test_every_fact_leads_to_where_it_is_measured():
    assert len(FACTS) == 5
    assert all("../notebooks/" in fact for fact in FACTS)
    assert PAGE.count("](") == len(LINKS)  # none is of another form


@pytest.mark.parametrize("name, anchor", LINKS, ids=lambda part: part[:20])
def test_a_link_leads_to_a_heading_that_is_there(name, anchor):
    text = "\n".join(c.source for c in cells(name) if c.cell_type == "markdown")
    headings = re.findall(r"^#{2,4} (.+?)\s*$", text, re.M)
    assert anchor in [heading.replace(" ", "-") for heading in headings]


def rows(fact):
    lines = re.findall(r"^\s*\| (.+) \|$", fact, re.M)[1:]
    return [[c.strip(" *") for c in line.split(" | ")] for line in lines]


def test_the_invariances_are_those_that_notebook_07_prints():
    printed = next(
        o.text
        for c in cells("07_against_gradient_descent.ipynb")
        for o in c.get("outputs", [])
        if "the loss × 1000" in o.get("text", "") and "changed" in o.text
    )
    head, *lines = printed.strip("\n").splitlines()
    order = sorted(["gradient descent", "momentum", "RMSprop"], key=head.index)
    measured = [re.findall("same|changed", line) for line in lines]
    told = [
        dict(zip(["gradient descent", "momentum", "RMSprop"], row[1:], strict=True))
        for row in rows(FACTS[1])
    ]
    yes = [["same" if t[name] == "yes" else "changed" for name in order] for t in told]
    assert yes == measured


def test_the_numbers_of_a_memory_are_those_of_the_formulas():
    for rho, window, half_life, longest in rows(FACTS[4]):
        r = float(rho)
        assert window == f"{1 / (1 - r):,.0f} steps"
        digits = 1 if r == 0.9 else 0
        assert half_life == f"{math.log(0.5) / math.log(r):.{digits}f} steps"
        step = -RMSprop(1.0, r).update({"x": 0.0}, {"x": 5.0})["x"]
        assert longest == f"{float(f'{step:.2g}'):g} η"
        assert np.isclose(step, (1 - r) ** -0.5, rtol=1e-6)
