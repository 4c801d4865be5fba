"""What a notebook calls to hold its sentences true and to check an exercise.

The checks of notebook NN are in `exercises/nNN.py`, each with its table of mistakes.
"""

from rmsprop_lib.exercises.checks import check_choice, check_function, check_number
from rmsprop_lib.exercises.claims import claim, error_message, show_source

__all__ = [
    "check_choice",
    "check_function",
    "check_number",
    "claim",
    "error_message",
    "show_source",
]
