"""Bring the real data: fetched, unpacked, verified, and only then given their names."""

import contextlib
import hashlib
import os
import queue
import sys
import threading
import time
import zlib
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import requests
from urllib3.exceptions import HTTPError, ReadTimeoutError

from rmsprop_lib import files
from rmsprop_lib.datasets.sources import (
    FILES,
    FOLDER,
    MIRROR,
    cache_folder,
    mismatch,
)
from rmsprop_lib.progress import bar as progress_bar
from rmsprop_lib.progress import say
from rmsprop_lib.progress import wanted as to_be_shown

try:
    import fcntl
except ImportError:  # Windows: every process fetches for itself
    fcntl = None

CONNECT, READ = 4, 10  # seconds: to connect, and for each CHUNK to come
PATIENCE = 8  # seconds until a first answer from any home; after that: no network
WAIT = 600  # seconds for another process that is fetching the same files
CHUNK = 1 << 14  # bytes


class FetchError(OSError):
    """The data could not be brought; what was there before is still there."""


class _HomeError(FetchError):
    """One home has not given the file; another one may."""


class _SilentError(_HomeError):
    """A home that lets us wait, and is not asked again."""


def fetch(folder=None, progress=True):
    """Bring MNIST and the movie reviews into `folder`, the user's cache by default.

    A file that is already there and verified is left alone. A new one is written under
    another name, verified by the SHA-256 of its content, and only then renamed, so that
    an interruption, a wrong file or a second process never spoil a good one. Processes
    that fetch into the same folder at once wait for one download. The environment
    variable RMSPROP_LIB_MIRROR may name a school's copy of the data folder (an http,
    https or file URL), which is then the only home asked. In both, ~ is the home
    folder.

    Returns
    -------
    list of Path : the files, all of them verified

    Raises
    ------
    FetchError : no home answers (within 15 seconds), none holds the right content, or
        `folder` cannot be written to; the message names the file or folder, what was
        expected and what was found. What could be brought has been.
    """
    folder = Path(os.path.expanduser(folder)) if folder else cache_folder()
    if folder is None:
        raise FetchError(
            "there is no home folder to keep a cache in; name a folder: "
            f'fetch("/path/to/data"), and {FOLDER}=/path/to/data to read it'
        )
    if wanted := _wanted(folder):
        if sys.platform == "emscripten":
            raise FetchError(
                "a browser's Python cannot fetch the data; the notebooks run on those "
                "that come with the packages, and on the real ones where Python is "
                "installed"
            )
        _check_network(wanted)
        with _alone(folder, progress):
            _bring(folder, _wanted(folder), progress)  # others may have brought some
    return [folder / file.path for file in FILES]


def main():
    """Fetch everything and say so in a line: `python -m rmsprop_lib.datasets`.

    A folder that RMSPROP_LIB_DATA names is only looked at: it is not ours to write to.
    """
    named = os.environ.get(FOLDER)
    if named:
        say(f"Data: {FOLDER} is set to {named!r}, so nothing is fetched.")
        return 0
    try:
        paths = fetch()
    except FetchError as error:
        say(f"Data: {error}")
        return 1
    say(f"Data: {len(paths)} files, verified, in {paths[0].parents[1]}")
    return 0


def _homes(file):
    mirror = os.environ.get(MIRROR)
    if not mirror:
        return list(file.urls)
    parts = urlsplit(mirror)
    if parts.scheme not in ("http", "https", "file"):
        raise FetchError(
            f"{MIRROR}: {mirror!r} was given; expected an http, https or file URL"
        )
    if parts.scheme == "file":
        mirror = _file_url(mirror)
    elif "?" in mirror or "#" in mirror:
        raise FetchError(
            f"{MIRROR}: {mirror!r} was given; expected an address in which a ? that "
            "belongs to a folder's name is written %3F, and a # is written %23"
        )
    return [f"{mirror.rstrip('/')}/{file.remote}"]


def _file_url(mirror):
    """Return a file URL with all signs quoted: people write file://$PWD/data."""
    as_it_stands = Path(os.path.expanduser(mirror.removeprefix("file://")))
    if as_it_stands.is_absolute() and as_it_stands.is_dir():
        return as_it_stands.as_uri()
    return mirror


def _wanted(folder):
    """Return the files that are not there, or not as they should be."""
    return [file for file in FILES if not _is_there(folder / file.path, file)]


