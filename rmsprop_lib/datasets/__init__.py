"""The data of the series: loaders, which only read, and `fetch`, which brings them."""

from rmsprop_lib.datasets.download import FetchError, fetch
from rmsprop_lib.datasets.images import load_digits8, load_images
from rmsprop_lib.datasets.reviews import (
    load_documents,
    load_review_folder,
    load_reviews,
)
from rmsprop_lib.datasets.sources import CorruptFileError, Dataset
from rmsprop_lib.datasets.toy import toy_reviews
from rmsprop_lib.datasets.vocabulary import Vocabulary, tokenize

__all__ = [
    "CorruptFileError",
    "Dataset",
    "FetchError",
    "Vocabulary",
    "fetch",
    "load_digits8",
    "load_documents",
    "load_images",
    "load_review_folder",
    "load_reviews",
    "tokenize",
    "toy_reviews",
]
