"""The mini-batch loop: shuffle, step, look at validation data, save, go on.

A run is exactly repeatable from its seed, and a run that goes on from a checkpoint ends
with the same bits as one that was never interrupted.
"""

import copy
import glob
import json
import numbers
import os
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
from tqdm import tqdm

from rmsprop_lib import checks


@dataclass
class History:
    """What was measured, a number an epoch.

    `loss` is the mean over all training rows as the epoch went by (nats), and
    `validation_loss`, `validation_accuracy` (a share) are taken at its end; they stay
    empty without validation data.
    """

    loss: list = field(default_factory=list)
    validation_loss: list = field(default_factory=list)
    validation_accuracy: list = field(default_factory=list)


class CheckpointError(ValueError):
    """A checkpoint that cannot be read, or that belongs to another run."""


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
    model : with `params`, `loss_and_grads(X, y)`, `loss(X, y)`, `predict(X)`
    optimizer : with `update(params, grads)`
    X, y : rows and their classes; whatever `X[rows]` with an array of row numbers
        gives, the model must understand
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
    CheckpointError : the checkpoint cannot be read or belongs to another run; nothing
        has changed

    Examples
    --------
    >>> from rmsprop_lib.networks import MLP
    >>> from rmsprop_lib.optimizers import RMSprop
    >>> X = np.random.default_rng(0).normal(size=(200, 2)).astype(np.float32)
    >>> y = (X[:, 0] > 0).astype(int)
    >>> model = MLP((2, 8, 2))
    >>> history = train(model, RMSprop(0.01), X, y, epochs=5, progress=False)
    >>> history.loss[-1] < history.loss[0]
    True
    """
    for name, value, least in (
        ("epochs", epochs, 1),
        ("batch_size", batch_size, 1),
        ("seed", seed, 0),
    ):
        whole = isinstance(value, numbers.Integral) and not isinstance(value, bool)
        if not whole or value < least:
            raise ValueError(
                f"{name}: {value!r} was given; expected a whole number, {least} or more"
            )
    epochs, batch_size, seed = int(epochs), int(batch_size), int(seed)
    _check_rows("X, y", X, y)
    if validation is not None:
        if not isinstance(validation, (tuple, list)) or len(validation) != 2:
            raise TypeError("validation: expected a pair (X, y)")
        _check_rows("validation", *validation)
        model.loss(*(part[:1] for part in validation))  # raises now, not an epoch later
    if clip_norm is not None:
        clip_norm = checks.positive("clip_norm", clip_norm)
    if on_epoch is not None and not callable(on_epoch):
        raise TypeError(f"on_epoch: {on_epoch!r} was given; expected a function")
    run = {"batch_size": batch_size, "seed": seed, "rows": len(X), "clip": clip_norm}
    run["validation"] = 0 if validation is None else len(validation[1])
    rng, history, done = np.random.default_rng(seed), History(), 0
    path = Path(checkpoint) if checkpoint is not None else None
    if path is not None:
        if path.exists() and not resume:
            raise FileExistsError(
                f"checkpoint: {path} is there already; give resume=True to go on from "
                "it, or another path"
            )
        if path.exists():
            history, done = _load(path, model, optimizer, rng, run)
        path.parent.mkdir(parents=True, exist_ok=True)
        for killed in path.parent.glob(f".{glob.escape(path.name)}.????????.part"):
            killed.unlink(missing_ok=True)

    batches = -(-len(X) // batch_size)
    quiet = not progress or os.environ.get("RMSPROP_LIB_PROGRESS") == "0"
    with tqdm(
        total=epochs * batches, initial=done * batches, unit="batch", disable=quiet
    ) as bar:
        for epoch in range(done + 1, epochs + 1):
            bar.set_description(f"epoch {epoch}/{epochs}")
            order, total = rng.permutation(len(X)), 0.0
            for batch in range(batches):
                rows = order[batch * batch_size : (batch + 1) * batch_size]
                loss, grads = model.loss_and_grads(X[rows], y[rows])
                if not np.isfinite(loss):
                    raise ValueError(
                        f"the loss is {loss} in epoch {epoch}, batch {batch + 1} of "
                        f"{batches}; a smaller learning rate may help"
                    )
                if clip_norm is not None:
                    clip_by_global_norm(grads, clip_norm)
                optimizer.update(model.params, grads)
                total += loss * len(rows)
                bar.update()
            history.loss.append(total / len(X))
            if validation is not None:
                history.validation_loss.append(model.loss(*validation))
                right = model.predict(validation[0]) == validation[1]
                history.validation_accuracy.append(float(np.mean(right)))
            if on_epoch is not None:
                on_epoch(epoch, model, optimizer)
            if path is not None:
                _save(path, model, optimizer, rng, run, history, epoch)
    return history


def _check_rows(name, X, y):
    for part in (X, y):
        if not hasattr(part, "shape"):
            raise TypeError(
                f"{name}: {type(part).__name__} was given; expected arrays of rows and "
                "of classes"
            )
    rows, classes = ((*np.shape(part), 0)[0] for part in (X, y))
    if rows != classes or rows == 0:
        raise ValueError(
            f"{name}: {rows} rows and {classes} classes were given; expected as many "
            "of one as of the other, and at least one"
        )


def clip_by_global_norm(grads, largest):
    """Scale all gradients by one factor so that their global norm is at most `largest`.

    The global norm is the root of the sum of all squares, over all arrays. Arrays are
    scaled in place; the norm as it was is returned. The direction stays as it is, which
    clipping each number by itself would change.

    Raises TypeError or ValueError, and changes nothing, unless `grads` is a dict of
    float arrays that may be written to, their squares finite, and `largest` > 0.

    Source: Pascanu, Mikolov, Bengio, ICML 2013 (arXiv 1211.5063), algorithm 1.

    Examples
    --------
    >>> grads = {"w": np.array([3.0]), "b": np.array([4.0])}
    >>> clip_by_global_norm(grads, 1.0), float(grads["w"][0].round(3))
    (5.0, 0.6)
    """
    largest = checks.positive("largest", largest)
    if not isinstance(grads, dict):
        raise TypeError(f"grads: {type(grads).__name__} was given; expected a dict")
    for name, g in grads.items():
        if not isinstance(g, np.ndarray) or g.dtype not in (np.float32, np.float64):
            raise TypeError(f"grads[{name!r}]: expected an array of float32 or float64")
        if not g.flags.writeable:
            raise ValueError(f"grads[{name!r}]: a read-only array was given")
    with np.errstate(over="ignore"):
        norm = np.sqrt(sum(float(np.vdot(g, g)) for g in grads.values()))
        if not np.isfinite(norm):  # a float32 overflows when it is squared, no float64
            squares = (np.square(g, dtype=float).sum() for g in grads.values())
            norm = np.sqrt(sum(squares))
    if not np.isfinite(norm):
        raise ValueError(
            "grads: the global norm is not finite; expected finite numbers whose "
            "squares are finite"
        )
    norm = float(norm)
    if norm > largest:
        for g in grads.values():
            g *= largest / norm
    return norm


def _save(path, model, optimizer, rng, run, history, epoch):
    """Write a checkpoint next to `path` and rename it: there is never half a file."""
    state = optimizer.state_dict()
    arrays = {f"params/{name}": theta for name, theta in model.params.items()}
    for slot in state.keys() - {"step"}:
        for name, array in state[slot].items():
            arrays[f"optimizer/{slot}/{name}"] = array
    about = {
        "run": run,
        "epoch": epoch,
        "optimizer": type(optimizer).__name__,
        "step": state["step"],
        "slots": sorted(state.keys() - {"step"}),
        "order": rng.bit_generator.state,
        "model": _model_rng(model),
        "history": asdict(history),
    }
    handle, temporary = tempfile.mkstemp(
        dir=path.parent, prefix=f".{path.name}.", suffix=".part"
    )
    try:
        with os.fdopen(handle, "wb") as stream:
            np.savez(stream, about=np.array(json.dumps(about)), **arrays)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _load(path, model, optimizer, rng, run):
    """Put everything back as `_save` found it; return the history and the epoch.

    All is looked at before anything is changed.
    """
    try:
        with np.load(path, allow_pickle=False) as stored:
            arrays = dict(stored)
        about = json.loads(str(arrays.pop("about")))
        state = {"step": about["step"], **{slot: {} for slot in about["slots"]}}
        params = {}
        for key, array in arrays.items():
            part, _, name = key.partition("/")
            if part == "params":
                params[name] = array
            else:
                slot, _, name = name.partition("/")
                state[slot][name] = array
        history, epoch = History(**about["history"]), int(about["epoch"])
        for measured in vars(history).values():
            if np.array(measured, dtype=float).ndim != 1:
                raise ValueError(f"a history of {measured!r}")
        if epoch < 1 or len(history.loss) != epoch:
            raise ValueError(f"{len(history.loss)} losses in {epoch} epochs")
        given, name = about["run"], about["optimizer"]
        rngs = [(rng, about["order"])]
        if hasattr(model, "rng"):
            rngs.append((model.rng, about["model"]))
        for generator, numbers_to_come in rngs:
            copy.deepcopy(generator).bit_generator.state = numbers_to_come
    except Exception as e:  # damaged, it can make NumPy, zipfile and json raise any
        raise CheckpointError(
            f"{path}: no checkpoint that can be read ({type(e).__name__}: {e})"
        ) from e
    if given != run:
        raise CheckpointError(f"{path}: of a run with {given}; this one has {run}")
    if name != type(optimizer).__name__:
        raise CheckpointError(
            f"{path}: of a run with {name}; this one has {type(optimizer).__name__}"
        )
    found = {name: (a.shape, a.dtype) for name, a in params.items()}
    expected = {name: (a.shape, a.dtype) for name, a in model.params.items()}
    if found != expected:
        raise CheckpointError(
            f"{path}: of a model with other parameters: {sorted(found)} of shapes "
            f"{[shape for shape, _ in found.values()]}; expected {sorted(expected)} of "
            f"shapes {[shape for shape, _ in expected.values()]}"
        )
    for slot in about["slots"]:
        kinds = {name: (a.shape, a.dtype) for name, a in state[slot].items()}
        if kinds != expected:
            raise CheckpointError(f"{path}: {slot!r} does not fit the parameters")
    if not all(np.isfinite(a).all() for a in params.values()):
        raise CheckpointError(f"{path}: NaN or infinity among the parameters")
    try:
        optimizer.load_state_dict(state)
    except ValueError as error:
        raise CheckpointError(f"{path}: {error}") from error
    for name, array in params.items():
        model.params[name][...] = array
    for generator, numbers_to_come in rngs:
        generator.bit_generator.state = numbers_to_come
    return history, epoch


def _model_rng(model):
    rng = getattr(model, "rng", None)
    return None if rng is None else rng.bit_generator.state
