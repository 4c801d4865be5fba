"""Order, failures that leave the others alone, and the same results on a cluster."""

import functools
import os
import random
import subprocess
import sys
import time

import joblib
import numpy as np
import pytest

from rmsprop_lib.objectives import minimize, rosenbrock
from rmsprop_lib.optimizers import RMSprop
from rmsprop_lib.sweeps import at_the_edge, lowest_median, paired_difference, sweep

GRID = {"rate": [0.001, 0.01, 0.1], "decay": [0.9, 0.99]}


def rosenbrock_run(rate, decay, seed):
    """A small real experiment; the first points take longest, so they finish last."""
    time.sleep(0.05 / (1 + 1000 * rate))
    start = np.random.default_rng(seed).uniform(-2, 2, size=2)
    return minimize(rosenbrock(), RMSprop(rate, decay), start, steps=30).values[-1]


def fails_sometimes(rate, decay, seed):
    if rate == 0.01 and seed == 1:
        raise ValueError(f"diverged at {rate}")
    return rate + decay + seed


def test_every_combination_in_the_grids_order():
    found = sweep(
        lambda rate, decay, seed: (rate, decay, seed), GRID, [4, 7], progress=0
    )
    assert len(found.settings) == 6
    for point, row in zip(found.settings, found.values, strict=True):
        assert row == [(point["rate"], point["decay"], seed) for seed in (4, 7)]
    assert [tuple(point.values()) for point in found.settings[:3]] == [
        (0.001, 0.9),
        (0.001, 0.99),
        (0.01, 0.9),
    ]


def test_a_list_of_settings_is_tried_as_it_is():
    grid = [{"rate": 1, "decay": 0}, {"rate": 2, "decay": 5}]
    found = sweep(fails_sometimes, grid, [0], progress=False)
    assert found.settings == grid and found.values == [[1], [7]]
    grid = {"rate": np.array([1, 2]), "decay": (n for n in [0])}
    found = sweep(fails_sometimes, grid, range(1), progress=False)
    assert found.values == [[1], [2]]


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_one_failing_point_is_reported_and_the_others_are_kept(capsys, n_jobs):
    found = sweep(fails_sometimes, GRID, [0, 1], n_jobs=n_jobs, progress=False)
    assert len(found.errors) == 2
    assert "'rate': 0.01" in found.errors[0] and "seed 1" in found.errors[0]
    assert "ValueError: diverged at 0.01" in found.errors[0]
    assert capsys.readouterr().out.count("failed: {'rate': 0.01, 'decay'") == 2
    array = found.array()
    assert array.shape == (6, 2) and np.isnan(array).sum() == 2
    for point, row in zip(found.settings, array, strict=True):
        assert row[0] == pytest.approx(point["rate"] + point["decay"])


def leaving_traces(data):
    """Return a run that writes to all it is given, and to what it was made with."""
    seen = []

    def run(kind, optimizer, table, seed):
        seen.append(seed)
        data[:2] += 1  # in a worker joblib would give an array like that read-only
        table["n"] += 1
        x = {"x": np.ones(2)}
        optimizer.update(x, x)
        chance = np.random.random() + random.random()
        return [len(seen), data[0], table["n"], optimizer.step, x["x"][0], chance]

    return run


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_a_run_may_write_to_what_it_is_given_and_none_sees_it_of_another(n_jobs):
    data = np.zeros(300_000)
    grid = {"kind": ["a"], "optimizer": [RMSprop(), RMSprop()], "table": [{"n": 0}]}
    np.random.seed(5)
    before = np.random.get_state()[1].copy()
    found = sweep(leaving_traces(data), grid, [3, 4, 5], n_jobs, progress=False)
    assert found.errors == []
    values = found.array()
    assert (values[:, :, :4] == 1).all() and len(np.unique(values[:, :, 4])) == 1
    chance = values[:, :, 5]
    assert (chance[0] == chance[1]).all() and len(set(chance[0])) == 3
    expected = np.random.RandomState(4).random_sample() + random.Random(4).random()
    assert chance[0, 1] == expected
    assert not data.any() and grid["table"] == [{"n": 0}]
    assert (np.random.get_state()[1] == before).all()


def add(data, rate, seed):
    data += rate
    return data.sum()


def test_what_a_partial_function_holds_is_copied_as_well():
    data = np.zeros(2)
    run = functools.partial(add, data)
    assert sweep(run, {"rate": [1, 1]}, [0, 1], progress=False).values == [[2, 2]] * 2


