"""A folder of texts, as a person has it: which files are texts, and what they say."""

import codecs
import os
import unicodedata
from collections import Counter
from pathlib import Path

# What systems, editors and programs put into folders, in lower case; names that begin
# with "." or "~$" and end with "~" are left out as well.
FOREIGN = {
    *("thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "@eadir", "#recycle"),
    *("__macosx", "__pycache__", "$recycle.bin", "system volume information"),
    *("lost+found", "cvs"),
}
UNLABELLED = {"unsup"}  # of the large movie review data set (aclImdb)
MARKS = {  # the longer first: the mark of UTF-32 begins as that of UTF-16
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
FALLBACK = "cp1252"  # Windows' Latin letters, with its quotes


def read_classes(folder, classes=None):
    """Return ({class: list of texts}, Counter of what was left out) of a folder.

    Raises ValueError if there are no two classes, or a file is no text.
    """
    subfolders, other = [], Counter()
    for path in sorted(folder.iterdir()):
        if _is_foreign(path.name):
            other["of the system"] += 1
        elif path.is_dir():
            subfolders.append(path)
        else:
            other["beside the classes"] += 1
    texts = {}
    for path in _chosen(folder, subfolders, classes):
        texts[path.name] = _texts(path, other)
    for path in subfolders:
        if path.name not in texts and (files := sum(1 for _ in path.iterdir())):
            other[f"in {path.name}"] += files
    return texts, other


def _chosen(folder, subfolders, classes):
    """Return the subfolders that are classes: those named, else all with files."""
    if classes is None:
        found = [path for path in subfolders if path.name not in UNLABELLED]
        for path in found:
            inner = [p.name for p in sorted(path.iterdir()) if p.is_dir()]
            inner = [name for name in inner if not _is_foreign(name)]
            if len(inner) > 1:
                raise ValueError(
                    f"path: {str(folder)!r} was given, whose subfolder {path.name!r} "
                    f"has subfolders of its own ({', '.join(inner)}); expected a "
                    f"folder of classes, such as {str(path)!r}, or classes=(…)"
                )
        found = [path for path in found if any(_files(path))]
        if len(found) < 2:
            what = f"only {found[0].name!r}" if found else "none"
            raise ValueError(
                f"path: {str(folder)!r} was given; expected a subfolder with reviews "
                f"for each of at least two classes (such as neg and pos), found {what}"
            )
        return found
    there = {path.name: path for path in subfolders}
    if isinstance(classes, str) or not (
        2 <= len(names := list(classes)) == len(set(names))
    ):
        raise ValueError(
            f"classes: {classes!r} was given; expected at least two names of "
            "subfolders, each once"
        )
    if missing := [name for name in names if name not in there]:
        raise ValueError(
            f"classes: {missing[0]!r} was given; {str(folder)!r} has the subfolders "
            f"{', '.join(there) or '(none)'}"
        )
    return [there[name] for name in names]


def _files(folder):
    return (p for p in folder.iterdir() if p.is_file() and not _is_foreign(p.name))


def _texts(folder, other):
    """Return the texts of the files of a class; add to `other` what was left out."""
    texts = []
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if _is_foreign(path.name):
            other["of the system"] += 1
        elif path.is_dir():
            other["subfolders"] += 1
        elif not path.is_file() or not os.access(path, os.R_OK):
            other["not readable"] += 1  # a link to nowhere, a pipe, another user's
        else:
            text, encoding = decoded(path.read_bytes(), path)
            if not text.strip():
                other["empty"] += 1
                continue
            texts.append(text)
            if encoding == FALLBACK:
                other[FALLBACK] += 1
    return texts


def _is_foreign(name):
    return name.lower() in FOREIGN or name.startswith((".", "~$")) or name.endswith("~")


def decoded(content, path):
    """Return (text, encoding) of the bytes of a file.

    A byte order mark decides; without one, NUL bytes tell UTF-16 and UTF-32 from UTF-8.
    What is no UTF-8 is read as Windows-1252.

    Raises ValueError if it is no text in any of them.
    """
    encodings = ["utf-8", FALLBACK]
    if b"\0" in content:  # of "a" in UTF-16 the second byte is 0, or the first
        first, second = content[::2].count(0), content[1::2].count(0)
        order = ["le", "be"] if second >= first else ["be", "le"]
        encodings = [f"utf-{bits}-{end}" for bits in (32, 16) for end in order]
    for mark, encoding in MARKS.items():
        if content.startswith(mark):
            encodings = [encoding]
            break
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding.startswith("utf-8") or not any(map(_is_control, set(text))):
            return text, encoding
    raise ValueError(
        f"path: {str(path)!r} is no text in UTF-8, UTF-16, UTF-32 or Windows-1252; "
        "expected text files only: save it as UTF-8, or take it away"
    )


def _is_control(letter):
    return unicodedata.category(letter) in ("Cc", "Cn") and not letter.isspace()


def left_out(other):
    """Return what was left out, or read otherwise, as the end of a line."""
    left = {what: n for what, n in other.items() if what != FALLBACK}
    notes = [
        "left out: " + ", ".join(f"{n:,} {what}" for what, n in sorted(left.items()))
    ] * bool(left)
    if n := other[FALLBACK]:
        notes.append(f"{n:,} read as Windows-1252")
    return notes


def as_folder(path):
    """Return `path`, in which ~ is the home folder, if it is a folder."""
    folder = Path(os.path.expanduser(path))
    if not folder.is_dir():
        raise FileNotFoundError(
            f"path: {str(path)!r} was given; expected a folder that exists"
        )
    return folder