def _is_there(path, file):
    with contextlib.suppress(OSError):  # what cannot be read is not there
        if path.stat().st_size == file.size:
            with open(path, "rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest() == file.sha256
    return False


def _check_network(files):
    """Raise FetchError unless a home answers soon (a name look-up has no time-out)."""
    urls = {urlsplit(url).netloc: url for file in files for url in _homes(file)}
    urls.pop("", None)  # of file URLs
    if not urls:
        return
    answered = threading.Event()

    def ask(url):
        with contextlib.suppress(requests.RequestException, OSError):
            requests.head(url, timeout=(CONNECT, PATIENCE)).close()
            answered.set()

    threads = [threading.Thread(target=ask, args=[url], daemon=True)
               for url in urls.values()]  # fmt: skip
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + PATIENCE
    while any(thread.is_alive() for thread in threads) and time.monotonic() < deadline:
        if answered.wait(0.05):
            return
    if not answered.is_set():
        raise FetchError(
            f"no answer from {' and '.join(sorted(urls))}. Is there a network? "
            f"(Or set {MIRROR}.)"
        )


@contextlib.contextmanager
def _alone(folder, show):
    """Wait until no other process fetches into `folder`, and keep others waiting.

    Where files cannot be locked (some network drives), nobody waits; files land whole
    all the same.
    """
    with _writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        stream = open(folder / ".lock", "ab")
    deadline, told = time.monotonic() + WAIT, not to_be_shown(show)
    with stream:
        while fcntl is not None:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if not told:
                    told = True
                    print("Data: waiting for another process that fetches them",
                          file=sys.stderr)  # fmt: skip
                if time.monotonic() > deadline:
                    raise FetchError(
                        f"{folder}: another process has been fetching for {WAIT} "
                        "seconds; try again later"
                    ) from None
                time.sleep(0.1)
            except OSError:
                break
            else:
                for file in FILES:
                    files.remove_leftovers(folder / file.path)
                break
        yield


@contextlib.contextmanager
def _writing(folder):
    """Say of an error of the disk which folder it is about, and what can be done."""
    try:
        yield
    except FetchError:
        raise
    except OSError as error:
        size = sum(file.size for file in FILES)
        raise FetchError(
            f"{folder}: cannot be written to ({error.strerror or error}); expected a "
            f"folder of yours with room for {size / 1e6:.0f} MB. Or name another: "
            f'fetch("/path/to/data"), and {FOLDER}=/path/to/data to read it'
        ) from error


def _bring(folder, wanted, show):
    """Fetch every file that can be had; then raise if one could not."""
    problems, silent = [], set()
    size = sum(file.size for file in wanted)
    bar = progress_bar(None, show and wanted, total=size, unit="B", unit_scale=True)
    with bar:
        for file in wanted:
            bar.set_description(Path(file.path).name[:24])
            try:
                _fetch_one(folder, file, bar, silent)
            except _HomeError as error:
                problems.append(str(error))
    if problems:
        raise FetchError("; ".join(problems))


def _fetch_one(folder, file, bar, silent):
    problems = []
    for url in _homes(file):
        home, start = url.rpartition("/")[0], bar.n
        try:
            if home in silent:
                raise _HomeError("not asked again")
            with _writing(folder):
                return _land(folder, file, url, bar)
        except _HomeError as error:
            problems.append(f"{url}: {error}")
            bar.update(start - bar.n)  # what has come counts for nothing
            if isinstance(error, _SilentError):
                silent.add(home)
    raise _HomeError("; ".join(problems))


def _land(folder, file, url, shown):
    """Write the content of `url` where it belongs, once it is all there and right."""
    target = folder / file.path
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with files.written_whole(target) as stream, contextlib.closing(_pieces(url)) as raw:
        for piece in _unpacked(raw, file):
            size += len(piece)
            if size > file.size:
                raise _HomeError(f"more than the expected {file.size:,} bytes")
            digest.update(piece)
            stream.write(piece)
            shown.update(len(piece))
        if digest.hexdigest() != file.sha256:
            raise _HomeError(mismatch(file, file.path, size, digest.hexdigest()))


def _pieces(url):
    """Yield the bytes of a URL; the next ones must come within READ seconds.

    A thread reads them, since neither the look-up of a name nor an answer that trickles
    in has a time-out of its own.
    """
    came, over = queue.Queue(maxsize=8), threading.Event()

    def read():
        try:
            for piece in _read(url):
                came.put(piece)
                if over.is_set():
                    return
            came.put(b"")
        except Exception as error:
            came.put(error)

    threading.Thread(target=read, daemon=True).start()
    try:
        while piece := came.get(timeout=READ):
            if isinstance(piece, Exception):
                raise piece
            yield piece
    except queue.Empty:
        raise _SilentError("no answer in time") from None
    except (requests.RequestException, HTTPError, OSError) as error:
        raise _home_error(error) from error
    finally:
        over.set()
        with contextlib.suppress(queue.Empty):
            while True:  # the thread may wait for room
                came.get_nowait()


def _read(url):
    """Yield the bytes of a file or http(s) URL, as they are sent."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        with open(url2pathname(parts.path), "rb") as stream:
            while piece := stream.read(CHUNK):
                yield piece
    else:
        with requests.get(url, stream=True, timeout=(CONNECT, READ)) as response:
            response.raise_for_status()
            # `raw`, since requests would unpack a .gz that is sent as an encoding
            while piece := response.raw.read(CHUNK, decode_content=False):
                yield piece


def _home_error(error):
    """Return, in plain words, what went wrong between us and a home."""
    if isinstance(error, requests.HTTPError):
        answer = error.response
        return _HomeError(f"it answers {answer.status_code} {answer.reason}")
    if isinstance(error, requests.TooManyRedirects):
        return _HomeError("it redirects without end")
    if isinstance(error, (requests.Timeout, ReadTimeoutError)):
        return _SilentError("no answer in time")
    if isinstance(error, requests.exceptions.SSLError):
        return _HomeError(f"no secure connection ({error})")
    if isinstance(error, requests.ConnectionError):
        return _HomeError("no connection, or one that was dropped")
    if isinstance(error, HTTPError):
        return _HomeError(f"the connection broke off ({error.args[0]})")
    return _HomeError(getattr(error, "strerror", None) or str(error))


def _unpacked(pieces, file):
    """Yield the content: what a .gz holds, at most CHUNK bytes at a time."""
    if not file.remote.endswith(".gz"):
        yield from pieces
        return
    unpack, size, start = zlib.decompressobj(wbits=31), 0, None
    for piece in pieces:
        size += len(piece)
        if size > file.size:
            raise _HomeError(f"more than the expected {file.size:,} bytes, compressed")
        start = start or piece[:20]
        while piece:
            try:
                yield unpack.decompress(piece, CHUNK)
            except zlib.error:
                raise _HomeError(
                    f"expected a whole gzip file; what came begins with {start!r}"
                ) from None
            if unpack.eof:
                return
            piece = unpack.unconsumed_tail
    yield unpack.flush()
