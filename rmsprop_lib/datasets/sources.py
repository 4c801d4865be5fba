"""Where data come from: the table of files, and the folder that the loaders read."""

import hashlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import platformdirs

FOLDER = "RMSPROP_LIB_DATA"  # the folder to read, or "embedded"
MIRROR = "RMSPROP_LIB_MIRROR"  # http(s) or file URL of a copy of such a folder
EMBEDDED = "embedded"
PROJECT = Path(__file__).resolve().parents[2]  # or, of the wheel, any folder

_MNIST_HOMES = (
    "https://ossci-datasets.s3.amazonaws.com/",
    "https://storage.googleapis.com/cvdf-datasets/",
)
_NLTK_HOME = (
    "https://raw.githubusercontent.com/nltk/nltk_data/gh-pages/packages/corpora/",
)


@dataclass(frozen=True)
class File:
    """A file of the data folder: what it holds once decompressed, and where from.

    `path` is its place in the data folder; `size` (bytes) and `sha256` are of its
    content; `remote` is its place in a mirror, and `urls` are its public homes.
    """

    path: str
    size: int
    sha256: str
    remote: str
    urls: tuple


def _idx(name, size, sha256):
    remote = f"mnist/{name}.gz"
    urls = tuple(home + remote for home in _MNIST_HOMES)
    return File(f"mnist/{name}", size, sha256, remote, urls)


def _zip(name, size, sha256):
    urls = tuple(home + name for home in _NLTK_HOME)
    return File(f"reviews/{name}", size, sha256, f"reviews/{name}", urls)


MNIST = {
    "X_train": _idx(
        "train-images-idx3-ubyte",
        47_040_016,
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    ),
    "y_train": _idx(
        "train-labels-idx1-ubyte",
        60_008,
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    ),
    "X_test": _idx(
        "t10k-images-idx3-ubyte",
        7_840_016,
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    ),
    "y_test": _idx(
        "t10k-labels-idx1-ubyte",
        10_008,
        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    ),
}
SENTENCES = _zip(
    "sentence_polarity.zip",
    490_256,
    "6e1ed4405b65c7eabf1d199a7f7c437091ac21da0ea7467b410a74062574566b",
)
DOCUMENTS = _zip(
    "movie_reviews.zip",
    4_004_848,
    "a41211ae685019137410268134db6a1a14428c89b671eb83056151a878539008",
)
FILES = (*MNIST.values(), SENTENCES, DOCUMENTS)


@dataclass(frozen=True)
class Dataset:
    """Data split into a training and a test part.

    Images: `X_train`, `X_test` are uint8 of shape (n, pixels), from 0 (white) to
    `max_value` (black), pixels row by row of `image_shape`. Reviews: lists of str.
    `y_train`, `y_test` are indices into `classes`, of shape (n,) and NumPy's type for
    indices: int64, or int32 in a browser.
    """

    name: str
    title: str
    attribution: str
    X_train: np.ndarray | list
    y_train: np.ndarray
    X_test: np.ndarray | list
    y_test: np.ndarray
    classes: tuple
    image_shape: tuple | None = None
    max_value: int | None = None


class CorruptFileError(ValueError):
    """A data file that does not hold what it should."""


def cache_folder():
    """Return the user's cache folder, which need not exist; None without a home."""
    try:
        folder = Path(platformdirs.user_cache_dir("rmsprop_lib"))
    except RuntimeError:
        return None
    return folder if folder.is_absolute() else None


def data_folder():
    """Return the folder that the loaders read, or None for the embedded data.

    It is the one that the environment variable RMSPROP_LIB_DATA names ("embedded" for
    none), else the user's cache folder; if that does not exist, or cannot be read, a
    path at which there is nothing.

    Raises FileNotFoundError if a folder is named that does not exist.
    """
    named = os.environ.get(FOLDER)
    if named == EMBEDDED:
        return None
    if named:
        folder = Path(os.path.expanduser(named))
        if not (os.path.isdir(folder) and _may_read(folder)):
            raise FileNotFoundError(
                f"{FOLDER}: {named!r} was given; expected a folder that exists and "
                f"can be read, or {EMBEDDED!r}"
            )
        return folder
    folder = cache_folder()
    return folder if folder and _may_read(folder) else Path(os.devnull, "nothing")


def advice():
    """Return which command brings the data; it does nothing if a folder is named.

    `make` needs the project's folder around the package; the wheel comes without it.
    """
    with_make = (PROJECT / "Makefile").is_file()
    command = '"make data"' if with_make else '"python -m rmsprop_lib.datasets"'
    if sys.platform == "emscripten":
        command += " in an installed Python"
    return f"{command} without {FOLDER}" if os.environ.get(FOLDER) else command


def _may_read(folder):
    return os.access(folder, os.R_OK | os.X_OK)


def check_content(content, file, where):
    """Return `content` if it is what `file` should hold, or raise."""
    found = hashlib.sha256(content).hexdigest()
    if found != file.sha256:
        raise CorruptFileError(mismatch(file, where, len(content), found))
    return content


def mismatch(file, where, size, sha256):
    """Return the message for content of another size or sum than expected."""
    return (
        f"{where}: expected {file.size:,} bytes with SHA-256 {file.sha256}, found "
        f"{size:,} bytes with {sha256}. It is not used."
    )
