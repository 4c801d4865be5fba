"""What can be imported from the top, and what that costs."""

import subprocess
import sys

import rmsprop_lib

HEAVY = ("matplotlib", "sklearn", "requests", "scipy", "IPython", "joblib", "numba")


def fresh(code):
    """Return what a new Python prints."""
    command = [sys.executable, "-c", code]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_every_name_of_the_top_is_there_and_in_the_docstring():
    for name in rmsprop_lib.__all__:
        assert getattr(rmsprop_lib, name).__name__ == name
        assert name in rmsprop_lib.__doc__ and name in dir(rmsprop_lib)
    assert not hasattr(rmsprop_lib, "rmsprop")


def test_the_import_brings_nothing_heavy_and_names_come_when_they_are_used():
    code = f"""
import sys, rmsprop_lib
print(*(name for name in {HEAVY} if name in sys.modules))
from rmsprop_lib import RMSprop, MLP, train, minimize
print(*(name for name in {HEAVY} if name in sys.modules))
"""
    assert fresh(code) == "\n\n"
