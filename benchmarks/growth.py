"""How does the time grow? `python benchmarks/growth.py`, one thread.

Over parameters (an update), examples (an epoch of the small network) and tokens (loss
and gradients of the RNN), three decades each, with a fit of a + b·n in which each point
counts by its relative error. Written to `benchmarks/results/growth.json`.
"""

import numpy as np
from epoch import SMALL, images
from side_by_side import alternate, machine, store
from update import copying, ours

from rmsprop_lib.networks import MLP, RNNClassifier
from rmsprop_lib.optimizers import RMSprop
from rmsprop_lib.training import train


def epoch_of(n):
    X, y = (part[:n] for part in images())
    model, optimizer = MLP(SMALL, seed=0), RMSprop(0.001)

    def epoch():
        train(model, optimizer, X, y, epochs=1, progress=False)

    return epoch, max(1, min(200, 20_000 // n))


def rnn_of(tokens):
    rng = np.random.default_rng(0)
    X = rng.integers(1, 8000, (32, tokens // 32)).astype(np.int32)
    y = rng.integers(0, 2, 32)
    model = RNNClassifier(8000, 64, 64, readout="last")
    return lambda: model.loss_and_grads(X, y), max(1, min(100, 50_000 // tokens))


MEASURED = {
    "update, parameters": (ours, [(10**k, 1) for k in (4, 5, 6, 7)]),
    "epoch, examples": (epoch_of, [(60,), (600,), (6000,), (60_000,)]),
    "RNN, tokens": (rnn_of, [(32,), (320,), (3200,), (32_000,)]),
    "copy, numbers": (copying, [(10**k,) for k in (4, 5, 6, 7)]),
}


def fit(n, seconds):
    """Return a and b of the line a + b·n with the least squares of relative errors."""
    n, seconds = np.array(n), np.array(seconds)
    rows = np.stack([1 / seconds, n / seconds], axis=1)
    (a, b), *_ = np.linalg.lstsq(rows, np.ones(len(n)), rcond=None)
    return float(a), float(b)


def main():
    found = {}
    for name, (make, points) in MEASURED.items():
        taken = alternate({arguments: (make, *arguments) for arguments in points})
        n, seconds = [arguments[0] for arguments in points], list(taken.values())
        a, b = fit(n, seconds)
        found[name] = {"n": n, "seconds": seconds, "a": a, "b": b}
        print(f"{name}: {1e6 * a:.1f} µs + {1e9 * b:.3f} ns · n")
    store("growth", {"machine": machine(), "curves": found})


if __name__ == "__main__":
    main()
