"""How good is RMSprop on MNIST? `python benchmarks/mnist.py [--larger]`.

Settings are chosen on 5,000 images that are held out from the training part, by the
mean of three seeds. The chosen ones are then trained on all 60,000, once for each of
the seeds 0 to 4, and only these five networks see the test images. One thread, since
the last bits depend on their number. `--larger` trains 784-512-512-10 with dropout, on
two threads, once, with one setting that nothing was compared with. Both write what they
find to `benchmarks/results/`.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from rmsprop_lib.datasets import load_images
from rmsprop_lib.networks import MLP
from rmsprop_lib.optimizers import RMSprop, linear_decay
from rmsprop_lib.training import train

RESULTS = Path(__file__).parent / "results"
BATCH = 128
SMALL = {"sizes": (784, 128, 10)}
LARGER = {"sizes": (784, 512, 512, 10), "dropout": 0.3, "input_dropout": 0.1}
GRID = [
    (rate, 0.99, falling)
    for rate in (0.001, 0.002, 0.004, 0.008, 0.016)
    for falling in (False, True)
]
HELD_OUT_SEEDS = 3


def fitted(network, X, y, setting, epochs, seed):
    """Return the trained network and the seconds that its training took."""
    rate, decay_rate, falling = setting
    updates = epochs * -(-len(X) // BATCH)
    rate = linear_decay(rate, updates) if falling else rate
    model = MLP(**network, seed=seed)
    start = time.perf_counter()
    train(
        model,
        RMSprop(rate, decay_rate),
        X,
        y,
        epochs=epochs,
        batch_size=BATCH,
        seed=seed,
        progress=False,
    )
    return model, time.perf_counter() - start


def accuracy(model, X, y):
    return float(np.mean(model.predict(X) == y))


def select(X, y, epochs):
    """Return {setting: share of held-out images that are right, mean of the seeds}."""
    order = np.random.default_rng(0).permutation(len(X))
    held_out, fit = order[:5000], order[5000:]
    found = {}
    for setting in GRID:
        shares = []
        for seed in range(HELD_OUT_SEEDS):
            model, _ = fitted(SMALL, X[fit], y[fit], setting, epochs, seed)
            shares.append(accuracy(model, X[held_out], y[held_out]))
        found[setting] = round(float(np.mean(shares)), 6)
        print(*setting, f"{100 * found[setting]:.2f} %", flush=True)
    return found


def main():
    parser = argparse.ArgumentParser(description="Accuracy on MNIST.")
    parser.add_argument("--larger", action="store_true", help="784-512-512-10")
    larger = parser.parse_args().larger
    threads = 2 if larger else 1
    with threadpool_limits(threads):
        result = measured(larger)
    path = RESULTS / ("mnist_larger.json" if larger else "mnist.json")
    text = json.dumps(result | {"threads": threads}, indent=1)
    path.write_text(text + "\n", encoding="utf-8")
    mean = result["mean_test_accuracy"]
    print(f"mean test accuracy {100 * mean:.2f} %, written to {path}")


def measured(larger):
    """Choose, train and test; return what is to be recorded."""
    data = load_images()
    if data.name != "mnist":
        raise SystemExit('MNIST is not here: "make data" first')
    X, X_test = (
        part.astype(np.float32) / data.max_value for part in (data.X_train, data.X_test)
    )
    if larger:
        network, epochs, seeds, held_out = LARGER, 25, 1, {}
        setting = (0.001, 0.9, True)
    else:
        network, epochs, seeds = SMALL, 15, 5
        held_out = select(X, data.y_train, epochs)
        setting = max(held_out, key=held_out.get)
    runs = [
        fitted(network, X, data.y_train, setting, epochs, seed) for seed in range(seeds)
    ]
    scores = [accuracy(model, X_test, data.y_test) for model, _ in runs]
    return {
        **network,
        "epochs": epochs,
        "learning_rate, decay_rate, falling": setting,
        "held_out": [[*key, value] for key, value in held_out.items()],
        "held_out_seeds": HELD_OUT_SEEDS,
        "test_accuracy": scores,
        "mean_test_accuracy": float(np.mean(scores)),
        "seconds_per_training": [round(seconds, 1) for _, seconds in runs],
    }


if __name__ == "__main__":
    main()
