"""What notebook 11 and RESULTS.md state is what was recorded."""

import importlib.util
import json
from pathlib import Path

import nbformat

BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"


def recorded(name):
    path = BENCHMARKS / "results" / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8"))


def test_notebook_11_states_the_recorded_rates():
    path = BENCHMARKS.parent / "notebooks" / "11_mnist_training.ipynb"
    cells = nbformat.read(path, as_version=4).cells
    (source,) = (c.source for c in cells if c.source.startswith("percent_right = {"))
    tables = {}
    exec(source, tables)
    rows = recorded("mnist")["held_out"]
    found = {(rate, falling): share for rate, _, falling, share in rows}
    assert len(found) == len(rows) == 10
    for rate, columns in tables["percent_right"].items():
        for falling, percent in zip((False, True), columns, strict=True):
            assert percent == round(100 * found.pop((rate, falling)), 2)
    assert not found


def test_results_md_is_what_the_records_say():
    spec = importlib.util.spec_from_file_location("report", BENCHMARKS / "report.py")
    report = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(report)
    text = (BENCHMARKS / "RESULTS.md").read_text(encoding="utf-8")
    assert text == report.results()
