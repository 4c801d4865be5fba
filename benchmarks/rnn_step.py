"""How fast is a training step of the RNN? `python benchmarks/rnn_step.py`.

Forward, backward, clipping and RMSprop over all parameters, one thread, tokens drawn at
random from 8,000; beside PyTorch, plain and compiled, and JAX with Optax in one `jit`,
in the environment of `make bench`. Written to `benchmarks/results/rnn_step.json`.
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


def compiled_step(B, T, E, H):
    from rmsprop_lib.compiled import CompiledRMSprop

    return numpy_step(B, T, E, H, CompiledRMSprop)


def numpy_step(B, T, E, H, kind=RMSprop):
    X, y = batch(B, T)
    model, optimizer = RNNClassifier(V, E, H, readout="last"), kind(0.001)

    def step():
        _, grads = model.loss_and_grads(X, y)
        clip_by_global_norm(grads, 5.0)
        optimizer.update(model.params, grads)

    return step, STEPS


def jax_step(B, T, E, H):
    import jax
    import jax.numpy as jnp
    import optax

    X, y = batch(B, T)
    X, y = jax.device_put(X.T), jax.device_put(y)
    params = jax.device_put(RNNClassifier(V, E, H, readout="last").params)
    optimizer = optax.chain(
        optax.clip_by_global_norm(5.0),
        optax.rmsprop(0.001, decay=0.9, eps=1e-8, eps_in_sqrt=False),
    )

    def loss_of(params):
        def next_state(h, e):
            return jnp.tanh(e + h @ params["wh"]), None

        e = params["embedding"][X] @ params["wx"] + params["b"]
        h, _ = jax.lax.scan(next_state, jnp.zeros((B, H), e.dtype), e)
        z = h @ params["wy"] + params["by"]
        return optax.softmax_cross_entropy_with_integer_labels(z, y).mean()

    def step(params, state):
        updates, state = optimizer.update(jax.grad(loss_of)(params), state)
        return optax.apply_updates(params, updates), state

    step, kept = jax.jit(step, donate_argnums=(0, 1)), [params, optimizer.init(params)]

    def call():
        kept[:] = jax.block_until_ready(step(*kept))

    return call, STEPS


def torch_step(B, T, E, H, compile=False):
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

    def loss_of(X, y):
        return torch.nn.functional.cross_entropy(model(X), y)

    update = optimizer.step
    if compile:
        loss_of, update = torch.compile(loss_of), torch.compile(update)

    def step():
        optimizer.zero_grad()
        loss_of(X, y).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        update()

    return step, STEPS


def main():
    found = []
    for shape in SHAPES:
        contestants = {
            "NumPy": (numpy_step, *shape),
            "NumPy, compiled step": (compiled_step, *shape),
            "PyTorch": (torch_step, *shape),
            "PyTorch, compiled": (torch_step, *shape, True),
            "JAX, jit": (jax_step, *shape),
        }
        median = alternate(contestants, turns=TURNS)
        found.append(
            {
                "B, T, E, H": shape,
                "ms per step": {name: round(1e3 * s, 3) for name, s in median.items()},
                "NumPy, tokens/s": round(shape[0] * shape[1] / median["NumPy"]),
                "NumPy / PyTorch": round(median["NumPy"] / median["PyTorch"], 2),
                "compiled step / PyTorch": round(
                    median["NumPy, compiled step"] / median["PyTorch"], 2
                ),
            }
        )
        print(found[-1], flush=True)
    store("rnn_step", found)


if __name__ == "__main__":
    main()
