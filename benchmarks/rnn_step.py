"""How fast is a training step of the RNN? `python benchmarks/rnn_step.py`.

Forward, backward, clipping and RMSprop, one thread, tokens drawn at random from 8,000;
beside PyTorch where it is installed (in an environment of its own, with this library's
folder as PYTHONPATH). Both run in turn, and the ratio is that of the medians. Written
to `benchmarks/results/rnn_step.json`.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"

import json
import time
from pathlib import Path

import numpy as np

from rmsprop_lib.networks.rnn import RNNClassifier
from rmsprop_lib.optimizers import RMSprop

RESULTS = Path(__file__).parent / "results"
SHAPES = [(32, 32, 64, 64), (64, 32, 64, 64), (128, 32, 64, 128)]  # B, T, E, H
V, ROUNDS, STEPS = 8000, 15, 20


def numpy_step(E, H, X, y):
    model, optimizer = RNNClassifier(V, E, H, readout="last"), RMSprop(0.001)

    def step():
        _, grads = model.loss_and_grads(X, y)
        # as training.clip_by_global_norm does
        norm = np.sqrt(sum(float(np.vdot(g, g)) for g in grads.values()))
        if norm > 5:
            for g in grads.values():
                g *= 5 / norm
        optimizer.update(model.params, grads)

    return step


def torch_step(E, H, X, y):
    import torch

    torch.set_num_threads(1)

    class Network(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.embedding = torch.nn.Embedding(V, E)
            self.rnn = torch.nn.RNN(E, H)
            self.out = torch.nn.Linear(H, 2)

        def forward(self, X):
            return self.out(self.rnn(self.embedding(X))[0][-1])

    model = Network()
    optimizer = torch.optim.RMSprop(model.parameters(), lr=0.001, alpha=0.9)
    X, y = torch.tensor(X.T.astype(np.int64)), torch.tensor(y)

    def step():
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(model(X), y).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimizer.step()

    return step


def main():
    try:
        import torch

        other = f"PyTorch {torch.__version__}"
    except ImportError:
        other = None
    found = []
    for B, T, E, H in SHAPES:
        rng = np.random.default_rng(0)
        X = rng.integers(1, V, (B, T)).astype(np.int32)
        y = rng.integers(0, 2, B)
        steps = {"NumPy": numpy_step(E, H, X, y)}
        if other:
            steps[other] = torch_step(E, H, X, y)
        seconds = {name: [] for name in steps}
        for turn in range(ROUNDS + 2):  # two to warm up
            for name, step in steps.items():
                start = time.perf_counter()
                for _ in range(STEPS):
                    step()
                if turn >= 2:
                    seconds[name].append((time.perf_counter() - start) / STEPS)
        median = {name: float(np.median(s)) for name, s in seconds.items()}
        row = {
            "B, T, E, H": [B, T, E, H],
            "ms per step": {name: round(1e3 * s, 3) for name, s in median.items()},
            "NumPy, tokens/s": round(B * T / median["NumPy"]),
        }
        if other:
            row["NumPy / PyTorch"] = round(median["NumPy"] / median[other], 2)
        found.append(row)
        print(row, flush=True)
    path = RESULTS / "rnn_step.json"
    path.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
