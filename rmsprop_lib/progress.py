"""Progress bars: one variable of the environment keeps them out of stored outputs."""

import os

from tqdm import tqdm


def bar(iterable=None, show=True, **options):
    """Return a tqdm bar, which stays hidden if RMSPROP_LIB_PROGRESS is 0."""
    hidden = not show or os.environ.get("RMSPROP_LIB_PROGRESS") == "0"
    return tqdm(iterable, disable=hidden, **options)
