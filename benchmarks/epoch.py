"""One epoch of MNIST, beside PyTorch, scikit-learn and the article's code.

`python benchmarks/epoch.py`, in the environment of `make bench`. Whole loops in batches
of 128: shuffle, loss, gradients, RMSprop (scikit-learn: Adam, it has no RMSprop; the
article does not shuffle). PyTorch also with its loss and its step compiled; JAX with
Optax, the whole epoch in one `jit`; ours also with the compiled step. Compiling is
timed apart. Also the parts of our epoch, each alone, and the steps from the article
to ours. Written to `benchmarks/results/epoch.json`.
"""

import functools

import article
import numpy as np
from side_by_side import alternate, compiling, machine, store

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


def with_the_compiled_step(sizes):
    from rmsprop_lib.compiled import CompiledRMSprop

    return ours(sizes, CompiledRMSprop)


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


def pytorch(sizes, compile=False):
    import torch

    X, y = (torch.from_numpy(part) for part in images())
    y = y.long()
    layers = [torch.nn.Linear(sizes[0], sizes[1])]
    for inputs, units in zip(sizes[1:-1], sizes[2:], strict=True):
        layers += [torch.nn.ReLU(), torch.nn.Linear(inputs, units)]
    model = torch.nn.Sequential(*layers)
    optimizer = torch.optim.RMSprop(model.parameters(), lr=0.001, alpha=0.9)
    step = optimizer.step

    def loss_of(X, y):
        return torch.nn.functional.cross_entropy(model(X), y)

    if compile:
        loss_of, step = torch.compile(loss_of), torch.compile(step)

    def epoch():
        order, total = torch.randperm(len(X)), 0.0
        for start in starts():
            rows = order[start : start + BATCH]
            optimizer.zero_grad()
            loss = loss_of(X[rows], y[rows])
            loss.backward()
            step()
            total += loss.detach() * len(rows)
        return float(total) / len(X)

    return epoch, 1


def jax_jit(sizes):
    """The epoch as one function: `scan` over the batches, then the short last one."""
    import jax
    import optax

    X, y = (jax.device_put(part) for part in images())
    n, whole = len(X), len(X) // BATCH * BATCH
    optimizer = optax.rmsprop(0.001, decay=0.9, eps=1e-8, eps_in_sqrt=False)
    params = jax.device_put(MLP(sizes, seed=0).params)
    layers = range(1, len(sizes))

    def loss_of(params, X, y):
        for k in layers:
            X = X @ params[f"w{k}"] + params[f"b{k}"]
            X = jax.nn.relu(X) if k < len(layers) else X
        return optax.softmax_cross_entropy_with_integer_labels(X, y).mean()

    def epoch(params, state, key, X, y):
        def step(carry, rows):
            params, state = carry
            loss, grads = jax.value_and_grad(loss_of)(params, X[rows], y[rows])
            updates, state = optimizer.update(grads, state)
            carry = optax.apply_updates(params, updates), state
            return carry, loss * len(rows)

        order = jax.random.permutation(key, n)
        carry, losses = jax.lax.scan(
            step, (params, state), order[:whole].reshape(-1, BATCH)
        )
        carry, last = step(carry, order[whole:])
        return carry, (losses.sum() + last) / n

    epoch = jax.jit(epoch, donate_argnums=(0, 1))
    kept, keys = [params, optimizer.init(params)], [jax.random.key(0)]

    def call():
        keys[0], key = jax.random.split(keys[0])
        kept[:], loss = jax.block_until_ready(epoch(*kept, key, X, y))
        return float(loss)

    return call, 1


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
            "ours with the compiled step": (with_the_compiled_step, SMALL),
            "PyTorch": (pytorch, SMALL),
            "PyTorch, compiled": (pytorch, SMALL, True),
            "JAX, jit": (jax_jit, SMALL),
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
            "ours with the compiled step": (with_the_compiled_step, LARGE),
            "PyTorch": (pytorch, LARGE),
            "PyTorch, compiled": (pytorch, LARGE, True),
            "JAX, jit": (jax_jit, LARGE),
            "scikit-learn": (scikit_learn, LARGE),
            "matrix products": (products, LARGE),
        },
        threads=2,
        turns=5,
    )
    first = compiling(  # our step: in update.py
        {
            "PyTorch, compiled": (pytorch, SMALL, True),
            "JAX, jit": (jax_jit, SMALL),
        }
    )
    store(
        "epoch",
        {
            "machine": machine(),
            "seconds to compile": first,
            "FLOP/s of a large product, one thread": round(fastest),
            "seconds": {
                "784-128-10, one thread": small,
                "784-512-512-10, two threads": large,
            },
        },
    )


if __name__ == "__main__":
    main()
