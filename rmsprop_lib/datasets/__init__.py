"""The data of the series: loaders, which only read, and `fetch`, which brings them."""

from rmsprop_lib.datasets.download import FetchError, fetch
from rmsprop_lib.datasets.images import load_digits8, load_images
from rmsprop_lib.datasets.sources import CorruptFileError, Dataset

__all__ = [
    "CorruptFileError",
    "Dataset",
    "FetchError",
    "fetch",
    "load_digits8",
    "load_images",
]
