"""Movie reviews: real ones where they are, else toy ones. Loading never fetches."""

import tempfile
import zipfile
from pathlib import Path

import numpy as np
from sklearn.datasets import load_files
from sklearn.model_selection import train_test_split

from rmsprop_lib.datasets.archives import extract_zip
from rmsprop_lib.datasets.sources import (
    DOCUMENTS,
    FOLDER,
    SENTENCES,
    Dataset,
    advice,
    check_content,
    data_folder,
)
from rmsprop_lib.datasets.toy import toy_reviews

CLASSES = ("negative", "positive")
TOY_TRAIN, TOY_TEST = 4000, 1000


def load_reviews(verbose=True):
    """Return the sentence-polarity set if it is there, else toy reviews; say which.

    8,530 + 2,132 sentences, split one fifth off, stratified, always the same. The file
    is read from the folder that RMSPROP_LIB_DATA names, else from the user's cache
    folder, and verified by its SHA-256 each time. `texts` are in `X_train`, `X_test`.

    Source: B. Pang, L. Lee, *Seeing stars*, ACL 2005; CC BY 4.0.

    Raises CorruptFileError if the file is truncated or altered.

    Examples
    --------
    >>> data = load_reviews(verbose=False)
    >>> data.classes, len(data.X_train) == len(data.y_train)
    (('negative', 'positive'), True)
    """
    path = _path(SENTENCES)
    if path is None:
        how = f"; {FOLDER} asks for it" if data_folder() is None else ""
        return _said(_toy(), verbose, f"embedded{how}; the real ones: {advice()}")
    check_content(path.read_bytes(), SENTENCES, path)
    texts, labels = [], []
    with zipfile.ZipFile(path) as archive:
        for label, ending in enumerate(("neg", "pos")):
            name = f"sentence_polarity/rt-polarity.{ending}"
            # "\n" alone ends a sentence; splitlines() would also cut at U+0085
            lines = archive.read(name).decode("latin-1").split("\n")
            lines = [line.strip() for line in lines if line.strip()]
            texts += lines
            labels += [label] * len(lines)
    data = _split(
        "sentences",
        "sentence polarity",
        "Sentence polarity v1.0: B. Pang, L. Lee (ACL 2005), CC BY 4.0",
        texts,
        np.array(labels),
        CLASSES,
    )
    return _said(data, verbose, "real data")


def load_documents(verbose=True):
    """Return the 2,000 long reviews of polarity v2.0: 1,600 + 400, stratified.

    The zip file is verified, unpacked into a temporary folder, and read as
    `load_review_folder` reads any folder.

    Source: B. Pang, L. Lee, *A sentimental education*, ACL 2004; CC BY 4.0.

    Raises FileNotFoundError if the set is not there, CorruptFileError if it is altered.
    """
    path = _path(DOCUMENTS)
    if path is None:
        raise FileNotFoundError(
            f"{DOCUMENTS.path}: it is not here; {advice()} brings it"
        )
    check_content(path.read_bytes(), DOCUMENTS, path)
    with tempfile.TemporaryDirectory() as folder:
        extract_zip(path, folder)
        read = load_review_folder(Path(folder) / "movie_reviews", verbose=False)
    data = Dataset(
        name="documents",
        title="polarity v2.0",
        attribution="Polarity v2.0: B. Pang, L. Lee (ACL 2004), CC BY 4.0",
        **{part: getattr(read, part) for part in _PARTS},
        classes=CLASSES,
    )
    return _said(data, verbose, "real data")


_PARTS = ("X_train", "y_train", "X_test", "y_test")


def load_review_folder(path, verbose=True):
    """Return the reviews of a folder of your own: one subfolder a class, e.g. neg, pos.

    Every file of a subfolder is a review. One fifth is split off, stratified, always
    the same. Empty files are left out, and bytes that are no UTF-8 are read as
    Latin-1; the printed line says how many there were of each.

    Raises
    ------
    FileNotFoundError : there is no such folder
    ValueError : no reviews, only one class, or fewer than two reviews of a class

    Examples
    --------
    >>> load_review_folder("no/such/folder")
    Traceback (most recent call last):
    ...
    FileNotFoundError: path: 'no/such/folder' was given; expected a folder that exists
    """
    folder = Path(path)
    if not folder.is_dir():
        raise FileNotFoundError(
            f"path: {str(path)!r} was given; expected a folder that exists"
        )
    classes = [
        sub.name
        for sub in sorted(folder.iterdir())
        if sub.is_dir() and any(file.is_file() for file in sub.iterdir())
    ]
    if len(classes) < 2:
        what = f"only {classes[0]!r}" if classes else "none"
        raise ValueError(
            f"path: {str(path)!r} was given; expected a subfolder with reviews for "
            f"each of at least two classes (such as neg and pos), found {what}"
        )
    files = load_files(
        folder, categories=classes, encoding=None, shuffle=False, random_state=0
    )
    texts, labels, other, empty = [], [], 0, 0
    for content, label in zip(files.data, files.target, strict=True):
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text, other = content.decode("latin-1"), other + 1
        if text.strip():
            texts.append(text)
            labels.append(label)
        else:
            empty += 1
    counts = np.bincount(labels, minlength=len(classes)) if labels else [0, 0]
    for name, count in zip(files.target_names, counts, strict=False):
        if count < 2:
            raise ValueError(
                f"path: {name!r} holds {count} reviews that are not empty; expected at "
                "least two, one to train on and one to test on"
            )
    labels = np.array(labels)
    title = f"the folder {folder.name!r}"
    names = tuple(files.target_names)
    data = _split("folder", title, "your own reviews", texts, labels, names)
    notes = [f"{empty} empty files left out"] * bool(empty)
    notes += [f"{other} files read as Latin-1"] * bool(other)
    return _said(data, verbose, "; ".join(["real data", *notes]))


def _path(file):
    folder = data_folder()
    if folder is None or not (folder / file.path).is_file():
        return None
    return folder / file.path


def _toy():
    texts, y = toy_reviews(TOY_TRAIN + TOY_TEST, seed=0)
    return Dataset(
        name="toy",
        title="toy reviews",
        attribution="toy reviews: generated by this library",
        X_train=texts[:TOY_TRAIN],
        y_train=y[:TOY_TRAIN],
        X_test=texts[TOY_TRAIN:],
        y_test=y[TOY_TRAIN:],
        classes=CLASSES,
    )


def _split(name, title, attribution, texts, y, classes):
    size = max(len(classes), round(0.2 * len(texts)))  # in a tiny folder, one of each
    X_train, X_test, y_train, y_test = train_test_split(
        texts, y.astype(np.int64), test_size=size, random_state=42, stratify=y
    )
    return Dataset(
        name, title, attribution, X_train, y_train, X_test, y_test, tuple(classes)
    )


def _said(data, verbose, origin):
    if verbose:
        print(
            f"Data: {data.title}, {len(data.X_train):,} + {len(data.X_test):,} reviews "
            f"({origin})"
        )
    return data
