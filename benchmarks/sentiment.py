"""How good is the recurrent network on real reviews? `python benchmarks/sentiment.py`.

Five folds, stratified. In each, the settings are chosen on a tenth of the training part
that is held out from it; the network with the chosen ones is then trained on the whole
training part, and so is its control, the same network with its recurrence switched
off. `--documents` does so for the 2,000 long reviews instead of the sentences; `--toy`
trains on the toy grammar, with five seeds. Written to `benchmarks/results/`.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, train_test_split
from sklearn.naive_bayes import MultinomialNB

from rmsprop_lib.datasets import (
    Vocabulary,
    load_documents,
    load_reviews,
    tokenize,
    toy_reviews,
)
from rmsprop_lib.networks import RNNClassifier
from rmsprop_lib.optimizers import RMSprop, linear_decay
from rmsprop_lib.training import train

RESULTS = Path(__file__).parent / "results"
T_95 = 2.776  # Student's t for four degrees of freedom, 95 %, two-sided


class LongTexts(RNNClassifier):
    """Reads texts in segments of 32 words, each from h = 0; the mean is over all words.

    `loss_and_grads` takes 200 words in a row from a longer text, from a place chosen at
    random.
    """

    segment, crop = 32, 200

    def loss_and_grads(self, X, y):
        X, y = self.check(X, y)
        return super().loss_and_grads(self.cropped(X), y)

    def forward(self, X, dropout=0.0):
        pieces = -(-X.shape[1] // self.segment)
        X = np.pad(X, [(0, 0), (0, pieces * self.segment - X.shape[1])])
        segments = X.reshape(-1, self.segment)
        some = segments[:, 0] != 0
        self.owner = np.repeat(np.arange(len(X)), pieces)[some]  # the text each is of
        return super().forward(segments[some], dropout)

    def weights(self, X):
        lengths = (X != 0).sum(axis=1)
        total = np.bincount(self.owner, lengths)[self.owner]
        return ((X != 0).T / total).astype(self.dtype)

    def read_out(self, h, weights):
        starts = np.flatnonzero(np.diff(self.owner, prepend=-1))
        return np.add.reduceat(super().read_out(h, weights), starts)

    def back_through_time(self, h, weights, dr):
        return super().back_through_time(h, weights, dr[self.owner])

    def cropped(self, X):
        room = np.maximum((X != 0).sum(axis=1) - self.crop, 0)
        start = self.rng.integers(0, room + 1)
        columns = start[:, None] + np.arange(min(self.crop, X.shape[1]))
        return np.take_along_axis(X, np.minimum(columns, X.shape[1] - 1), axis=1)


SENTENCES = {
    "network": RNNClassifier,
    "model": {"embedding_scale": 0.02, "dropout": 0.5},
    "batch_size": 64,
    "min_count": 2,
    "grid": [(0.0015, 0.9, 6), (0.003, 0.99, 6), (0.004, 0.99, 5)],
}
DOCUMENTS = {
    "network": LongTexts,
    "model": {"embedding_scale": 0.02, "dropout": 0.5},
    "batch_size": 16,
    "min_count": 3,
    "grid": [(0.001, 0.9, 16), (0.002, 0.9, 16)],
}


def fitted(texts, y, task, setting, recurrent=True):
    """Return the network, its vocabulary, and the seconds that its training took."""
    rate, decay_rate, epochs = setting
    start = time.perf_counter()
    vocabulary = Vocabulary(texts, task["min_count"])
    X = vocabulary.encode(texts)
    updates = epochs * -(-len(X) // task["batch_size"])
    model = task["network"](len(vocabulary), recurrent=recurrent, **task["model"])
    train(
        model,
        RMSprop(linear_decay(rate, updates), decay_rate),
        X,
        y,
        epochs=epochs,
        batch_size=task["batch_size"],
        clip_norm=5,
        progress=False,
    )
    return model, vocabulary, time.perf_counter() - start


def score(model, vocabulary, texts, y):
    return float(np.mean(model.predict(vocabulary.encode(texts)) == y))


def linear_scores(texts, y, test, y_test):
    """Return {name: share of the test texts that are right} of the linear models."""
    words = {"tokenizer": tokenize, "token_pattern": None}
    pairs = {**words, "binary": True, "ngram_range": (1, 2)}
    models = {
        "the article's counts, logistic regression": (
            CountVectorizer(max_features=5000, stop_words="english"),
            LogisticRegression(max_iter=1000),
        ),
        "words and pairs, naive Bayes": (CountVectorizer(**pairs), MultinomialNB()),
        "words and pairs, logistic regression": (
            CountVectorizer(**pairs),
            LogisticRegression(max_iter=1000),
        ),
    }
    found = {}
    for name, (counter, model) in models.items():
        model.fit(counter.fit_transform(texts), y)
        found[name] = float(model.score(counter.transform(test), y_test))
    return found


def one_fold(texts, y, test, y_test, task):
    fit, held_out, y_fit, y_held_out = train_test_split(
        texts, y, test_size=0.1, random_state=0, stratify=y
    )
    tried = {}
    for setting in task["grid"]:
        model, vocabulary, _ = fitted(fit, y_fit, task, setting)
        tried[setting] = score(model, vocabulary, held_out, y_held_out)
    setting = max(tried, key=tried.get)
    model, vocabulary, seconds = fitted(texts, y, task, setting)
    control, _, _ = fitted(texts, y, task, setting, recurrent=False)
    return {
        "rate, decay rate, epochs": setting,
        "held_out": [[*key, value] for key, value in tried.items()],
        "network": score(model, vocabulary, test, y_test),
        "control": score(control, vocabulary, test, y_test),
        **linear_scores(texts, y, test, y_test),
        "seconds": round(seconds, 1),
    }


def summary(folds):
    """Return means over folds, and paired differences with 95 % intervals."""
    names = [k for k, v in folds[0].items() if isinstance(v, float) and k != "seconds"]
    means = {name: float(np.mean([fold[name] for fold in folds])) for name in names}
    differences = {}
    for name in names[1:]:
        d = np.array([fold["network"] - fold[name] for fold in folds])
        half = T_95 * d.std(ddof=1) / np.sqrt(len(d)) if len(d) == 5 else None
        differences[f"network − {name}"] = {
            "mean": float(d.mean()),
            "95 % interval, half": half,
        }
    return {"means": means, "paired differences": differences}


def fitted_toy(texts, y, seed):
    """Return what `fitted` returns, with the settings of notebook 14's toy reviews."""
    start = time.perf_counter()
    vocabulary = Vocabulary(texts)
    model = RNNClassifier(
        len(vocabulary), 32, 64, readout="last", embedding_scale=0.3, seed=seed
    )
    train(
        model,
        RMSprop(0.002),
        vocabulary.encode(texts),
        y,
        epochs=12,
        batch_size=32,
        clip_norm=1,
        seed=seed,
        progress=False,
    )
    return model, vocabulary, time.perf_counter() - start


