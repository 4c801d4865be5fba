"""One epoch of MNIST, beside PyTorch, scikit-learn and the article's code.

`python benchmarks/epoch.py`, in the environment of `make bench`. Whole loops in batches
of 128: shuffle, loss, gradients, RMSprop (scikit-learn: Adam, it has no RMSprop; the
article does not shuffle). Also the parts of our epoch, each alone, and the steps from
the article's code to ours. Written to `benchmarks/results/epoch.json`.
"""

import functools

import article
import numpy as np
from side_by_side import alternate, machine, store

from rmsprop_lib.datasets import load_images
from rmsprop_lib.networks import MLP
from rmsprop_lib.optimizers import RMSprop
from rmsprop_lib.training import train

BATCH = 128
SMALL, LARGE = (784, 128, 10), (784, 512, 512, 10)


@functools.cache
def images():
    data = load_images()
    if data.name != "mnist":
        raise SystemExit('MNIST is not here: "make data" first')
    return data.X_train.astype(np.float32) / data.max_value, data.y_train


def starts():
    return range(0, len(images()[0]), BATCH)


def ours(sizes, optimizer=RMSprop):
    X, y = images()
    model, optimizer = MLP(sizes, seed=0), optimizer(0.001)
    return lambda: train(model, optimizer, X, y, epochs=1, progress=False), 1


def with_the_articles_optimizer(sizes):
    return ours(sizes, article.RMSprop)


def the_article(sizes, dtype):
    X, y = images()
    model, optimizer = article.Network(*sizes, dtype), article.RMSprop(0.001)

    def epoch():
        for start in starts():
            rows = slice(start, start + BATCH)
            _, grads = model.loss_and_grads(X[rows], y[rows])
            optimizer.update(model.params, grads)

    return epoch, 1


def pytorch(sizes):
    import torch

    X, y = (torch.from_numpy(part) for part in images())
    y = y.long()
    layers = [torch.nn.Linear(sizes[0], sizes[1])]
    for inputs, units in zip(sizes[1:-1], sizes[2:], strict=True):
        layers += [torch.nn.ReLU(), torch.nn.Linear(inputs, units)]
    model = torch.nn.Sequential(*layers)
    optimizer = torch.optim.RMSprop(model.parameters(), lr=0.001, alpha=0.9)

    def epoch():
        order, total = torch.randperm(len(X)), 0.0
        for start in starts():
            rows = order[start : start + BATCH]
            optimizer.zero_grad()
            loss = torch.nn.functional.cross_entropy(model(X[rows]), y[rows])
            loss.backward()
            optimizer.step()
            total += loss.detach() * len(rows)
        return float(total) / len(X)

    return epoch, 1


def scikit_learn(sizes):
    from sklearn.neural_network import MLPClassifier

    X, y = images()
    model = MLPClassifier(sizes[1:-1], batch_size=BATCH, alpha=0)
    return lambda: model.partial_fit(X, y, classes=np.arange(10)), 1


# ---- the parts of our epoch ----------------------------------------------------------


def products(sizes):
    """The matrix products alone, into arrays that are there already."""
    X, _ = images()
    params = MLP(sizes, seed=0).params
    weights = [params[f"w{k + 1}"] for k in range(len(sizes) - 1)]
    out = [np.empty((BATCH, n), np.float32) for n in sizes[1:]]
    delta = [np.full((BATCH, n), 0.01, np.float32) for n in sizes[1:]]
    back = [np.empty((BATCH, n), np.float32) for n in sizes[1:]]
    grads = [np.empty_like(w) for w in weights]

    def epoch():
        for start in starts():
            batch = X[start : start + BATCH]
            n = len(batch)
            a = [batch, *(array[:n] for array in out)]
            for k, w in enumerate(weights):
                np.matmul(a[k], w, out=a[k + 1])
            for k in reversed(range(len(weights))):
                np.matmul(a[k].T, delta[k][:n], out=grads[k])
                if k > 0:
                    np.matmul(delta[k][:n], weights[k].T, out=back[k - 1][:n])

    return epoch, 1


def large_product(n):
    """One product of two n × n matrices: what the processor can do at best."""
    a, out = np.ones((n, n), np.float32), np.empty((n, n), np.float32)
    return lambda: np.matmul(a, a, out=out), 20


def gathering(sizes):
    """The rows of the batches, in a new random order."""
    X, y = images()
    rng = np.random.default_rng(0)

    def epoch():
        order = rng.permutation(len(X))
        for start in starts():
            rows = order[start : start + BATCH]
            X[rows], y[rows]

    return epoch, 1


def updates(sizes):
    """RMSprop.update alone, as often as in an epoch."""
    X, y = images()
    model, optimizer = MLP(sizes, seed=0), RMSprop(0.001)
    _, grads = model.loss_and_grads(X[:BATCH], y[:BATCH])

    def epoch():
        for _ in starts():
            optimizer.update(model.params, grads)

    return epoch, 1


def calls(sizes):
    """The same loop where every array holds a handful of numbers: Python and calls."""
    n = len(starts())
    X, y = np.ones((n, 1), np.float32), np.zeros(n, int)
    model, optimizer = MLP([1] * len(sizes), seed=0), RMSprop(0.001)
    return lambda: train(
        model, optimizer, X, y, epochs=1, batch_size=1, progress=False
    ), 1


def main():
    small = alternate(
        {
            "ours": (ours, SMALL),
            "PyTorch": (pytorch, SMALL),
            "scikit-learn": (scikit_learn, SMALL),
            "the article's code": (the_article, SMALL, np.float64),
            "the article's code in float32": (the_article, SMALL, np.float32),
            "ours with the article's optimizer": (with_the_articles_optimizer, SMALL),
            "matrix products": (products, SMALL),
            "gathering rows": (gathering, SMALL),
            "RMSprop.update": (updates, SMALL),
            "Python and calls": (calls, SMALL),
            "large product": (large_product, 1024),
        }
    )
    fastest = 2 * 1024**3 / small.pop("large product")
    large = alternate(
        {
            "ours": (ours, LARGE),
            "PyTorch": (pytorch, LARGE),
            "scikit-learn": (scikit_learn, LARGE),
            "matrix products": (products, LARGE),
        },
        threads=2,
        turns=5,
    )
    store(
        "epoch",
        {
            "machine": machine(),
            "FLOP/s of a large product, one thread": round(fastest),
            "seconds": {
                "784-128-10, one thread": small,
                "784-512-512-10, two threads": large,
            },
        },
    )


if __name__ == "__main__":
    main()
