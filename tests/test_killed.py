"""A run that is killed goes on from a whole checkpoint; a bad one changes nothing.

`make test` kills 5 times and spoils 300 checkpoints, `make soak` kills 50 times and
spoils 10,000 (SOAK=1).
"""

import copy
import io
import json
import os
import pickle
import random
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import nbformat
import numpy as np
import pytest

from rmsprop_lib.networks import MLP
from rmsprop_lib.optimizers import SGD, AdaGrad, Adam, RMSprop
from rmsprop_lib.training import CheckpointError, train
from rmsprop_lib.variants import like

ROOT = Path(__file__).resolve().parent.parent
SOAK = bool(os.environ.get("SOAK"))
KILLS = 50 if SOAK else 5
SPOILED = 10_000 if SOAK else 300

# Seven epochs, each with a save that is slowed down, so that many kills fall within
# one: a byte at a time would be too slow, so it pauses at every array.
RUN = """
import os, sys, time
import numpy as np
from rmsprop_lib.networks import MLP
from rmsprop_lib.optimizers import RMSprop
from rmsprop_lib.training import train

write = np.lib.format.write_array
def slowly(stream, array, **how):
    write(stream, array, **how)
    print("saving", flush=True)
    time.sleep(0.02)
np.lib.format.write_array = slowly

rng = np.random.default_rng(3)
X = rng.normal(size=(300, 8)).astype(np.float32)
y = (X[:, 0] * X[:, 1] > 0).astype(np.int64)
model, optimizer = MLP((8, 32, 2), dropout=0.2, seed=4), RMSprop(0.01)
print("started", flush=True)
history = train(
    model, optimizer, X, y, epochs=7, batch_size=10, seed=5, clip_norm=1.0,
    validation=(X[:50], y[:50]), checkpoint=sys.argv[1], resume=True, progress=False,
    on_epoch=lambda epoch, *_: (print("epoch", epoch, flush=True), time.sleep(0.02)),
)
np.savez(sys.argv[2] + ".part.npz", *model.params.values(), *optimizer.cache.values(),
         history.loss, history.validation_loss, history.validation_accuracy)
os.replace(sys.argv[2] + ".part.npz", sys.argv[2])  # so that it is whole if it is there
"""


def start(checkpoint, result):
    return subprocess.Popen(
        [sys.executable, "-c", RUN, str(checkpoint), str(result)],
        stdout=subprocess.PIPE,
        text=True,
    )


def numbers(path):
    with np.load(path) as stored:
        return [stored[key] for key in stored]


def test_killed_at_random_moments_it_ends_with_the_bits_of_the_undisturbed_run(
    tmp_path,
):
    run = start(tmp_path / "straight.npz", tmp_path / "expected.npz")
    run.communicate()
    assert run.returncode == 0
    expected = numbers(tmp_path / "expected.npz")
    arrays = len(numbers(tmp_path / "straight.npz"))
    rng = random.Random(6)
    kills = within = 0
    while kills < KILLS:
        path, result = tmp_path / "run.npz", tmp_path / "result.npz"
        while not result.exists():  # one run, killed again and again until it is done
            run = start(path, result)
            assert run.stdout.readline() == "started\n"
            if kills < KILLS:
                time.sleep(rng.uniform(0, 0.5))
                run.kill()
            seen = run.stdout.read().split("\n")
            if run.wait() != -9:
                assert run.returncode == 0
                break
            kills += 1
            left = list(tmp_path.glob(".run.npz.*.part"))
            within += bool(left)
            assert len(left) <= 1  # what the kill before left is gone
            if path.exists():
                assert len(numbers(path)) == arrays  # it is whole
                with np.load(path) as stored:
                    epoch = json.loads(str(stored["about"]))["epoch"]
                done = [int(line.split()[1]) for line in seen if "epoch" in line]
                assert not done or epoch in (done[-1] - 1, done[-1])
        for ours, theirs in zip(numbers(result), expected, strict=True):
            np.testing.assert_array_equal(ours, theirs)
        assert not list(tmp_path.glob(".run.npz.*.part"))
        path.unlink(), result.unlink()
    print(f"{kills} kills, {within} of them within a save")
    assert within > 0


# ---- checkpoints that cannot be trusted ----------------------------------------------

