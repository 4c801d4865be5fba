"""The mini-batch loop: shuffle, step, look at validation data, save, go on.

A run is exactly repeatable from its seed, and a run that goes on from a checkpoint ends
with the same bits as one that was never interrupted.
"""

from dataclasses import dataclass, field

import numpy as np

from rmsprop_lib import checkpoints, checks
from rmsprop_lib.checkpoints import CheckpointError
from rmsprop_lib.progress import bar

__all__ = [
    "CheckpointError",
    "History",
    "batches",
    "clip_by_global_norm",
    "one_epoch",
    "train",
]


@dataclass
class History:
    """What was measured: lists of one number for each epoch.

    `loss` is the mean over all training rows as the epoch went by (nats), and
    `validation_loss`, `validation_accuracy` (a share) are taken at its end; they stay
    empty without validation data.
    """

    loss: list = field(default_factory=list)
    validation_loss: list = field(default_factory=list)
    validation_accuracy: list = field(default_factory=list)


def batches(n, size, rng):
    """Return the numbers 0 to n − 1 in random order, cut into arrays of `size`.

    The last one holds what is left. `rng` is a `numpy.random.Generator`.

    Examples
    --------
    >>> [rows.tolist() for rows in batches(5, 2, np.random.default_rng(0))]
    [[2, 4], [3, 0], [1]]
    """
    order = rng.permutation(n)
    return [order[start : start + size] for start in range(0, n, size)]


def one_epoch(model, optimizer, X, y, batch_size, rng, clip_norm=None):
    """Take a step for every batch and return the mean loss of a row, before its step.

    Raises ValueError where a loss is NaN or infinite, before the step that would
    follow.

    Examples
    --------
    >>> from rmsprop_lib import MLP, RMSprop
    >>> X, y = np.eye(4, dtype=np.float32), np.array([0, 1, 0, 1])
    >>> model, optimizer = MLP((4, 8, 2)), RMSprop(0.01)
    >>> loss = one_epoch(model, optimizer, X, y, 2, np.random.default_rng(0))
    >>> optimizer.step
    2
    """
    total = 0.0
    for batch, rows in enumerate(batches(len(X), batch_size, rng), start=1):
        loss, grads = model.loss_and_grads(X[rows], y[rows])
        if not np.isfinite(loss):
            raise ValueError(
                f"the loss is {loss} in batch {batch}; a smaller learning rate may help"
            )
        if clip_norm is not None:
            clip_by_global_norm(grads, clip_norm)
        optimizer.update(model.params, grads)
        total += loss * len(rows)
    return total / len(X)


