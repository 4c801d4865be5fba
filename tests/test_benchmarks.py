"""What the texts say of recorded results is what the records say."""

import json
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parent.parent


def recorded(name):
    path = ROOT / "benchmarks" / "results" / name
    return json.loads(path.read_text(encoding="utf-8"))


def text(number):
    (path,) = (ROOT / "notebooks").glob(f"{number}_*.ipynb")
    cells = nbformat.read(path, as_version=4).cells
    return "\n".join(c.source for c in cells if c.cell_type == "markdown")


@pytest.fixture(scope="module")
def mnist():
    return recorded("mnist.json")


def test_notebook_11_takes_the_best_of_the_settings_compared(mnist):
    best = max(mnist["held_out"], key=lambda row: row[-1])
    assert best[:3] == mnist["learning_rate, decay_rate, falling"]
    rate, decay_rate, falling = best[:3]
    said = text(11)
    assert f"{rate} and ρ = {decay_rate}" in said and falling
    assert f"of the {len(mnist['held_out'])} settings" in said


def test_five_seeds_are_right_for_98_percent_on_average(mnist):
    assert len(mnist["test_accuracy"]) == 5
    assert sum(mnist["test_accuracy"]) / 5 >= 0.98


def test_notebook_12_names_what_the_larger_network_reaches():
    accuracy = recorded("mnist_larger.json")["mean_test_accuracy"]
    assert f"{100 * accuracy:.1f} % of the test images" in text(12)
    assert accuracy >= 0.986
