"""What the texts say of recorded results is what the records say."""

import ast
import importlib.util
import json
from pathlib import Path

import nbformat
import numpy as np
import pytest

from rmsprop_lib.networks import check_gradients

ROOT = Path(__file__).resolve().parent.parent


def recorded(name):
    path = ROOT / "benchmarks" / "results" / name
    return json.loads(path.read_text(encoding="utf-8"))


def cells(number, kind):
    (path,) = (ROOT / "notebooks").glob(f"{number}_*.ipynb")
    stored = nbformat.read(path, as_version=4).cells
    return "\n".join(c.source for c in stored if c.cell_type == kind)


@pytest.fixture(scope="module")
def mnist():
    return recorded("mnist.json")


def test_notebooks_11_and_12_take_the_best_of_the_settings_compared(mnist):
    best = max(mnist["held_out"], key=lambda row: row[-1])
    assert best[:3] == mnist["learning_rate, decay_rate, falling"]
    rate, decay_rate, falling = best[:3]
    said = cells(11, "markdown")
    assert f"{rate}, ρ = {decay_rate} and a rate that falls" in said and falling
    assert f"of the {len(mnist['held_out'])} settings" in said
    for number, steps in ((11, "steps"), (12, "updates")):
        code = cells(number, "code")
        assert f"linear_decay({rate}, {steps})" in code
        assert f"decay_rate={decay_rate})" in code
        assert f'epochs = {mnist["epochs"]} if data.name == "mnist"' in code


def test_five_seeds_are_right_for_98_percent_on_average(mnist):
    assert len(mnist["test_accuracy"]) == 5
    assert sum(mnist["test_accuracy"]) / 5 >= 0.98
    assert max(mnist["seconds_per_training"]) <= 10


def test_notebook_12_names_what_the_larger_network_reaches():
    larger = recorded("mnist_larger.json")
    said = cells(12, "markdown")
    assert f"{100 * larger['mean_test_accuracy']:.1f} % of the test images" in said
    assert larger["sizes"][1:3] == [512, 512] and larger["dropout"]
    assert larger["mean_test_accuracy"] >= 0.986
    assert 60 < larger["seconds_per_training"][0] <= 120  # "a minute or two"


def test_notebook_14_tells_what_the_five_folds_are():
    (path,) = (ROOT / "notebooks").glob("14_*.ipynb")
    cells = nbformat.read(path, as_version=4).cells
    (cell,) = [c for c in cells if "five_folds = {" in c.source]
    said = ast.literal_eval(cell.source.split(" = ", 1)[1].split("\n}\n")[0] + "\n}")
    assert list(said) == ["sentences", "documents"]
    for kind, rows in said.items():
        result = recorded(f"sentiment_{kind}.json")
        assert len(result["folds"]) == 5 and set(rows) == set(result["means"])
        for name, (share, *minus) in rows.items():
            assert share == pytest.approx(100 * result["means"][name], abs=0.0501)
            if name != "network":
                d = result["paired differences"][f"network − {name}"]
                expected = [100 * d["mean"], 100 * d["95 % interval, half"]]
                assert minus == pytest.approx(expected, abs=0.0501)


def test_notebook_14_tells_how_far_the_networks_reach():
    (path,) = (ROOT / "notebooks").glob("14_*.ipynb")
    stored = nbformat.read(path, as_version=4).cells
    (cell,) = [c for c in stored if "\nreach = {" in c.source]
    lengths, said = (
        ast.literal_eval(node.value)
        for node in ast.parse(cell.source).body
        if isinstance(node, ast.Assign)
    )
    last = {}
    for run in recorded("reach.json"):
        key = run["network"], run["rate"], run["neutral words"]
        last.setdefault(key, []).append(100 * run["right after each epoch"][-1])
    assert {(name, rate) for name in said for rate in said[name]} == {
        key[:2] for key in last
    }
    for (name, rate, n), shares in last.items():
        share = said[name][rate][lengths.index(n)]
        assert share == pytest.approx(sum(shares) / len(shares), abs=0.501)
        assert len(shares) == 2  # starts, as the text says


def test_the_recurrent_network_is_as_good_and_quick_as_is_stated():
    for seed in (toy := recorded("sentiment_toy.json")):
        assert seed["accuracy"] >= 0.995 and seed["seconds"] <= 5
        assert seed["never negated in training"] >= 0.99
    assert len(toy) == 5
    for kind, least, most in (("sentences", 0.755, 10), ("documents", 0.83, 20)):
        result = recorded(f"sentiment_{kind}.json")
        assert result["means"]["network"] >= least
        assert max(fold["seconds"] for fold in result["folds"]) <= most


@pytest.fixture(scope="module")
def long_texts():
    path = ROOT / "benchmarks" / "sentiment.py"
    spec = importlib.util.spec_from_file_location("sentiment", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    class Short(module.LongTexts):
        segment, crop = 3, 4

    return lambda **settings: Short(11, 4, 5, 3, dtype=np.float64, **settings)


LONG = np.array([[3, 4, 5, 6, 7, 8, 9], [2, 0, 0, 0, 0, 0, 0], [5, 5, 1, 0, 0, 0, 0]])


@pytest.mark.parametrize("recurrent", [True, False])
@pytest.mark.parametrize("dropout", [0.0, 0.3])
def test_the_network_for_long_texts_has_the_right_gradient(
    long_texts, recurrent, dropout
):
    model = long_texts(recurrent=recurrent, dropout=dropout)
    assert check_gradients(model, LONG, np.array([0, 2, 1])) < 1e-6


def test_a_long_text_is_the_mean_of_its_words_in_segments_that_start_afresh(long_texts):
    model = long_texts()
    swapped = LONG[:1, [3, 4, 5, 0, 1, 2, 6]]
    np.testing.assert_allclose(
        model.predict_proba(LONG[:1]), model.predict_proba(swapped)
    )
    together = model.predict_proba(LONG)
    for row, text in zip(together, LONG, strict=True):
        alone = model.predict_proba(text[text != 0][None])
        np.testing.assert_allclose(alone[0], row)
    p, states = model.params, []
    for t, token in enumerate(LONG[0]):
        h = np.zeros(5) if t % 3 == 0 else states[-1]
        states.append(np.tanh(p["embedding"][token] @ p["wx"] + h @ p["wh"] + p["b"]))
    scores = model.scores(LONG[:1])[0]
    np.testing.assert_allclose(scores, np.mean(states, axis=0) @ p["wy"] + p["by"])


def test_long_texts_are_cropped_at_every_place(long_texts):
    model = long_texts()
    seen = {tuple(model.cropped(LONG)[0]) for _ in range(100)}
    assert seen == {(3, 4, 5, 6), (4, 5, 6, 7), (5, 6, 7, 8), (6, 7, 8, 9)}
    np.testing.assert_array_equal(model.cropped(LONG)[1:], LONG[1:, :4])
