"""Whether a reader's answer may be used in the cells after its exercise."""

import contextlib
import copy
import io

import numpy as np


def agree(yours, ours, run, cases):
    """Return whether the reader's function or class does what the library's does.

    Nothing is printed and nothing is raised: a later cell asks, and takes the library's
    if the answer is False.

    Parameters
    ----------
    yours, ours : the reader's function or class, and the library's
    run : function of one of them and of a case; it returns a dict of arrays
    cases : list of tuples of arguments; every call gets its own copies

    Examples
    --------
    >>> def run(function, x):
    ...     return {"result": function(x)}
    >>> agree(lambda x: -x, abs, run, [(-3.0,)]), agree(None, abs, run, [(-3.0,)])
    (True, False)
    """
    return all(_agree(yours, ours, run, case) for case in cases)


def _agree(yours, ours, run, case):
    expected = run(ours, *copy.deepcopy(case))
    try:
        with np.errstate(all="ignore"), contextlib.redirect_stdout(io.StringIO()):
            given = run(yours, *copy.deepcopy(case))
        return all(
            np.allclose(given[key], value, rtol=1e-4, atol=0)
            for key, value in expected.items()
        )
    except Exception:  # whatever an unfinished answer may raise
        return False
