"""Run an experiment over a grid of settings and seeds, on this machine or on many."""

import contextlib
import copy
import functools
import numbers
import random
from dataclasses import dataclass

import joblib
import numpy as np
from joblib.parallel import get_active_backend

from rmsprop_lib import checks
from rmsprop_lib.progress import bar, say


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
        shapes = {np.shape(v) for row in self.values for v in row if v is not None}
        if len(shapes) > 1:
            raise ValueError(
                f"values: the runs returned shapes {sorted(shapes)}; expected one shape"
            )
        missing = np.full(*shapes or [()], np.nan)
        return np.array(
            [[missing if v is None else v for v in row] for row in self.values],
            dtype=float,
        )

    def best(self):
        """Return the settings with the lowest median over the seeds.

        Raises ValueError if no settings have one: all failed, or diverged.
        """
        values = self.array()
        row = lowest_median(values)
        if not np.isfinite(_medians(values)[row]):
            first = f"; the first error: {self.errors[0]}" if self.errors else ""
            raise ValueError(
                f"values: no settings have a median, since {len(self.errors)} of "
                f"{values.size} runs failed and others gave no finite number{first}"
            )
        return self.settings[row]


def sweep(run, grid, seeds, n_jobs=1, progress=True):
    """Call `run(seed=…, **settings)` for every point of the grid and every seed.

    The results stand in the grid's order whatever finishes first, and are the same for
    every `n_jobs`: each run has a copy of its own of `run` and of its settings, and may
    write to them. What a run does wrong is reported with its settings; the others are
    kept. Spread over processes, that holds for a run that ends its process, too. joblib
    spreads the runs: over `n_jobs` processes of this machine or, inside
    `joblib.parallel_config(backend="dask")`, over the workers of a Dask cluster. Where
    no process can be started, in a browser, one run follows the other, and a line says
    so once.

    Parameters
    ----------
    run : function that returns a number or an array; what it needs, it is given
    grid : dict {setting: list of values}, every combination of which is tried (the
        last setting varies fastest), or a list of the settings to try, each a dict
    seeds : sequence of whole numbers; NumPy's and Python's own random numbers begin at
        the run's seed as well
    n_jobs : number of processes; -1 for one on each core

    Raises
    ------
    TypeError : `run` is no function
    ValueError : an empty grid or no seeds, or a single value in place of a list

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
    settings, seeds = checks.runs(run, grid, seeds, n_jobs)
    jobs = [(point, seed) for point in settings for seed in seeds]
    outcomes = _outcomes(run, jobs, n_jobs)
    shown = bar(outcomes, progress, total=len(jobs), desc="sweep", unit="run")
    values, errors = [], []
    for (point, seed), (value, error) in zip(jobs, shown, strict=True):
        values.append(value)
        if error:
            errors.append(f"{point}, seed {seed}: {error}")
            say(f"failed: {errors[-1]}")
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
    return np.argmin(_medians(values))


def _medians(values):
    return np.median(np.where(np.isnan(values), np.inf, values), axis=1)


def _outcomes(run, jobs, n_jobs):
    """Yield what `_attempt` returns for each job, in order.

    If a worker ends, joblib gives up what has not been yielded. The next job is then
    tried alone, which shows whether it was that one, and the others are taken up again.
    On Dask, where joblib would wait for ever, its client is asked instead.
    """
    run = joblib.wrap_non_picklable_objects(run)  # so that a lambda can be sent, too
    client = getattr(get_active_backend()[0], "client", None)
    if client is not None:
        calls = [(_attempt, run, *job) for job in jobs]
        futures = [client.submit(*call, pure=False) for call in calls]
        yield from map(_awaited, futures, calls)
        return
    if n_jobs > 1 and joblib.effective_n_jobs(n_jobs) == 1:
        _say_one_process()
    tasks = [joblib.delayed(_attempt)(run, *job) for job in jobs]
    while tasks:
        try:
            for outcome in joblib.Parallel(n_jobs, return_as="generator")(tasks):
                yield outcome
                tasks = tasks[1:]
        except Exception:
            yield _alone(tasks[0])
            tasks = tasks[1:]


@functools.cache
def _say_one_process():
    print("sweep: one run after the other, since no other process can be started here")


def _awaited(future, call):
    try:
        with contextlib.suppress(Exception):
            return future.result()
        # Dask blames every job of a worker that has ended: it may have been another.
        return future.client.submit(*call, pure=False).result()
    except Exception as error:
        return None, f"its process ended ({type(error).__name__})"


def _alone(task):
    try:
        (outcome,) = joblib.Parallel(n_jobs=2)([task])  # not in this process
        return outcome
    except Exception as error:
        return None, f"its process ended, or got no job ({type(error).__name__})"


def _attempt(run, settings, seed):
    """Return (value, None) or (None, what went wrong): one error must not end all."""
    try:
        run, settings = copy.deepcopy((run, settings))
        with _seeded(seed):
            value = run(seed=seed, **settings)
        real = isinstance(value, numbers.Real)
        if not real and np.asarray(value).dtype.kind not in "biuf":
            kind = type(value).__name__
            raise TypeError(
                f"it returned {kind}; expected a number or an array of them"
            )
        return value, None
    except (Exception, SystemExit) as error:
        return None, f"{type(error).__name__}: {error}"


@contextlib.contextmanager
def _seeded(seed):
    """Let NumPy's and Python's own random numbers begin at the seed, for a while."""
    before = np.random.get_state(), random.getstate()
    np.random.seed(seed % 2**32)
    random.seed(seed)
    try:
        yield
    finally:
        np.random.set_state(before[0])
        random.setstate(before[1])


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
    """Return by how many percentage points a is better than b, and ± for 95 %.

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
