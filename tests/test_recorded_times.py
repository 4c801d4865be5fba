"""The times that notebook 11 and RESULTS.md state are the recorded ones."""

import importlib.util
import json
from pathlib import Path

import nbformat
import pytest

BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"


def recorded(name):
    path = BENCHMARKS / "results" / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def stated():
    """The two tables of notebook 11, which its students have without `benchmarks/`."""
    path = BENCHMARKS.parent / "notebooks" / "11_mnist_training.ipynb"
    cells = nbformat.read(path, as_version=4).cells
    (source,) = (c.source for c in cells if c.source.startswith("epoch_ms = {"))
    tables = {}
    exec(source, tables)
    return tables


def test_notebook_11_states_the_recorded_epochs(stated):
    seconds = recorded("epoch")["seconds"]["784-128-10, one thread"]
    assert len(stated["epoch_ms"]) >= 9
    for name, ms in stated["epoch_ms"].items():
        assert ms == round(1e3 * seconds[name]), name


def test_notebook_11_states_the_recorded_updates(stated):
    rows = {
        row["parameters"]: row["seconds"]
        for row in recorded("update")["rows"]
        if row["arrays"] == 1
    }
    assert stated["update_us"].keys() == rows.keys()
    for size, times in stated["update_us"].items():
        seconds = rows[size]
        pytorch = min(seconds["PyTorch, for each"], seconds["PyTorch, foreach"])
        exact = [1e6 * s for s in (seconds["ours"], seconds["the article's"], pytorch)]
        assert times == pytest.approx(exact, rel=0.005), size


def test_results_md_is_what_the_records_say():
    spec = importlib.util.spec_from_file_location("report", BENCHMARKS / "report.py")
    report = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(report)
    text = (BENCHMARKS / "RESULTS.md").read_text(encoding="utf-8")
    assert text == report.results()
