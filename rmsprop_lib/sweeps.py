"""Run an experiment over a grid of settings and seeds, on this machine or on many."""

import itertools
import os
from dataclasses import dataclass

import joblib
import numpy as np
from tqdm import tqdm


@dataclass(frozen=True)
class Sweep:
    """What `sweep` found: `values[i][j]` is what `settings[i]` gave with `seeds[j]`.

    A run that failed has the value None, and a line in `errors`.
    """

    settings: list
    seeds: list
    values: list
    errors: list

    def array(self):
        """Return the values as floats, shape (settings, seeds), NaN where a run failed.

        With values that are arrays of one shape, that shape follows.
        """
        found = [np.shape(v) for row in self.values for v in row if v is not None]
        missing = np.full(found[0] if found else (), np.nan)
        return np.array(
            [[missing if v is None else v for v in row] for row in self.values],
            dtype=float,
        )

    def best(self):
        """Return the settings with the lowest median over the seeds."""
        return self.settings[lowest_median(self.array())]


def sweep(run, grid, seeds, n_jobs=1, progress=True):
    """Call `run(seed=…, **settings)` for every point of the grid and every seed.

    The results stand in the grid's order whatever finishes first. A run that raises is
    reported with its settings; the others are kept. joblib spreads the runs: over
    `n_jobs` processes of this machine or, inside
    `joblib.parallel_config(backend="dask")`, over the workers of a Dask cluster.

    Parameters
    ----------
    run : function that returns a number or an array; what it needs, it is given
    grid : dict {setting: list of values}, every combination of which is tried (the
        last setting varies fastest), or a list of the settings to try, each a dict
    seeds : sequence of whole numbers
    n_jobs : number of processes; -1 for one on each core

    Raises
    ------
    ValueError : an empty grid or no seeds

    Examples
    --------
    >>> def run(rate, seed):
    ...     return rate * 10 + seed
    >>> found = sweep(run, {"rate": [1, 2]}, seeds=[0, 5], progress=False)
    >>> found.settings, found.values
    ([{'rate': 1}, {'rate': 2}], [[10, 15], [20, 25]])
    >>> found.best()
    {'rate': 1}
    """
    if isinstance(grid, dict):
        combinations = itertools.product(*grid.values())
        grid = [dict(zip(grid, values, strict=True)) for values in combinations]
    settings, seeds = list(grid), list(seeds)
    if not settings or not seeds:
        raise ValueError(
            f"{len(settings)} settings and {len(seeds)} seeds were given; expected at "
            "least one of each"
        )
    jobs = [(point, seed) for point in settings for seed in seeds]
    outcomes = joblib.Parallel(n_jobs=n_jobs, return_as="generator")(
        joblib.delayed(_attempt)(run, point, seed) for point, seed in jobs
    )
    quiet = not progress or os.environ.get("RMSPROP_LIB_PROGRESS") == "0"
    values, errors = [], []
    bar = tqdm(outcomes, total=len(jobs), desc="sweep", unit="run", disable=quiet)
    for (point, seed), (value, error) in zip(jobs, bar, strict=True):
        values.append(value)
        if error:
            errors.append(f"{point}, seed {seed}: {error}")
            print(f"failed: {errors[-1]}")
    n = len(seeds)
    rows = [values[start : start + n] for start in range(0, len(jobs), n)]
    return Sweep(settings, seeds, rows, errors)


def lowest_median(values):
    """Return the row of `values`, shape (settings, seeds), whose median is lowest.

    NaN, a run that failed or diverged, counts as infinitely bad.

    Raises ValueError if `values` has another number of axes, or none of one.

    Examples
    --------
    >>> int(lowest_median(np.array([[1.0, np.nan, np.nan], [3.0, 2.0, np.nan]])))
    1
    """
    values = np.asarray(values, dtype=float)
    if values.ndim != 2 or 0 in values.shape:
        raise ValueError(
            f"values: shape {values.shape} was given; expected (settings, seeds)"
        )
    return np.argmin(np.median(np.where(np.isnan(values), np.inf, values), axis=1))


def _attempt(run, settings, seed):
    """Return (value, None) or (None, what went wrong): one error must not end all."""
    try:
        return run(seed=seed, **settings), None
    except Exception as error:
        return None, f"{type(error).__name__}: {error}"


def at_the_edge(losses):
    """Return whether the row with the lowest median is the first or the last one.

    `losses` has a row for each setting of a list and a column for each seed; NaN or
    infinity is a run that diverged.

    Examples
    --------
    >>> at_the_edge(np.array([[3.0, 3.0], [2.0, 2.0], [1.0, 1.0]]))
    True
    """
    return bool(lowest_median(losses) in (0, len(losses) - 1))


def paired_difference(right_a, right_b):
    """Return by how many points a is better than b, and half its 95 % interval.

    Parameters
    ----------
    right_a, right_b : arrays of bool (n,): whether a, and b, is right for each text of
        the same n texts

    Examples
    --------
    >>> a = np.array([True, True, True, False, True] * 20)
    >>> b = np.array([True, False, True, False, True] * 20)
    >>> mean, half = paired_difference(a, b)
    >>> print(f"{mean:.0f} ± {half:.1f} points")
    20 ± 7.9 points
    """
    d = 100 * (np.asarray(right_a, float) - np.asarray(right_b, float))
    return d.mean(), 1.96 * d.std(ddof=1) / np.sqrt(len(d))
