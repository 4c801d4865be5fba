"""Toy reviews in which only the order of the words says what is meant."""

import numpy as np

FILLERS = ("honestly", "frankly", "overall", "well", "actually", "still")
SUBJECTS = (
    *("film", "plot", "acting", "script", "music", "ending", "cast", "story"),
    *("dialogue", "camera"),
)
COPULAS = ("is", "was", "seems", "felt")
NEGATORS = ("not", "never", "hardly")
LONG_NEGATORS = ("i do not think that", "nobody could say that", "i doubt that")
INTENSIFIERS = ("very", "quite", "so", "rather", "truly")
POSITIVE = (
    *("good", "great", "funny", "clever", "moving", "brilliant", "charming", "fresh"),
    *("gripping", "warm", "witty", "superb"),
)
NEGATIVE = (
    *("bad", "dull", "boring", "stupid", "clumsy", "awful", "tedious", "stale"),
    *("weak", "cold", "silly", "dreadful"),
)
HELD_OUT = ("witty", "superb", "silly", "dreadful")
FORMS = ("but", "although … ,", "although", "and")


def toy_reviews(n, seed=0, held_out=None):
    """Return `n` different toy reviews as minimal pairs, and their labels.

    The reviews 2k and 2k + 1 hold the same words, each as often, in another order, and
    have opposite labels: whatever counts words is right for exactly one of them. A
    clause is negative if its adjective is negative or negated, but not both. "A but B"
    and "although A , B" mean what B says, "A although B" what A says, and in "A and B"
    both agree.

    Parameters
    ----------
    n : number of reviews, even
    seed : of the choice
    held_out : None, or "never negated": the adjectives of `HELD_OUT` stand in no
        negated clause; or "negated": every review has one of them in a negated clause

    Returns
    -------
    list of str, array of np.intp : texts, labels (0 negative, 1 positive)

    Examples
    --------
    >>> texts, y = toy_reviews(4, seed=0)
    >>> sorted(texts[0].split()) == sorted(texts[1].split()), y[:2].sum() == 1
    (True, np.True_)
    """
    if isinstance(n, bool) or not isinstance(n, int) or n < 2 or n % 2:
        raise ValueError(f"n: {n!r} was given; expected an even whole number above 0")
    if held_out not in (None, "never negated", "negated"):
        raise ValueError(
            f"held_out: {held_out!r} was given; expected None, 'never negated' or "
            "'negated'"
        )
    rng = np.random.default_rng(seed)
    texts, labels, seen = [], [], set()
    while len(texts) < n:
        form = _one(rng, FORMS)
        clauses = _clause(rng), _clause(rng)
        label = _label(form, *clauses)
        moved = "adjective" if rng.random() < 0.5 else "negator"
        swapped = _exchanged(*clauses, moved)
        if label is None or _label(form, *swapped) != 1 - label:
            continue
        strange = [
            any(clause["negator"] and clause["adjective"] in HELD_OUT for clause in two)
            for two in (clauses, swapped)
        ]
        if held_out == "never negated" and any(strange):
            continue
        if held_out == "negated" and not all(strange):
            continue
        pair = _text(form, *clauses), _text(form, *swapped)
        if seen.intersection(pair):
            continue
        seen.update(pair)
        first = int(rng.integers(2))  # so that the place in the pair tells nothing
        texts += [pair[first], pair[1 - first]]
        labels += [abs(first - label), 1 - abs(first - label)]
    return texts, np.array(labels, dtype=np.intp)


def _one(rng, words):
    return words[rng.integers(len(words))]


def _clause(rng):
    kind = rng.random()
    negator = None if kind < 0.5 else _one(rng, NEGATORS)
    if kind > 0.8:
        negator = _one(rng, LONG_NEGATORS)
    return {
        "filler": _one(rng, FILLERS) if rng.random() < 0.3 else None,
        "subject": f"the {_one(rng, SUBJECTS)} {_one(rng, COPULAS)}",
        "negator": negator,
        "intensifiers": " ".join(
            _one(rng, INTENSIFIERS) for _ in range(rng.integers(3))
        ),
        "adjective": _one(rng, POSITIVE + NEGATIVE),
    }


def _exchanged(a, b, part):
    """Return both clauses with this part of them exchanged."""
    return {**a, part: b[part]}, {**b, part: a[part]}


def _means(clause):
    return int((clause["adjective"] in POSITIVE) != bool(clause["negator"]))


def _label(form, a, b):
    """Return what the review means, or None if 'and' joins what disagrees."""
    if form == "although":
        return _means(a)
    if form == "and" and _means(a) != _means(b):
        return None
    return _means(b)


def _said(clause):
    negator = clause["negator"]
    long = negator in LONG_NEGATORS
    parts = [
        clause["filler"],
        negator if long else None,
        clause["subject"],
        None if long else negator,
        clause["intensifiers"],
        clause["adjective"],
    ]
    return " ".join(part for part in parts if part)


def _text(form, a, b):
    if form == "although … ,":
        return f"although {_said(a)} , {_said(b)}"
    return f"{_said(a)} {form} {_said(b)}"
