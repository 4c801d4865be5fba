"""What notebooks 11 and 16 and RESULTS.md state is what was recorded."""

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
    """The tables of notebook 16, which its students have without `benchmarks/`."""
    path = BENCHMARKS.parent / "notebooks" / "16_one_fast_step.ipynb"
    cells = nbformat.read(path, as_version=4).cells
    (source,) = (c.source for c in cells if c.source.startswith("# Recorded by"))
    tables = {}
    exec(source, tables)
    return tables


def rounded(number, digits):
    return float(f"{number:.{digits}g}")


def test_notebook_16_states_the_recorded_steps(stated):
    """Microseconds, rounded to three digits; PyTorch's is the faster of two ways."""
    rows = [row for row in recorded("update")["rows"] if row["arrays"] == 1]
    assert stated["sizes"] == [row["parameters"] for row in rows]
    times = {}
    for row in rows:
        seconds = dict(row["seconds"])
        ways = seconds.pop("PyTorch, for each"), seconds.pop("PyTorch, foreach")
        for name, s in {**seconds, "PyTorch": min(ways)}.items():
            times.setdefault(name, []).append(rounded(1e6 * s, 3))
    assert stated["update_us"] == times


def test_notebook_16_states_the_recorded_time_to_compile(stated):
    seconds = recorded("update")["seconds to compile"]
    assert stated["compile_s"] == {name: rounded(s, 2) for name, s in seconds.items()}


def test_notebook_16_states_the_recorded_epochs(stated):
    seconds = recorded("epoch")["seconds"]["784-128-10, one thread"]
    assert len(stated["epoch_ms"]) >= 9
    for name, ms in stated["epoch_ms"].items():
        assert ms == round(1e3 * seconds[name]), name


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