def test_two_processes_find_what_one_finds():
    one = sweep(rosenbrock_run, GRID, range(3), progress=False)
    two = sweep(rosenbrock_run, GRID, range(3), n_jobs=2, progress=False)
    assert one.settings == two.settings and one.values == two.values


def goes_wrong(how, seed):
    if how == "returns nothing":
        return None
    if how == "returns a generator":
        return (n for n in range(3))
    if how == "returns a text":
        return "0.5"
    if how == "leaves":
        sys.exit("enough")
    if how == "is killed" and seed == 1:
        os._exit(9)
    return seed


FAULTS = {
    "returns nothing": "TypeError: it returned NoneType; expected a number",
    "returns a generator": "TypeError: it returned generator; expected a number",
    "returns a text": "TypeError: it returned str; expected a number",
    "leaves": "SystemExit: enough",
}


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_whatever_becomes_of_a_run_it_is_named_and_the_others_are_kept(n_jobs):
    killed = ["is killed"] * (n_jobs > 1)  # it would end this process
    grid = {"how": ["good", *FAULTS, *killed, "well"]}
    found = sweep(goes_wrong, grid, range(3), n_jobs, progress=False)
    expected = {"how": [None] * 3} | dict.fromkeys(["good", "well"], [0, 1, 2])
    expected["is killed"] = [0, None, 2]
    for point, row in zip(found.settings, found.values, strict=True):
        assert row == expected.get(point["how"], [None] * 3), point
    assert len(found.errors) == 3 * len(FAULTS) + len(killed)
    for how, error in FAULTS.items():
        assert f"{ {'how': how} }, seed 2: {error}" in "\n".join(found.errors)
    if killed:
        assert "'is killed'}, seed 1: its process ended" in found.errors[-1]
    assert found.best() == {"how": "good"}


def test_where_every_run_fails_there_is_no_best():
    found = sweep(goes_wrong, {"how": ["returns nothing"]}, [0, 1], progress=False)
    with pytest.raises(ValueError, match="2 of 2 runs failed .* it returned NoneType"):
        found.best()
    diverged = sweep(lambda seed: np.nan, [{}], [0], progress=False)
    with pytest.raises(ValueError, match="0 of 1 runs failed and others gave no fin"):
        diverged.best()
    values = [[1.0, np.nan, np.nan], [np.nan] * 3]  # neither row has a finite median
    mostly = sweep(lambda row, seed: values[row][seed], {"row": [0, 1]}, range(3))
    with pytest.raises(ValueError, match="0 of 6 runs failed and others gave no fin"):
        mostly.best()


@pytest.mark.parametrize(
    "grid, seeds, name",
    [
        ({"kind": "adam"}, [0], "grid\\['kind'\\]: 'adam' was given; expected a list"),
        ({"rate": 0.1}, [0], "grid\\['rate'\\]: 0.1 was given; expected a list"),
        ({"rate": np.array(0.1)}, [0], "grid\\['rate'\\]: .* expected a list"),
        ({"rate": {0.1, 0.2}}, [0], "grid\\['rate'\\]: .* expected a list"),
        ({"rate": {"a": 1}}, [0], "grid\\['rate'\\]: .* expected a list"),
        ("adam", [0], "grid: 'adam' was given; expected a list"),
        ([0.1], [0], "grid: 0.1 was given; expected a dict"),
        ([{1: 2}], [0], "grid: {1: 2} was given; expected a dict"),
        ({"seed": [1]}, [0], "grid: 'seed' was given"),
        ({"rate": [1]}, 3, "seeds: 3 was given; expected a list"),
        ({"rate": [1]}, "12", "seeds: '12' was given; expected a list"),
        ({"rate": [1]}, b"12", "seeds: b'12' was given; expected a list"),
        ({"rate": [1]}, [0.5], "seeds: 0.5 was given; expected a whole number"),
        ([], [0], r"grid: \[\] was given; expected a list"),
        ({"rate": []}, [0], r"grid\['rate'\]: \[\] was given"),
        ({"rate": [1]}, [], r"seeds: \[\] was given"),
    ],
)
def test_what_is_no_list_is_refused_by_name(grid, seeds, name):
    with pytest.raises(ValueError, match=name):
        sweep(goes_wrong, grid, seeds)


@pytest.mark.parametrize("n_jobs", [0, 1.5, "2", None])
def test_a_wrong_number_of_processes_is_refused(n_jobs):
    with pytest.raises(ValueError, match="n_jobs: .* expected 1, 2, … or -1"):
        sweep(goes_wrong, {"how": ["good"]}, [0], n_jobs)
    with pytest.raises(TypeError, match="run: 3 was given; expected a function"):
        sweep(3, {"how": ["good"]}, [0])


