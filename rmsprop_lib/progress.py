"""Progress bars: one variable of the environment keeps them out of stored outputs."""

import os

from tqdm import tqdm

# No thread that wakes bars which have slowed down: ours do not, and where no thread can
# be started, in a browser, tqdm would warn.
tqdm.monitor_interval = 0


def wanted(show=True):
    """Tell whether to show how far something is: not if RMSPROP_LIB_PROGRESS is 0."""
    return bool(show) and os.environ.get("RMSPROP_LIB_PROGRESS") != "0"


def bar(iterable=None, show=True, **options):
    """Return a tqdm bar, which stays hidden unless it is `wanted`."""
    return tqdm(iterable, disable=not wanted(show), **options)
