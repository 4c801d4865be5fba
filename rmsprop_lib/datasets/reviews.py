"""Movie reviews: real ones where they are, else toy ones. Loading never fetches."""

import io
import os
import zipfile

import numpy as np

from rmsprop_lib.datasets.folders import as_folder, left_out, read_classes
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
from rmsprop_lib.progress import say

CLASSES, ENDINGS = ("negative", "positive"), ("neg", "pos")
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
    archive = _archive(SENTENCES)
    if archive is None:
        return _said(_toy(), verbose, f"embedded{_why()}; the real ones: {advice()}")
    texts, labels = [], []
    for label, ending in enumerate(ENDINGS):
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

    The zip file is verified, and read without being unpacked.

    Source: B. Pang, L. Lee, *A sentimental education*, ACL 2004; CC BY 4.0.

    Raises FileNotFoundError if the set is not there, CorruptFileError if it is altered.
    """
    archive = _archive(DOCUMENTS)
    if archive is None:
        raise FileNotFoundError(
            f"{DOCUMENTS.path}: it is not here; {advice()} brings it"
        )
    texts, labels = [], []
    for label, folder in enumerate(ENDINGS):
        for name in sorted(archive.namelist()):
            if name.startswith(f"movie_reviews/{folder}/") and name.endswith(".txt"):
                texts.append(archive.read(name).decode("utf-8"))
                labels.append(label)
    data = _split(
        "documents",
        "polarity v2.0",
        "Polarity v2.0: B. Pang, L. Lee (ACL 2004), CC BY 4.0",
        texts,
        np.array(labels),
        CLASSES,
    )
    return _said(data, verbose, "real data")


def load_review_folder(path, classes=None, verbose=True):
    """Return the reviews of a folder of your own: one subfolder a class, e.g. neg, pos.

    Every file of a subfolder is a review, in UTF-8, UTF-16, UTF-32 or Windows-1252. One
    fifth is split off, stratified, always the same. The printed line says how many
    files were left out, and why: empty ones, ones that the system has put there (such
    as .DS_Store or Thumbs.db), folders within a class, files beside the classes,
    and the unlabelled reviews (`unsup`) of the large movie review data set.

    Parameters
    ----------
    path : the folder; ~ is the home folder
    classes : names of the subfolders to read, in the order of their labels (default:
        all with files, in the order of the alphabet)

    Raises
    ------
    FileNotFoundError : there is no such folder
    PermissionError : the folder, or one in it, may not be read
    ValueError : no reviews, only one class, or fewer than two reviews of a class; a
        class that is not there; a file that is no text; a folder of such folders

    Examples
    --------
    >>> load_review_folder("no/such/folder")
    Traceback (most recent call last):
    ...
    FileNotFoundError: path: 'no/such/folder' was given; expected a folder that exists
    """
    folder = as_folder(path)
    found, other = read_classes(folder, classes)
    for name, texts in found.items():
        if len(texts) < 2:
            raise ValueError(
                f"path: {name!r} holds {len(texts)} reviews that are not empty; "
                "expected at least two, one to train on and one to test on"
            )
    texts = [text for each in found.values() for text in each]
    labels = np.repeat(np.arange(len(found)), [len(each) for each in found.values()])
    title = f"the folder {folder.name!r}"
    data = _split("folder", title, "your own reviews", texts, labels, found)
    return _said(data, verbose, "; ".join(["real data", *left_out(other)]))


def _archive(file):
    """Return the verified zip file, from memory, or None if it is not there."""
    folder = data_folder()
    if folder is None or not (folder / file.path).is_file():
        return None
    content = (folder / file.path).read_bytes()
    check_content(content, file, folder / file.path)
    return zipfile.ZipFile(io.BytesIO(content))


def _why():
    """Return why there are toy reviews: what was asked for, or looked for in vain."""
    if data_folder() is None:
        return f"; {FOLDER} asks for it"
    named = os.environ.get(FOLDER)
    return f"; no {SENTENCES.path} in {named}" if named else ""


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
    from sklearn.model_selection import train_test_split  # takes a second to import

    size = max(len(classes), round(0.2 * len(texts)))  # in a tiny folder, one of each
    X_train, X_test, y_train, y_test = train_test_split(
        texts, y.astype(np.intp), test_size=size, random_state=42, stratify=y
    )
    return Dataset(
        name, title, attribution, X_train, y_train, X_test, y_test, tuple(classes)
    )


def _said(data, verbose, origin):
    if verbose:
        say(
            f"Data: {data.title}, {len(data.X_train):,} + {len(data.X_test):,} reviews "
            f"({origin})"
        )
    return data
