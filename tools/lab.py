"""JupyterLab with notebook 00, on this machine alone: `make lab`."""

import sys

from environment import ROOT, prepare

from rmsprop_lib.datasets.download import main as bring_data

START = ROOT / "notebooks" / "00_start_here.ipynb"


def main():
    prepare()
    bring_data()  # it says what it could not bring
    from jupyterlab.labapp import main as lab  # it reads the environment

    return lab(["--ip=127.0.0.1", *sys.argv[1:], str(START)])


if __name__ == "__main__":
    sys.exit(main())
