"""How fast is a training step of the RNN? `python benchmarks/rnn_step.py`.

Forward, backward, clipping and RMSprop over all parameters, one thread, tokens drawn at
random from 8,000; beside PyTorch, in the environment of `make bench`. Written to
`benchmarks/results/rnn_step.json`.
"""

import numpy as np
from side_by_side import alternate, store

from rmsprop_lib.networks import RNNClassifier
from rmsprop_lib.optimizers import RMSprop
from rmsprop_lib.training import clip_by_global_norm

SHAPES = [(32, 32, 64, 64), (64, 32, 64, 64), (128, 32, 64, 128)]  # B, T, E, H
V, STEPS, TURNS = 8000, 40, 11


def batch(B, T):
    rng = np.random.default_rng(0)
    return rng.integers(1, V, (B, T)).astype(np.int32), rng.integers(0, 2, B)


def numpy_step(B, T, E, H):
    X, y = batch(B, T)
    model, optimizer = RNNClassifier(V, E, H, readout="last"), RMSprop(0.001)

    def step():
        _, grads = model.loss_and_grads(X, y)
        clip_by_global_norm(grads, 5.0)
        optimizer.update(model.params, grads)

    return step, STEPS


def torch_step(B, T, E, H):
    import torch

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
    X, y = batch(B, T)
    X, y = torch.tensor(X.T.astype(np.int64)), torch.tensor(y)

    def step():
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(model(X), y).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimizer.step()

    return step, STEPS


def main():
    found = []
    for shape in SHAPES:
        contestants = {"NumPy": (numpy_step, *shape), "PyTorch": (torch_step, *shape)}
        median = alternate(contestants, turns=TURNS)
        found.append(
            {
                "B, T, E, H": shape,
                "ms per step": {name: round(1e3 * s, 3) for name, s in median.items()},
                "NumPy, tokens/s": round(shape[0] * shape[1] / median["NumPy"]),
                "NumPy / PyTorch": round(median["NumPy"] / median["PyTorch"], 2),
            }
        )
        print(found[-1], flush=True)
    store("rnn_step", found)


if __name__ == "__main__":
    main()
