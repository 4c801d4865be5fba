"""Images of digits: MNIST where it is, else the small set that comes with scikit-learn.

Loading never fetches: that is `fetch()`.
"""

import gzip
import os
import struct
import zlib

import numpy as np

from rmsprop_lib.datasets.sources import (
    FOLDER,
    MNIST,
    CorruptFileError,
    Dataset,
    advice,
    check_content,
    data_folder,
)
from rmsprop_lib.progress import say

DIGITS = tuple("0123456789")


def load_images(verbose=True):
    """Return MNIST if it is there, else the 8×8 digits, and say in a line which.

    It is read from the folder that RMSPROP_LIB_DATA names, else from the user's cache
    folder. Every file is verified by its SHA-256 each time.

    Raises
    ------
    FileNotFoundError : RMSPROP_LIB_DATA names no folder, or one with a part of MNIST
    CorruptFileError : a file is truncated, altered, or another one

    Examples
    --------
    >>> data = load_images(verbose=False)
    >>> data.X_train.dtype, data.X_train.shape[1] == np.prod(data.image_shape)
    (dtype('uint8'), np.True_)
    """
    folder = data_folder()
    if folder is None:
        return load_digits8(verbose, f"; {FOLDER} asks for it; MNIST: {advice()}")
    paths = {part: _find(folder, file) for part, file in MNIST.items()}
    missing = [MNIST[part].path for part, path in paths.items() if path is None]
    if not missing:
        arrays = {part: _read_idx(paths[part], MNIST[part]) for part in MNIST}
        return _said(verbose, _mnist(arrays), "real data")
    if len(missing) == len(MNIST):
        named = os.environ.get(FOLDER)
        why = f"; no {', '.join(missing)}, nor with .gz, in {named}" if named else ""
        return load_digits8(verbose, f"{why}; MNIST: {advice()}")
    if os.environ.get(FOLDER):
        raise FileNotFoundError(
            f"{FOLDER}: {str(folder)!r} holds only a part of MNIST; missing: "
            f"{', '.join(missing)}"
        )
    return load_digits8(verbose, f"; a part of MNIST is there; the rest: {advice()}")


def load_digits8(verbose=True, how=""):
    """Return the 8×8 digits that come with scikit-learn: 1,437 + 360 images.

    The set has no test part of its own; the split, one fifth, stratified by digit, is
    always the same.

    Source: E. Alpaydin, C. Kaynak, *Optical Recognition of Handwritten Digits*, UCI
    Machine Learning Repository (1998), CC BY 4.0.

    Examples
    --------
    >>> data = load_digits8(verbose=False)
    >>> data.X_train.shape, data.X_test.shape, data.max_value
    ((1437, 64), (360, 64), 16)
    """
    # Here: importing it takes a second, and MNIST does without.
    from sklearn.datasets import load_digits
    from sklearn.model_selection import train_test_split

    X, y = load_digits(return_X_y=True)
    X_train, X_test, y_train, y_test = train_test_split(
        X.astype(np.uint8),
        y.astype(np.intp),
        test_size=0.2,
        random_state=0,
        stratify=y,
    )
    dataset = Dataset(
        name="digits",
        title="scikit-learn's 8×8 digits",
        attribution="8×8 digits: E. Alpaydin, C. Kaynak; UCI repository, CC BY 4.0",
        X_train=X_train,
        y_train=y_train,
        X_test=X_test,
        y_test=y_test,
        classes=DIGITS,
        image_shape=(8, 8),
        max_value=16,
    )
    return _said(verbose, dataset, f"embedded{how}")


def _said(verbose, data, origin):
    if verbose:
        height, width = data.image_shape
        say(
            f"Data: {data.title}, {len(data.X_train):,} + {len(data.X_test):,} images "
            f"of {height}×{width} ({origin})"
        )
    return data


def _mnist(arrays):
    return Dataset(
        name="mnist",
        title="MNIST",
        attribution="MNIST: Y. LeCun, C. Cortes, C. Burges; CC BY-SA 3.0",
        X_train=arrays["X_train"].reshape(-1, 784),
        y_train=arrays["y_train"].astype(np.intp),
        X_test=arrays["X_test"].reshape(-1, 784),
        y_test=arrays["y_test"].astype(np.intp),
        classes=DIGITS,
        image_shape=(28, 28),
        max_value=255,
    )


def _find(folder, file):
    """Return the path of a file, as it is or compressed, or None if it is not there."""
    for path in (folder / file.path, folder / f"{file.path}.gz"):
        if path.is_file():
            return path
    return None


def _read_idx(path, file):
    """Return the array of a verified IDX file, compressed or not."""
    try:
        with gzip.open(path) if path.suffix == ".gz" else open(path, "rb") as stream:
            content = stream.read(file.size + 1)  # no more, whatever it may unpack to
    except (OSError, EOFError, zlib.error) as error:
        raise CorruptFileError(f"{path}: cannot be read ({error})") from error
    check_content(content, file, path)
    zeros, kind, dimensions = struct.unpack(">HBB", content[:4])
    if (zeros, kind) != (0, 8):
        raise CorruptFileError(f"{path}: expected an IDX file of unsigned bytes")
    shape = struct.unpack(f">{dimensions}I", content[4 : 4 + 4 * dimensions])
    start = 4 + 4 * dimensions
    return np.frombuffer(bytearray(content), np.uint8, offset=start).reshape(shape)