@np.errstate(under="ignore")  # a probability too small for its type is 0, no error
def train(
    model,
    optimizer,
    X,
    y,
    *,
    epochs,
    batch_size=128,
    seed=0,
    validation=None,
    clip_norm=None,
    checkpoint=None,
    resume=False,
    on_epoch=None,
    progress=True,
):
    """Train `model` in place and return its `History`.

    Parameters
    ----------
    model : with `params`, `loss_and_grads(X, y)`, `loss(X, y)`, `predict(X)`; if it has
        `check(X, y)`, that is asked about all rows before the first step
    optimizer : with `update(params, grads)`
    X, y : plain arrays of rows and their classes
    epochs : how many in all, with those before `resume`
    batch_size : rows in a batch; the last one holds what is left
    seed : of the order of the rows, which is drawn anew for each epoch
    validation : (X, y), measured after each epoch
    clip_norm : largest global norm of the gradient; longer ones are scaled to it
    checkpoint : path of an .npz file, written after each epoch, for one run at a time;
        with `resume=True` the run goes on from it if it is there. It is whole whenever
        the run is killed; what a killed save leaves beside it, the next run removes
    on_epoch : function (epoch, model, optimizer), called after each epoch, from 1
    progress : whether to show a bar (never if RMSPROP_LIB_PROGRESS is 0)

    Raises
    ------
    TypeError, ValueError : a parameter of another type or out of range, before the
        first step; NaN or infinity as a loss (says where), with the parameters as the
        last step left them
    FileExistsError : `checkpoint` is there and `resume` is False
    CheckpointError : the checkpoint cannot be read or belongs to another run, model or
        optimizer; nothing has changed

    Examples
    --------
    >>> from rmsprop_lib import MLP, RMSprop
    >>> X = np.random.default_rng(0).normal(size=(200, 2)).astype(np.float32)
    >>> y = (X[:, 0] > 0).astype(int)
    >>> model = MLP((2, 8, 2))
    >>> history = train(model, RMSprop(0.01), X, y, epochs=5, progress=False)
    >>> history.loss[-1] < history.loss[0]
    True
    """
    epochs = checks.whole("epochs", epochs, 1)
    batch_size = checks.whole("batch_size", batch_size, 1)
    seed = checks.whole("seed", seed)
    _check_data(model, X, y, validation)
    if clip_norm is not None:
        clip_norm = checks.positive("clip_norm", clip_norm)
    if on_epoch is not None:
        checks.function("on_epoch", on_epoch)
    rng, history = np.random.default_rng(seed), History()
    run = {"batch_size": batch_size, "seed": seed, "rows": len(X), "clip": clip_norm}
    run["validation"] = 0 if validation is None else len(validation[1])
    if checkpoint is not None:
        path, there = checkpoints.prepared(checkpoint, resume, model, optimizer)
        if there:
            checkpoints.load(path, model, optimizer, rng, run, history)

    done = len(history.loss)
    steps = range(done + 1, epochs + 1)
    for epoch in bar(steps, progress, initial=done, total=epochs, unit="epoch"):
        try:
            loss = one_epoch(model, optimizer, X, y, batch_size, rng, clip_norm)
        except ValueError as error:
            raise ValueError(f"epoch {epoch}: {error}") from error
        history.loss.append(loss)
        if validation is not None:
            history.validation_loss.append(model.loss(*validation))
            right = model.predict(validation[0]) == validation[1]
            history.validation_accuracy.append(float(np.mean(right)))
        if on_epoch is not None:
            on_epoch(epoch, model, optimizer)
        if checkpoint is not None:
            checkpoints.save(path, model, optimizer, rng, run, history)
    return history


def _check_data(model, X, y, validation):
    """Raise, before the first step, what a later one would raise."""
    sets = [("", X, y)]
    if validation is not None:
        if not isinstance(validation, (tuple, list)) or len(validation) != 2:
            given = checks.kind(validation)
            raise checks.refused("validation", given, "a pair (X, y)", TypeError)
        sets.append(("validation: ", *validation))
    for name, rows, classes in sets:
        checks.rows(f"{name}X, y", rows, classes)
        if hasattr(model, "check"):
            try:
                model.check(rows, classes)
            except (TypeError, ValueError) as error:
                raise type(error)(f"{name}{error}") from error


@np.errstate(all="ignore")  # what it raises, it raises before a gradient is scaled
def clip_by_global_norm(grads, largest):
    """Scale all gradients by one factor so that their global norm is at most `largest`.

    The global norm is the root of the sum of all squares, over all arrays. Arrays are
    scaled in place; the norm as it was is returned. The direction stays as it is, which
    clipping each number by itself would change.

    Raises TypeError or ValueError, and changes nothing, unless `grads` is a dict of
    float arrays that may be written to and share no memory, their squares finite, and
    `largest` > 0.

    Source: Pascanu, Mikolov, Bengio, ICML 2013 (arXiv 1211.5063), algorithm 1.

    Examples
    --------
    >>> grads = {"w": np.array([3.0]), "b": np.array([4.0])}
    >>> clip_by_global_norm(grads, 1.0), float(grads["w"][0].round(3))
    (5.0, 0.6)
    """
    checks.clipping(grads, largest)
    norm = global_norm(grads)
    if norm > largest:
        for g in grads.values():
            g *= largest / norm
    return norm


@np.errstate(all="ignore")  # what is not finite is found and named
def global_norm(grads):
    """Return the root of the sum of all squares of a dict of float arrays.

    Raises ValueError if it is not finite.

    Examples
    --------
    >>> global_norm({"w": np.array([3.0]), "b": np.array([4.0])})
    5.0
    """
    norm = np.sqrt(sum(float(np.vdot(g, g)) for g in grads.values()))
    if not np.isfinite(norm):  # squares that overflow float32 do not overflow float64
        squares = (np.square(g, dtype=float).sum() for g in grads.values())
        norm = np.sqrt(sum(squares))
    if not np.isfinite(norm):
        raise ValueError(
            "grads: the global norm is not finite; expected finite numbers whose "
            "squares are finite"
        )
    return float(norm)
