"""Bring the real data: fetched, unpacked, verified, and only then given their names."""

import contextlib
import hashlib
import os
import tempfile
import threading
import time
import zlib
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import platformdirs
import requests
from tqdm import tqdm
from urllib3.exceptions import HTTPError

from rmsprop_lib.datasets.sources import FILES, FOLDER, MIRROR, mismatch

CONNECT, READ = 4, 10  # seconds, time-outs of one connection
PATIENCE = 8  # seconds until a first answer from any home; after that: no network
CHUNK = 1 << 16  # bytes


class FetchError(OSError):
    """The data could not be brought; what was there before is still there."""


def fetch(folder=None, progress=True):
    """Bring MNIST and the movie reviews into `folder`, the user's cache by default.

    A file that is already there and verified is left alone. A new one is written under
    another name, verified by the SHA-256 of its content, and only then renamed, so that
    an interruption, a wrong file or a second process never spoil a good one. The
    environment variable RMSPROP_LIB_MIRROR may name a school's copy of the data folder
    (an http, https or file URL), which is then the only home asked.

    Returns
    -------
    list of Path : the files, all of them verified

    Raises
    ------
    FetchError : no home answers (within 15 seconds), or none holds the right content;
        the message names the file, what was expected and what was found
    """
    folder = Path(folder or platformdirs.user_cache_dir("rmsprop_lib"))
    wanted = [file for file in FILES if not _is_there(folder, file)]
    if wanted:
        _check_network(wanted[0])
    size = sum(file.size for file in wanted)
    quiet = not progress or os.environ.get("RMSPROP_LIB_PROGRESS") == "0"
    with tqdm(
        total=size, unit="B", unit_scale=True, disable=quiet or not wanted
    ) as bar:
        for file in wanted:
            bar.set_description(Path(file.path).name[:24])
            _fetch_one(folder, file, bar)
    return [folder / file.path for file in FILES]


def main():
    """Fetch everything and say so in a line: `python -m rmsprop_lib.datasets`.

    A folder that RMSPROP_LIB_DATA names is only looked at: it is not ours to write to.
    """
    named = os.environ.get(FOLDER)
    if named:
        print(f"Data: {FOLDER} is set to {named!r}, so nothing is fetched.")
        return 0
    try:
        paths = fetch()
    except FetchError as error:
        print(f"Data: {error}")
        return 1
    print(f"Data: {len(paths)} files, verified, in {paths[0].parents[1]}")
    return 0


def _homes(file):
    mirror = os.environ.get(MIRROR)
    return [f"{mirror.rstrip('/')}/{file.remote}"] if mirror else list(file.urls)


def _is_there(folder, file):
    path = folder / file.path
    if not path.is_file() or path.stat().st_size != file.size:
        return False
    with open(path, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest() == file.sha256


def _check_network(file):
    """Raise FetchError unless a home answers soon (a name look-up has no time-out)."""
    answered = threading.Event()

    def ask(url):
        with contextlib.suppress(requests.RequestException, OSError):
            with requests.get(url, stream=True, timeout=(CONNECT, PATIENCE)):
                answered.set()

    urls = [url for url in _homes(file) if urlsplit(url).scheme in ("http", "https")]
    threads = [threading.Thread(target=ask, args=(url,), daemon=True) for url in urls]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + PATIENCE
    while any(thread.is_alive() for thread in threads) and time.monotonic() < deadline:
        if answered.wait(0.05):
            return
    if urls and not answered.is_set():
        hosts = " and ".join(sorted({urlsplit(url).netloc for url in urls}))
        raise FetchError(
            f"no answer from {hosts}. Is there a network? (Or set {MIRROR}.)"
        )


def _fetch_one(folder, file, bar):
    problems = []
    for url in _homes(file):
        start = bar.n
        try:
            return _land(folder, file, url, bar)
        except (requests.RequestException, HTTPError, zlib.error, OSError) as error:
            problems.append(f"{url}: {error}")
            bar.update(start - bar.n)  # what has come counts for nothing
    raise FetchError("; ".join(problems))


def _land(folder, file, url, bar):
    """Write the content of `url` to a temporary file, verify it, rename it."""
    target = folder / file.path
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".fetch-")
    try:
        digest, size = hashlib.sha256(), 0
        with os.fdopen(handle, "wb") as stream:
            for piece in _unpacked(_pieces(url), file):
                size += len(piece)
                if size > file.size:
                    raise FetchError(f"more than the expected {file.size:,} bytes")
                digest.update(piece)
                stream.write(piece)
                bar.update(len(piece))
        if digest.hexdigest() != file.sha256:
            raise FetchError(mismatch(file, file.path, size, digest.hexdigest()))
        os.chmod(temporary, 0o644)
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


def _pieces(url):
    """Yield the bytes of a file or http(s) URL."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        with open(url2pathname(parts.path), "rb") as stream:
            while piece := stream.read(CHUNK):
                yield piece
    elif parts.scheme in ("http", "https"):
        with requests.get(url, stream=True, timeout=(CONNECT, READ)) as response:
            response.raise_for_status()
            # `raw`, since requests would unpack a .gz that is sent as an encoding
            while piece := response.raw.read(CHUNK, decode_content=False):
                yield piece
    else:
        raise FetchError(f"{MIRROR}: expected an http, https or file URL")


def _unpacked(pieces, file):
    """Yield the content: what a .gz holds, at most CHUNK bytes at a time."""
    if not file.remote.endswith(".gz"):
        yield from pieces
        return
    unpack = zlib.decompressobj(wbits=31)
    for piece in pieces:
        while piece and not unpack.eof:
            yield unpack.decompress(piece, CHUNK)
            piece = unpack.unconsumed_tail
    yield unpack.flush()