RNG = np.random.default_rng(5)
X = RNG.normal(size=(40, 4)).astype(np.float32)
y = (X[:, 0] > 0).astype(np.int64)
KW = {"batch_size": 8, "progress": False}


def network(sizes=(4, 6, 2)):
    return MLP(sizes, dropout=0.2, seed=2)


def state(model, optimizer):
    return copy.deepcopy(
        (model.params, model.rng.bit_generator.state, optimizer.state_dict())
    )


def same(a, b):
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    if isinstance(a, tuple):
        return all(map(same, a, b))
    return np.array_equal(a, b)


@pytest.fixture
def saved(tmp_path):
    path = tmp_path / "run.npz"
    train(network(), RMSprop(), X, y, epochs=2, checkpoint=path, **KW)
    return path


def resumed(path, epochs=2):
    """Resume, and return the model and optimizer, or the refusal.

    A refusal must have changed nothing.
    """
    model, optimizer = network(), RMSprop()
    train(model, optimizer, X, y, epochs=1, **KW)
    before = state(model, optimizer)
    try:
        train(model, optimizer, X, y, epochs=epochs, checkpoint=path, resume=True, **KW)
    except CheckpointError as error:
        assert same(state(model, optimizer), before)
        assert str(error).startswith(f"{path}: ") and len(str(error)) > len(str(path))
        return error
    return model, optimizer


def test_bits_flipped_anywhere_are_refused_or_were_of_no_consequence(saved):
    content = saved.read_bytes()
    good = state(*resumed(saved))
    rng = random.Random(8)
    refused = 0
    for trial in range(SPOILED):
        spoiled = bytearray(content)
        if trial % 3 == 0:
            spoiled = spoiled[: rng.randrange(len(spoiled))]
        else:
            for _ in range(rng.choice([1, 1, 2, 20])):
                spoiled[rng.randrange(len(spoiled))] ^= 1 << rng.randrange(8)
        saved.write_bytes(spoiled)
        found = resumed(saved)
        if isinstance(found, CheckpointError):
            refused += 1
        else:  # a date or an attribute in the zip file's own headers
            assert same(state(*found), good)
    assert refused > 0.9 * SPOILED


def rewritten(path, **changes):
    """Store the checkpoint with other arrays; `about` is a dict of what changes."""
    with np.load(path, allow_pickle=False) as stored:
        arrays = dict(stored)
    about = json.loads(str(arrays["about"])) | changes.pop("about", {})
    about = {key: value for key, value in about.items() if value != "missing"}
    np.savez(path, **arrays | {"about": np.array(json.dumps(about))} | changes)


@pytest.mark.parametrize(
    "about",
    [
        *({name: "missing"} for name in ("belongs", "epoch", "step", "slots")),
        *({name: "missing"} for name in ("order", "model", "history")),
        {"learning_rate": "missing"},
        {"epoch": -1},
        {"epoch": "many"},
        {"epoch": 1},
        {"step": -1},
        {"step": 1.5},
        {"slots": []},
        {"slots": ["cache", "velocity"]},
        {"slots": 3},
        {"order": None},
        {"order": {"bit_generator": "PCG64", "state": "x"}},
        {"order": {"bit_generator": "MT19937"}},
        {"model": None},
        {"model": {"state": 3}},
        {"history": {}},
        {"history": {"loss": ["a", "b"]}},
        {"history": {"loss": [1.0, [2.0]]}},
        {"history": {"loss": [[1.0], [2.0]]}},
        {"history": {"loss": [1.0, 2.0], "gain": []}},
        {"belongs": {}},
        {"belongs": {"run": {}, "model": {}, "optimizer": ["RMSprop"]}},
    ],
    ids=str,
)
def test_a_whole_file_that_says_something_else_is_refused(saved, about):
    rewritten(saved, about=about)
    assert isinstance(resumed(saved), CheckpointError)


