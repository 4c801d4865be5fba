"""One step of the optimizer alone, float32, one thread: one formula, computed in ways.

`python benchmarks/update.py`, in the environment of `make bench`. `RMSprop.update` and
`CompiledRMSprop.update` with all their checks; `torch.optim.RMSprop.step`, for each
array, with `foreach`, and compiled; Optax under `jit`, its arrays given up to it; the
article's expression; Python's loop over the numbers; and copying one array of the size.
Compiling is timed apart. Written to `benchmarks/results/update.json`.
"""

import tracemalloc

import article
import numpy as np
from side_by_side import alternate, compiling, machine, store

from rmsprop_lib.optimizers import RMSprop

SIZES = [10**3, 10**4, 10**5, 10**6, 10**7]


def often(function, size):
    """Return the function and how often to call it in a turn of about 50 ms."""
    return function, max(1, min(2000, 3 * 10**7 // size))


def arrays(size, pieces):
    rng = np.random.default_rng(0)
    return {
        f"w{k}": rng.standard_normal(size // pieces, dtype=np.float32)
        for k in range(pieces)
    }


def ours(size, pieces, kind=RMSprop):
    params, grads, optimizer = arrays(size, pieces), arrays(size, pieces), kind(0.001)
    return often(lambda: optimizer.update(params, grads), size)


def the_article(size, pieces):
    return ours(size, pieces, article.RMSprop)


def compiled(size, pieces):
    from rmsprop_lib.compiled import CompiledRMSprop

    return ours(size, pieces, CompiledRMSprop)


def pythons_loop(size, pieces):
    """The formula on Python's numbers, one after the other."""
    theta, g, v = (list(np.random.default_rng(0).random(size)) for _ in range(3))

    def step():
        for i in range(size):
            v[i] = 0.9 * v[i] + 0.1 * g[i] ** 2
            theta[i] -= 0.001 * g[i] / (v[i] ** 0.5 + 1e-8)

    return step, max(1, 10**6 // size)


def optax_jit(size, pieces):
    import jax
    import optax

    optimizer = optax.rmsprop(0.001, decay=0.9, eps=1e-8, eps_in_sqrt=False)
    params, grads = arrays(size, pieces), arrays(size, pieces)
    params, grads = jax.device_put(params), jax.device_put(grads)
    kept = [params, optimizer.init(params)]

    def step(params, state, grads):
        updates, state = optimizer.update(grads, state)
        return optax.apply_updates(params, updates), state

    step = jax.jit(step, donate_argnums=(0, 1))

    def call():
        kept[:] = jax.block_until_ready(step(*kept, grads))

    return often(call, size)


def pytorch(size, pieces, foreach, compile=False):
    import torch

    params = [torch.nn.Parameter(torch.randn(size // pieces)) for _ in range(pieces)]
    for param in params:
        param.grad = torch.randn(size // pieces)
    optimizer = torch.optim.RMSprop(params, lr=0.001, alpha=0.9, foreach=foreach)
    return often(torch.compile(optimizer.step) if compile else optimizer.step, size)


def copying(size):
    source = np.ones(size, np.float32)
    target = np.empty_like(source)
    return often(lambda: np.copyto(target, source), size)


def scratch(size):
    """Return the bytes that an update needs beside parameters, gradients and cache."""
    params, grads = arrays(size, 1), arrays(size, 1)
    optimizer = RMSprop(0.001)
    optimizer.update(params, grads)
    tracemalloc.start()
    optimizer.update(params, grads)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def main():
    rows = []
    for size in SIZES:
        for pieces in (1, 4):
            contestants = {
                "ours": (ours, size, pieces),
                "ours, compiled": (compiled, size, pieces),
                "PyTorch, for each": (pytorch, size, pieces, False),
                "PyTorch, foreach": (pytorch, size, pieces, True),
                "PyTorch, compiled": (pytorch, size, pieces, None, True),
                "Optax, jit": (optax_jit, size, pieces),
                "the article's": (the_article, size, pieces),
                "copying": (copying, size),
            }
            if size <= 10**6 and pieces == 1:
                contestants["Python's loop"] = (pythons_loop, size, pieces)
            seconds = alternate(contestants, turns=5)
            rows.append({"parameters": size, "arrays": pieces, "seconds": seconds})
            print(size, pieces, {k: f"{1e6 * s:.1f} µs" for k, s in seconds.items()})
    memory = {size: scratch(size) for size in SIZES}
    first = compiling(
        {
            "ours, compiled": (compiled, 10**3, 1),
            "PyTorch, compiled": (pytorch, 10**3, 1, None, True),
            "Optax, jit": (optax_jit, 10**3, 1),
        }
    )
    store(
        "update",
        {
            "machine": machine(),
            "rows": rows,
            "scratch, bytes": memory,
            "seconds to compile": first,
        },
    )


if __name__ == "__main__":
    main()
