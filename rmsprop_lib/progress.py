"""Progress bars and lines, as a console can show them.

One variable of the environment keeps the bars out of stored outputs.
"""

import os
import sys

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


def say(line):
    """Print a line, with a ? for each sign that the console does not know.

    Whatever has been computed must not be lost for want of a tick.

    Examples
    --------
    >>> say("✔ the loss falls")
    ✔ the loss falls
    """
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    print(line.encode(encoding, "replace").decode(encoding))
