"""Unpack a zip file, and nothing outside the folder it is unpacked into."""

import lzma
import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath, PureWindowsPath

from rmsprop_lib.datasets.sources import CorruptFileError

MOST = 200_000_000  # bytes that an archive may unpack to
DAMAGED = (  # what zipfile raises for bytes that are not quite a zip file
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    IndexError,
    NotImplementedError,
    OSError,
    RuntimeError,
    UnicodeDecodeError,
)


def extract_zip(path, folder):
    """Unpack the zip file `path` into `folder`, which is made if need be.

    All names are looked at, and all contents verified, before anything is written.

    Raises
    ------
    CorruptFileError : the file is no zip, or a damaged one; or it holds a link, an
        absolute path, a path with "..", or more than 200 MB; then nothing has been
        written
    """
    with open(path, "rb") as stream:
        try:
            archive = zipfile.ZipFile(stream)
            for member in archive.infolist():
                _check(member, path)
            _check_together(archive, path)
            if damaged := archive.testzip():
                raise CorruptFileError(f"{path}: {damaged!r} is damaged in it")
        except DAMAGED as error:
            kind = type(error).__name__
            raise CorruptFileError(f"{path}: no zip file ({kind}: {error})") from error
        archive.extractall(Path(folder))


def _check_together(archive, path):
    size = sum(member.file_size for member in archive.infolist())
    if size > MOST:
        raise CorruptFileError(
            f"{path}: it would unpack to {size:,} bytes; expected at most {MOST:,}"
        )
    files = {PurePosixPath(m.filename) for m in archive.infolist() if not m.is_dir()}
    for member in archive.infolist():
        if both := files.intersection(PurePosixPath(member.filename).parents):
            raise CorruptFileError(
                f"{path}: {str(both.pop())!r} is a file and a folder. Nothing was "
                "unpacked."
            )


def _check(member, path):
    name = member.orig_filename  # as it is written there, before zipfile mends it
    windows = PureWindowsPath(name)  # it reads both / and \
    outside = (
        PurePosixPath(name).is_absolute()
        or windows.drive
        or windows.root
        or ".." in windows.parts
        or "\0" in name
    )
    kind = stat.S_IFMT(member.external_attr >> 16)
    if outside:
        raise CorruptFileError(
            f"{path}: {name!r} would be outside the folder. Nothing was unpacked."
        )
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise CorruptFileError(
            f"{path}: {name!r} is a link or a device. Nothing was unpacked."
        )
