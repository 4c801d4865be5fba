"""Folders that the tools write: emptied before, unless other files are there."""

import shutil
import sys
from pathlib import Path

BUILD = Path(__file__).resolve().parent.parent / "build"
MARK = ".written-by-make"


def begin(folder):
    """Make `folder`, empty but for a mark; stop if it holds files of somebody else."""
    folder = Path(folder)
    ours = (folder / MARK).exists() or BUILD in folder.resolve().parents
    if folder.exists() and not ours and any(folder.iterdir()):
        sys.exit(f"{folder} holds other files; give --output a new or an empty folder")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / MARK).touch()
