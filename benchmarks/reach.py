"""How far back does a network learn? `python benchmarks/reach.py`: half an hour.

The plain and the gated network of notebook 14, whose very cells are run here, learn the
toy reviews with 5 to 30 neutral words appended, each with a list of rates. A run ends
after 20 epochs, or as soon as 99.5 % of the held-out reviews are right. What was right
after each epoch is written to `benchmarks/results/reach.json`.
"""

import json
from pathlib import Path

import nbformat
import numpy as np
from threadpoolctl import threadpool_limits

from rmsprop_lib import RMSprop, RNNClassifier, toy_reviews, train
from rmsprop_lib.datasets import Vocabulary

ROOT = Path(__file__).resolve().parent.parent
RATES = {
    "gated": (0.002, 0.004, 0.008, 0.016),
    "plain": (0.00025, 0.0005, 0.001, 0.002, 0.004),
}
LENGTHS, SEEDS = (5, 10, 20, 30), (0, 1)
EPOCHS, ENOUGH = 20, 0.995


class Enough(Exception):
    """As many are right as are asked for."""


def gated_rnn():
    """Return the class that the notebook's cells build."""
    (path,) = (ROOT / "notebooks").glob("14_*.ipynb")
    names = {"np": np, "RNNClassifier": RNNClassifier}
    beginnings = ("def states(", "def back_through_time(", "class GatedRNN(")
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.source.startswith(beginnings):
            exec(cell.source, names)
    return names["GatedRNN"]


def learn(kind, n, rate, seed):
    """Return the shares of held-out reviews right after each epoch."""
    texts, labels = toy_reviews(5000, seed=0)
    texts = [text + " well" * n for text in texts]
    vocabulary, right = Vocabulary(texts[:4000]), []
    X = vocabulary.encode(texts)
    model = kind(
        len(vocabulary), 32, 64, readout="last", embedding_scale=0.3, seed=seed
    )

    def measure(epoch, model, optimizer):
        right.append(float(np.mean(model.predict(X[4000:]) == labels[4000:])))
        if right[-1] >= ENOUGH:
            raise Enough

    rows = {"epochs": EPOCHS, "batch_size": 32, "clip_norm": 1, "seed": seed}
    try:
        train(model, RMSprop(rate), X[:4000], labels[:4000], on_epoch=measure, **rows)
    except Enough:
        pass
    return right


def main():
    kinds, lines = {"plain": RNNClassifier, "gated": gated_rnn()}, []
    for network, rates in RATES.items():
        for rate in rates:
            for n in LENGTHS:
                for seed in SEEDS:
                    run = {"network": network, "rate": rate, "neutral words": n}
                    with threadpool_limits(1):
                        right = learn(kinds[network], n, rate, seed)
                    run |= {"seed": seed, "right after each epoch": right}
                    lines.append(" " + json.dumps(run))
    text = "[\n" + ",\n".join(lines) + "\n]\n"
    file = ROOT / "benchmarks" / "results" / "reach.json"
    file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
