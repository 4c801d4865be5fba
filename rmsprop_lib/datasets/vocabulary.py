"""From words to numbers, fitted on training texts only."""

import re
import unicodedata
from collections import Counter

import numpy as np

PADDING, UNKNOWN = 0, 1
# Accents and vowel signs, which \w leaves out, and the joiners within a word.
_MARKS = "\u200c\u200d" + "".join(
    letter
    for letter in map(chr, [*range(0x300, 0x1F000), *range(0xE0100, 0xE01F0)])
    if unicodedata.category(letter).startswith("M")
)
_WORD = rf"\w[\w{_MARKS}]*"
_TOKEN = re.compile(rf"{_WORD}(?:['’-]{_WORD})*|[^\w\s][{_MARKS}]*")


def tokenize(text):
    """Return the words and punctuation marks of a text, in lower case.

    An accent or a vowel sign belongs to its letter, in whichever of its two forms
    Unicode has it. Scripts without spaces, such as Thai, are not cut into words.

    Examples
    --------
    >>> tokenize("It isn't a well-made film, is it?")
    ['it', "isn't", 'a', 'well-made', 'film', ',', 'is', 'it', '?']
    >>> tokenize("यह फिल्म अच्छी है")
    ['यह', 'फिल्म', 'अच्छी', 'है']
    """
    if not isinstance(text, str):
        raise TypeError(f"text: {type(text).__name__} was given; expected str")
    text = unicodedata.normalize("NFC", text).lower()
    return _TOKEN.findall(text.replace("i\u0307", "i"))  # what lower() makes of İ


class Vocabulary:
    """The words that occur at least `min_count` times in the training texts.

    Token 0 is padding and 1 stands for every word that is not in the vocabulary.
    `words` is the list of all tokens, `len(vocabulary)` their number.

    Examples
    --------
    >>> vocabulary = Vocabulary(["a good film", "not a good plot"])
    >>> vocabulary.words
    ['<padding>', '<unknown>', 'a', 'good', 'film', 'not', 'plot']
    >>> vocabulary.encode(["a film", "a very good film"])
    array([[2, 4, 0, 0],
           [2, 1, 3, 4]], dtype=int32)
    """

    def __init__(self, texts, min_count=1):
        if isinstance(texts, str):
            raise TypeError("texts: str was given; expected a list of str")
        counts = Counter(word for text in texts for word in tokenize(text))
        kept = [word for word, count in counts.most_common() if count >= min_count]
        if not kept:
            raise ValueError(f"texts: no word occurs {min_count} times or more")
        self.words = ["<padding>", "<unknown>", *kept]
        self._number = {word: n for n, word in enumerate(kept, start=UNKNOWN + 1)}

    def __len__(self):
        return len(self.words)

    def encode(self, texts):
        """Return the tokens of each text, int32 of shape (texts, longest), 0-padded.

        A text without any word is one unknown word.
        """
        if isinstance(texts, str):
            raise TypeError("texts: str was given; expected a list of str")
        rows = [
            [self._number.get(word, UNKNOWN) for word in tokenize(text)] or [UNKNOWN]
            for text in texts
        ]
        X = np.zeros((len(rows), max(map(len, rows), default=0)), dtype=np.int32)
        for row, tokens in zip(X, rows, strict=True):
            row[: len(tokens)] = tokens
        return X