@pytest.mark.parametrize(
    "arrays",
    [
        {"optimizer/cache/w1": -np.ones((4, 6), np.float32)},
        {"optimizer/cache/w1": np.full((4, 6), np.nan, np.float32)},
        {"optimizer/cache/w9": np.ones((4, 6), np.float32)},
        {"optimizer/spam/w1": np.ones((4, 6), np.float32)},
        {"params/w1": np.zeros((4, 6))},
        {"params/w1": np.zeros((4, 6), complex)},
        {"params/w1": np.array([["a"] * 6] * 4)},
        {"params/w3": np.zeros(3, np.float32)},
    ],
    ids=lambda arrays: next(iter(arrays)),
)
def test_arrays_that_cannot_be_its_own_are_refused(saved, arrays):
    rewritten(saved, **arrays)
    assert isinstance(resumed(saved), CheckpointError)


@pytest.mark.parametrize(
    "theirs",
    [SGD(), AdaGrad(), Adam(), like("pytorch")],
    ids=lambda optimizer: type(optimizer).__name__,
)
def test_the_checkpoint_of_another_optimizer_is_refused(tmp_path, theirs):
    path = tmp_path / "run.npz"
    train(network(), theirs, X, y, epochs=1, checkpoint=path, **KW)
    assert "now RMSprop" in str(resumed(path))


def test_the_checkpoint_of_other_shapes_is_refused(tmp_path):
    path = tmp_path / "run.npz"
    train(network((4, 5, 2)), RMSprop(), X, y, epochs=1, checkpoint=path, **KW)
    assert "(4, 5)" in str(resumed(path)) and "(4, 6)" in str(resumed(path))


class Payload:
    """What a pickle runs when it is loaded."""

    def __init__(self, file):
        self.file = file

    def __reduce__(self):
        return os.mkdir, (str(self.file),)


@pytest.mark.parametrize("where", ["the file", "a parameter", "about"])
def test_a_pickle_is_refused_and_never_run(saved, tmp_path, where):
    sign = tmp_path / "run-by-a-pickle"
    if where == "the file":
        saved.write_bytes(pickle.dumps(Payload(sign)))
    else:
        name = {"a parameter": "params/b1", "about": "about"}[where]
        content = io.BytesIO()
        np.save(content, np.array([Payload(sign)], dtype=object), allow_pickle=True)
        with zipfile.ZipFile(saved) as old:
            members = {n: old.read(n) for n in old.namelist()}
        members[f"{name}.npy"] = content.getvalue()
        with zipfile.ZipFile(saved, "w") as new:
            for member, stored in members.items():
                new.writestr(member, stored)
    assert isinstance(resumed(saved), CheckpointError)
    assert not sign.exists()
    np.load(saved, allow_pickle=True)  # the payload is alive …
    if where != "the file":
        with np.load(saved, allow_pickle=True) as stored:
            stored[name]
    assert sign.exists()  # … so that the refusal above was worth something


def test_it_goes_on_past_the_last_epoch_that_a_checkpoint_holds(saved):
    model, optimizer = resumed(saved, epochs=4)
    straight, other = network(), RMSprop()
    train(straight, other, X, y, epochs=4, **KW)
    assert same(state(model, optimizer), state(straight, other))


# ---- make run ------------------------------------------------------------------------


def test_a_run_waits_for_another_clears_up_after_it_and_names_the_cell_that_fails(
    tmp_path,
):
    fcntl = pytest.importorskip("fcntl", reason="Windows has no such lock")
    shutil.copytree(ROOT / "tools", tmp_path / "tools", copy_function=shutil.copyfile)
    (tmp_path / "notebooks").mkdir()
    sources = ("x = 1", "y = 2\nraise ValueError('so that no book is made')")
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    path = tmp_path / "notebooks" / "00_x.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    before = path.read_bytes()
    left = tmp_path / "build" / "work-left"
    left.mkdir(parents=True)
    with open(tmp_path / "build" / ".run-lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        run = subprocess.Popen(
            [sys.executable, str(tmp_path / "tools" / "run.py")],
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
        )
        while "waiting for another run to end" not in (line := run.stderr.readline()):
            assert line and run.poll() is None
        assert left.exists()  # it touches nothing yet
    _, said = run.communicate(timeout=100)
    assert run.returncode == 1
    expected = (
        "✗ 00_x.ipynb, cell 2, line 2: raise ValueError('so that no book is made')\n"
        "    ValueError: so that no book is made"
    )
    assert expected in said
    assert path.read_bytes() == before
    found = {path.name for path in (tmp_path / "build").iterdir()}
    assert found == {".run-lock", "executed"}
