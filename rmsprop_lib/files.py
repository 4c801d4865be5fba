"""Files that are whole or not there, whenever a process is killed."""

import contextlib
import glob
import os
import tempfile
from pathlib import Path


@contextlib.contextmanager
def written_whole(path):
    """Open a new file for bytes that takes the place of `path` once it is written.

    A file that was there keeps its rights, a new one has those that every new file
    gets; a link stays, and its target is replaced. If anything fails, `path` is as it
    was and nothing is left beside it.

    Examples
    --------
    >>> path = Path(tempfile.mkdtemp()) / "a.txt"
    >>> with written_whole(path) as stream:
    ...     _ = stream.write(b"all of it")
    >>> path.read_bytes()
    b'all of it'
    """
    path = Path(os.path.realpath(path))
    handle, temporary = tempfile.mkstemp(
        dir=path.parent, prefix=f".{path.name}.", suffix=".part"
    )
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, _rights(path))
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def remove_leftovers(path):
    """Remove what a process that was killed in `written_whole(path)` left beside it."""
    path = Path(os.path.realpath(path))
    for left in path.parent.glob(f".{glob.escape(path.name)}.????????.part"):
        left.unlink(missing_ok=True)


def _rights(path):
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)  # to read it, it has to be set
    os.umask(mask)
    return 0o600 | 0o666 & ~mask  # a browser's mask is 0o777 and means nothing there
