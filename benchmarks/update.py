"""One step of the optimizer alone, float32, one thread, beside PyTorch's.

`python benchmarks/update.py`, in the environment of `make bench`. `RMSprop.update` with
all its checks against `torch.optim.RMSprop.step`, the faster of `foreach` and not; the
article's expression; and copying one array of the size. Written to
`benchmarks/results/update.json`.
"""

import tracemalloc

import article
import numpy as np
from side_by_side import alternate, machine, store

from rmsprop_lib.optimizers import BLOCK, RMSprop

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


def pytorch(size, pieces, foreach):
    import torch

    params = [torch.nn.Parameter(torch.randn(size // pieces)) for _ in range(pieces)]
    for param in params:
        param.grad = torch.randn(size // pieces)
    optimizer = torch.optim.RMSprop(params, lr=0.001, alpha=0.9, foreach=foreach)
    return often(optimizer.step, size)


def copying(size):
    source = np.ones(size, np.float32)
    target = np.empty_like(source)
    return often(lambda: np.copyto(target, source), size)


def scratch(size):
    """Return the bytes that an update needs beside parameters, gradients and cache."""
    params, grads = arrays(size, 1), arrays(size, 1)
    tracemalloc.start()
    optimizer = RMSprop(0.001)
    for _ in range(2):
        optimizer.update(params, grads)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak - sum(v.nbytes for v in optimizer.cache.values()) + BLOCK


def main():
    rows = []
    for size in SIZES:
        for pieces in (1, 4):
            seconds = alternate(
                {
                    "ours": (ours, size, pieces),
                    "PyTorch, for each": (pytorch, size, pieces, False),
                    "PyTorch, foreach": (pytorch, size, pieces, True),
                    "the article's": (the_article, size, pieces),
                    "copying": (copying, size),
                },
                turns=9,
            )
            rows.append({"parameters": size, "arrays": pieces, "seconds": seconds})
            print(size, pieces, {k: f"{1e6 * s:.1f} µs" for k, s in seconds.items()})
    memory = {size: scratch(size) for size in SIZES}
    store("update", {"machine": machine(), "rows": rows, "scratch, bytes": memory})


if __name__ == "__main__":
    main()
