"""Order, failures that leave the others alone, and the same results on a cluster."""

import os
import time

import joblib
import numpy as np
import pytest
from dask.distributed import Client, LocalCluster

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


def test_two_processes_find_what_one_finds():
    one = sweep(rosenbrock_run, GRID, range(3), progress=False)
    two = sweep(rosenbrock_run, GRID, range(3), n_jobs=2, progress=False)
    assert one.settings == two.settings and one.values == two.values


def test_a_dask_cluster_of_two_processes_finds_the_same():
    def run(rate, decay, seed):
        return rosenbrock_run(rate, decay, seed), os.getpid()

    with (
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


@pytest.mark.parametrize("grid, seeds", [([], [0]), (GRID, []), ({"rate": []}, [0])])
def test_nothing_to_run_is_refused(grid, seeds):
    with pytest.raises(ValueError):
        sweep(rosenbrock_run, grid, seeds)


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