def toy():
    """Train on 4,000 toy reviews with five seeds, and write how good they all are."""
    texts, y = toy_reviews(5000, seed=0)
    strict = toy_reviews(4000, seed=1, held_out="never negated")
    new = toy_reviews(1000, seed=2, held_out="negated")
    found = []
    for seed in range(5):
        *network, seconds = fitted_toy(texts[:4000], y[:4000], seed)
        *negator, _ = fitted_toy(*strict, seed)
        found.append(
            {
                "accuracy": score(*network, texts[4000:], y[4000:]),
                "never negated in training": score(*negator, *new),
                "seconds": round(seconds, 1),
            }
        )
        print(found[-1], flush=True)
    write("sentiment_toy.json", found)


def write(name, result):
    text = json.dumps(result, indent=1, ensure_ascii=False) + "\n"
    (RESULTS / name).write_text(text, encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description="Accuracy on reviews.")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--documents", action="store_true", help="the 2,000 documents")
    which.add_argument("--toy", action="store_true", help="the toy grammar")
    arguments = parser.parse_args()
    if arguments.toy:
        return toy()
    documents = arguments.documents
    data = load_documents() if documents else load_reviews()
    if data.name == "toy":
        raise SystemExit('The reviews are not here: "make data" first')
    task = DOCUMENTS if documents else SENTENCES
    texts = np.array([*data.X_train, *data.X_test], dtype=object)
    y = np.concatenate([data.y_train, data.y_test])
    folds = []
    for fit, test in StratifiedKFold(5, shuffle=True, random_state=42).split(texts, y):
        folds.append(one_fold(texts[fit], y[fit], texts[test], y[test], task))
        print(folds[-1], flush=True)
        model = {**task["model"]}
        if documents:
            model |= {"segment": LongTexts.segment, "crop": LongTexts.crop}
        result = {"model": model, "folds": folds, **summary(folds)}
        write(f"sentiment_{data.name}.json", result)
    print(f"mean {100 * result['means']['network']:.2f} %")


if __name__ == "__main__":
    main()
