"""Saving a training run and going on with it, to the bit.

A checkpoint is an .npz file: the arrays, and a text in JSON that says what they belong
to. It holds no pickle. What it belongs to is compared before anything is changed: the
run, the model with its settings and shapes, the optimizer with the settings that give
its memory a meaning. Another learning rate goes on, and says so.
"""

import copy
import json
import os
from dataclasses import asdict
from pathlib import Path

import numpy as np

from rmsprop_lib import checks, files
from rmsprop_lib.progress import say


class CheckpointError(ValueError):
    """A checkpoint that cannot be read, or that belongs to another run."""


def prepared(path, resume, model, optimizer):
    """Return the path to save to, its folder made, and whether to go on from it.

    Raises
    ------
    FileExistsError : it is there and `resume` is False
    TypeError, ValueError : a model or an optimizer that cannot be saved
    """
    path = Path(os.path.realpath(Path(path).expanduser()))
    for method in ("state_dict", "load_state_dict"):
        if not callable(getattr(optimizer, method, None)):
            owner = type(optimizer).__name__
            raise TypeError(
                f"optimizer: {owner} has no {method}(); expected one that can be saved"
            )
    for name, theta in model.params.items():
        if not isinstance(name, str) or not checks.is_plain(theta):
            raise TypeError(
                f"params[{name!r}]: {checks.kind(theta)} under a name of type "
                f"{type(name).__name__} was given; a checkpoint holds arrays, named by "
                "texts"
            )
    if path.exists() and not resume:
        raise FileExistsError(
            f"checkpoint: {path} is there already; give resume=True to go on from it, "
            "or another path"
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    files.remove_leftovers(path)
    return path, path.exists()


def save(path, model, optimizer, rng, run, history):
    """Write everything that the next epoch depends on."""
    state = optimizer.state_dict()
    slots = sorted(state.keys() - {"step"})
    arrays = {f"params/{name}": theta for name, theta in model.params.items()}
    for slot in slots:
        for name, array in state[slot].items():
            arrays[f"optimizer/{slot}/{name}"] = array
    about = {
        "belongs": belongs(model, optimizer, run),
        "learning_rate": _rate(optimizer),
        "epoch": len(history.loss),
        "step": state["step"],
        "slots": slots,
        "order": rng.bit_generator.state,
        "model": model.rng.bit_generator.state if hasattr(model, "rng") else None,
        "history": asdict(history),
    }
    with files.written_whole(path) as stream:
        np.savez(stream, about=json.dumps(about), **arrays)


def load(path, model, optimizer, rng, run, history):
    """Put everything back as `save` found it, and fill the history.

    Raises CheckpointError, and changes nothing, if the file cannot be read or belongs
    to something else.
    """
    try:
        about, params, state = _read(path)
        saved = type(history)(**about["history"])
        for measured in vars(saved).values():
            if np.array(measured, dtype=float).ndim != 1:
                raise ValueError(f"a history of {measured!r}")
        if len(saved.loss) != about["epoch"]:
            raise ValueError(f"{len(saved.loss)} losses in {about['epoch']} epochs")
        rngs = [(rng, about["order"])]
        if hasattr(model, "rng"):
            rngs.append((model.rng, about["model"]))
        for generator, numbers_to_come in rngs:
            copy.deepcopy(generator).bit_generator.state = numbers_to_come
        differences = _differences(about["belongs"], belongs(model, optimizer, run))
        step, before = about["step"], about["learning_rate"]
    except Exception as e:  # damaged, it can make NumPy, zipfile and json raise any
        raise CheckpointError(
            f"{path}: no checkpoint that can be read ({type(e).__name__}: {e})"
        ) from e
    if differences:
        raise CheckpointError(f"{path}: of another run ({'; '.join(differences)})")
    kinds = _kinds(model.params)
    for slot, arrays in {"params": params, **state}.items():
        if _kinds(arrays) != kinds:
            raise CheckpointError(f"{path}: {slot!r} does not fit the parameters")
    try:
        for name, array in params.items():
            checks.finite(f"params[{name!r}]", array)
        optimizer.load_state_dict({"step": step, **state})
    except ValueError as error:
        raise CheckpointError(f"{path}: {error}") from error
    if before != (now := _rate(optimizer)):
        say(f"checkpoint: the learning rate was {before}; the run goes on with {now}")
    for name, array in params.items():
        model.params[name][...] = array
    for generator, numbers_to_come in rngs:
        generator.bit_generator.state = numbers_to_come
    vars(history).update(vars(saved))


def belongs(model, optimizer, run):
    """Return what has to be the same for a run to go on, as JSON gives it back.

    Of a model these are the numbers, texts and truth values in its public attributes:
    two networks of the same shapes may read them differently. What changes from step to
    step, a counter for instance, is to have a name that begins with "_".
    """
    plain = (int, float, str)  # and so bool
    model_settings = {
        name: value
        for name, value in vars(model).items()
        if isinstance(value, plain) and not name.startswith("_")
    }
    optimizer_settings = {
        name: getattr(optimizer, name) for name in getattr(optimizer, "settings", {})
    }
    return {
        "run": run,
        "model": {"kind": type(model).__name__, **model_settings}
        | _kinds(model.params),
        "optimizer": {
            "kind": getattr(optimizer, "kind", type(optimizer).__name__),
            **optimizer_settings,
        },
    }


def _read(path):
    """Return the text, the parameters and the optimizer's arrays of a file."""
    with np.load(path, allow_pickle=False) as stored:
        arrays = dict(stored)
    about = json.loads(str(arrays.pop("about")))
    params, state = {}, {slot: {} for slot in about["slots"]}
    for key, array in arrays.items():
        part, _, name = key.partition("/")
        if part == "params":
            params[name] = array
        else:
            slot, _, name = name.partition("/")
            state[slot][name] = array
    return about, params, state


def _kinds(arrays):
    return {name: f"{a.dtype} {a.shape}" for name, a in arrays.items()}


def _differences(found, expected):
    """Return in words what differs; of two kinds of a thing, that alone."""
    told = []
    for part, now in expected.items():
        before = found[part]
        names = sorted(before.keys() | now.keys())
        if before.get("kind") != now.get("kind"):
            names = ["kind"]
        told += [
            f"{part}: {name} was {before.get(name)}, now {now.get(name)}"
            for name in names
            if before.get(name) != now.get(name)
        ]
    return told


def _rate(optimizer):
    rate = getattr(optimizer, "learning_rate", None)
    return "a function of the step" if callable(rate) else rate