def test_results_of_two_shapes_are_no_array():
    found = sweep(lambda n, seed: [0] * n, {"n": [1, 2]}, [0], progress=False)
    with pytest.raises(ValueError, match="shapes .*1,.*2,.*expected one shape"):
        found.array()


def test_a_dask_cluster_of_two_processes_finds_the_same():
    import dask  # here: each process of the tests would import it, and one needs it
    from dask.distributed import Client, LocalCluster

    def run(rate, decay, seed):
        return rosenbrock_run(rate, decay, seed), os.getpid()

    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address=None,
        ) as cluster,
        Client(cluster) as client,
        joblib.parallel_config(backend="dask"),
    ):
        workers = set(client.run(os.getpid).values())
        found = sweep(run, GRID, range(4), n_jobs=-1, progress=False)
        data = np.zeros(300_000)
        grid = {"kind": ["a"], "optimizer": [RMSprop()], "table": [{"n": 0}]}
        traces = sweep(leaving_traces(data), grid, [3, 4], n_jobs=-1, progress=False)
        grid = {"how": ["good", "is killed", "leaves", "well"]}
        faults = sweep(goes_wrong, grid, [0, 1], n_jobs=-1, progress=False)
    assert faults.values == [[0, 1], [0, None], [None, None], [0, 1]]
    assert traces.errors == [] and (traces.array()[:, :, :4] == 1).all()
    # the cluster's processes, not some that joblib started itself
    assert len(workers) == 2
    assert {pid for row in found.values for _, pid in row} == workers
    local = sweep(rosenbrock_run, GRID, range(4), progress=False)
    assert [[value for value, _ in row] for row in found.values] == local.values


def test_best_is_the_lowest_median_with_failures_counted_as_bad():
    values = {1: [5.0, 5.0, 5.0], 2: [1.0, np.nan, np.nan], 3: [3.0, 9.0, 2.0]}
    found = sweep(lambda rate, seed: values[rate][seed], {"rate": [1, 2, 3]}, range(3))
    assert found.best() == {"rate": 3}
    assert lowest_median([[1.0, 8.0, 9.0], [7.0, 7.0, 7.0]]) == 1


def test_values_may_be_arrays():
    def run(rate, seed):
        if rate == 2:
            raise ZeroDivisionError
        return [rate, seed, 0.5]

    array = sweep(run, {"rate": [1, 2]}, [3, 4], progress=False).array()
    assert array.shape == (2, 2, 3)
    np.testing.assert_array_equal(array[0, 1], [1, 4, 0.5])
    assert np.isnan(array[1]).all()


def test_the_bar_is_quiet_where_outputs_are_stored(monkeypatch, capsys):
    monkeypatch.setenv("RMSPROP_LIB_PROGRESS", "0")
    sweep(fails_sometimes, GRID, [0])
    assert capsys.readouterr().err == ""
    monkeypatch.setenv("RMSPROP_LIB_PROGRESS", "1")
    sweep(fails_sometimes, GRID, [0])
    assert "sweep" in capsys.readouterr().err


def test_at_the_edge_counts_a_run_that_diverged_as_bad():
    assert not at_the_edge([[3.0, 3.0], [1.0, 1.0], [0.5, np.nan], [2.0, np.inf]])
    assert at_the_edge([[3.0, 3.0, 3.0], [9.0, 9.0, 9.0], [0.5, np.nan, 0.6]])


def test_a_paired_difference_in_points():
    """By hand: the differences are 1, 0, −1, 1; their variance with n − 1 is 11/12."""
    mean, half = paired_difference([1, 1, 0, True], [0, 1, 1, False])
    assert mean == 25
    assert half == pytest.approx(100 * 1.96 * (11 / 12 / 4) ** 0.5)


IN_A_BROWSER = """
import in_a_browser
in_a_browser.forbid()
from rmsprop_lib import sweep
for _ in range(2):
    print(sweep(lambda rate, seed: rate + seed, {"rate": [1, 2]}, [0], n_jobs=2).values)
"""


def test_where_no_process_can_be_started_it_says_so_once_and_runs():
    done = subprocess.run(
        [sys.executable, "-c", IN_A_BROWSER],
        env={**os.environ, "RMSPROP_LIB_PROGRESS": "1"},
        capture_output=True,
        encoding="utf-8",
    )
    said, *found = done.stdout.splitlines()
    assert said.startswith("sweep: one run after the other")
    assert found == ["[[1], [2]]"] * 2
    assert "2/2" in done.stderr and "Warning" not in done.stderr  # a bar alone
