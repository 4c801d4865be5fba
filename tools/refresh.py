"""Store the outputs of the notebooks anew: `make refresh`, or `make refresh NB=07`.

Outputs are stored as they are on the real data, and the same outputs give the same
bytes: no timings, no widget state, no progress bars. What the tag `hide-input` says to
the book, JupyterLab is told as well. The figure of the README is the first one of
notebook 00.
"""

import argparse
import base64
import os
import shutil
import sys
import tempfile

import nbformat
from environment import ROOT, prepare
from execution import choose, execute_all

WIDGET = "application/vnd.jupyter.widget-view+json"
README_FIGURE = ROOT / "docs" / "images" / "two_paths.png"
KEPT = ("reason", "tags")  # of a cell's metadata, in this order
METADATA = {
    "kernelspec": {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    },
    "language_info": {  # as the kernel says it, without the version of this Python
        "codemirror_mode": {"name": "ipython", "version": 3},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
    },
}


def folding(cell):
    """Return the metadata `jupyter` of a cell: its tags say whether it is folded."""
    tags = set(cell.metadata.get("tags", []))
    told = dict(cell.metadata.get("jupyter", {}))
    if cell.cell_type == "code" and not tags & {"hide-input", "solution"}:
        told.pop("source_hidden", None)
    elif "hide-input" in tags:
        told["source_hidden"] = True
    return {"jupyter": told} if told else {}


def normalised(notebook):
    """Return the notebook without what changes from run to run, or editor to editor."""
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        kept = {key: cell.metadata[key] for key in KEPT if key in cell.metadata}
        cell.metadata = nbformat.from_dict({**folding(cell), **kept})
        if cell.cell_type == "code":
            cell.outputs = [o for o in cell.outputs if WIDGET not in o.get("data", {})]
    return notebook


def store(notebook, path):
    """Write the notebook to `path` as one act, and only if it differs."""
    text = nbformat.writes(notebook) + "\n"
    if path.read_text(encoding="utf-8") == text:
        return False
    handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(text)
    shutil.copymode(path, temporary)
    os.replace(temporary, path)
    return True


def figure(notebook):
    """Return the notebook's first figure as the bytes of a PNG file."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if png := output.get("data", {}).get("image/png"):
                return base64.b64decode(png)


def main(arguments=None):
    prepare()
    parser = argparse.ArgumentParser(description="Store the notebooks' outputs anew.")
    parser.add_argument("names", nargs="*", help="how a notebook's name begins: 07")
    paths = choose(parser.parse_args(arguments).names)
    with tempfile.TemporaryDirectory() as folder:
        results = execute_all(paths, ROOT / folder)
    failed = False
    for result in results:
        substitute = [line for line in result.lines("Data:") if '"make data"' in line]
        if result.error or substitute:
            failed = True
            why = result.error or (
                "ran on a substitute, and outputs are stored on the real data: run "
                f'"make data" first ({substitute[0]})'
            )
            print(f"✗ {result.path.name}, {why}; not stored", file=sys.stderr)
        elif store(normalised(result.notebook), result.path):
            print(f"stored {result.path.name}")
            if result.path.name == "00_start_here.ipynb":
                README_FIGURE.write_bytes(figure(result.notebook))
    return failed


if __name__ == "__main__":
    sys.exit(main())
