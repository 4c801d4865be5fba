"""Repeatable to the bit, resumable to the bit, and nothing lost on the way."""

import contextlib
import copy
import json
import os

import numpy as np
import pytest

from rmsprop_lib.networks import MLP, RNNClassifier
from rmsprop_lib.optimizers import SGD, AdaGrad, Adam, RMSprop, linear_decay
from rmsprop_lib.training import (
    CheckpointError,
    clip_by_global_norm,
    global_norm,
    train,
)
from rmsprop_lib.variants import like

RNG = np.random.default_rng(5)
X = RNG.normal(size=(70, 4)).astype(np.float32)
y = (X[:, 0] * X[:, 1] > 0).astype(np.int64)
KW = {"batch_size": 16, "progress": False}  # 5 batches, the last one smaller
OPTIMIZERS = {
    "SGD": lambda: SGD(0.05),
    "momentum": lambda: SGD(0.05, momentum=0.9, nesterov=True),
    "AdaGrad": lambda: AdaGrad(0.05),
    "RMSprop": lambda: RMSprop(0.01),
    "schedule": lambda: RMSprop(linear_decay(0.01, steps=100)),
    "Adam": lambda: Adam(0.01),
}


def with_row(array, row, value):
    array = array.copy()
    array[row] = value
    return array


def network():
    return MLP((4, 6, 2), dropout=0.2, seed=2)


def assert_same_params(a, b):
    for name in a.params:
        np.testing.assert_array_equal(a.params[name], b.params[name])


def test_a_run_repeats_to_the_bit_and_another_seed_is_another_run():
    models = [network(), network(), network()]
    losses = [
        train(model, RMSprop(0.01), X, y, epochs=3, seed=seed, **KW).loss
        for model, seed in zip(models, (1, 1, 2), strict=True)
    ]
    assert_same_params(models[0], models[1])
    assert losses[0] == losses[1] != losses[2]


def test_rows_may_lie_on_the_disk(tmp_path):
    stored = np.memmap(tmp_path / "X", np.float32, "w+", shape=X.shape)
    stored[...] = X
    models = [network(), network()]
    for model, rows in zip(models, (X, stored), strict=True):
        train(model, SGD(), rows, y, epochs=1, **KW)
    assert_same_params(*models)


class Recorder:
    """A model that learns nothing and writes down which rows it is given."""

    def __init__(self):
        self.params = {"w": np.zeros(1)}
        self.seen = []

    def loss_and_grads(self, X, y):
        self.seen.append(X[:, 0].tolist())
        assert (X[:, 0] == y).all()  # rows and classes belong together
        return float(X[:, 0].mean()), {"w": np.ones(1)}


def test_every_row_once_an_epoch_in_a_new_order_and_the_mean_over_all_rows():
    rows = np.arange(10.0)[:, None]
    model = Recorder()
    history = train(model, SGD(), rows, rows[:, 0], epochs=2, batch_size=4, progress=0)
    assert [len(batch) for batch in model.seen] == [4, 4, 2] * 2
    first, second = sum(model.seen[:3], []), sum(model.seen[3:], [])
    assert sorted(first) == sorted(second) == list(range(10))
    assert first != second and first != sorted(first)
    # the mean over the rows, not over the batches, nor the last batch's
    assert history.loss == [pytest.approx(4.5)] * 2
    model, rows = Recorder(), np.arange(130.0)[:, None]
    train(model, SGD(), rows, rows[:, 0], epochs=1, progress=False)
    train(model, SGD(), rows[:3], rows[:3, 0], epochs=1, batch_size=1, progress=False)
    assert [len(batch) for batch in model.seen] == [128, 2, 1, 1, 1]


def test_the_loss_falls_and_validation_is_measured_each_epoch():
    model = network()
    history = train(
        model, RMSprop(0.01), X, y, epochs=20, validation=[X[:20], y[:20]], **KW
    )
    assert history.loss[-1] < 0.8 * history.loss[0]
    assert len(history.validation_accuracy) == len(history.validation_loss) == 20
    assert history.validation_loss[-1] == model.loss(X[:20], y[:20])
    share = (model.predict(X[:20]) == y[:20]).mean()
    assert history.validation_accuracy[-1] == share
    assert {type(n) for values in vars(history).values() for n in values} == {float}


# ---- checkpoints ---------------------------------------------------------------------


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_resumes_to_the_bits_of_a_run_without_interruption(tmp_path, kind):
    straight, history = network(), None
    history = train(straight, OPTIMIZERS[kind](), X, y, epochs=6, **KW)

    path, resumed = tmp_path / "run.npz", network()
    train(resumed, OPTIMIZERS[kind](), X, y, epochs=2, checkpoint=path, **KW)
    other = MLP((4, 6, 2), dropout=0.2, seed=99)  # whatever it is, it is replaced
    again = train(
        other, OPTIMIZERS[kind](), X, y, epochs=6, checkpoint=path, resume=True, **KW
    )
    assert_same_params(straight, other)
    assert again == history


def test_resumes_after_an_error_in_the_middle_of_an_epoch(tmp_path):
    straight = network()
    train(straight, Adam(0.01), X, y, epochs=4, **KW)

    class Dies(Adam):
        def update(self, params, grads):
            if self.step == 13:  # epoch 3, batch 4
                raise KeyboardInterrupt
            return super().update(params, grads)

    Dies.__name__ = "Adam"
    path, model = tmp_path / "run.npz", network()
    with pytest.raises(KeyboardInterrupt):
        train(model, Dies(0.01), X, y, epochs=4, checkpoint=path, **KW)
    optimizer = Adam(0.01)
    train(model, optimizer, X, y, epochs=4, checkpoint=path, resume=True, **KW)
    assert_same_params(straight, model)
    assert list(tmp_path.iterdir()) == [path]


def test_a_failed_write_leaves_the_last_good_checkpoint(tmp_path, monkeypatch):
    path, model, optimizer = tmp_path / "run.npz", network(), RMSprop(0.01)
    train(model, optimizer, X, y, epochs=1, checkpoint=path, **KW)
    good = path.read_bytes()

    def full(stream, **arrays):
        stream.write(b"half")
        raise OSError("no space left on device")

    monkeypatch.setattr(np, "savez", full)
    with pytest.raises(OSError, match="no space"):
        train(model, optimizer, X, y, epochs=2, checkpoint=path, resume=True, **KW)
    assert path.read_bytes() == good and list(tmp_path.iterdir()) == [path]


def test_an_existing_checkpoint_is_never_overwritten_unasked(tmp_path):
    path = tmp_path / "run.npz"
    train(network(), SGD(), X, y, epochs=1, checkpoint=path, **KW)
    with pytest.raises(FileExistsError, match="run.npz is there already; give resume"):
        train(network(), SGD(), X, y, epochs=1, checkpoint=path, **KW)


def test_a_checkpoint_holds_no_pickle(tmp_path):
    path = tmp_path / "run.npz"
    train(network(), Adam(), X, y, epochs=1, checkpoint=path, **KW)
    with np.load(path, allow_pickle=False) as stored:
        assert all(stored[key].dtype != object for key in stored)
        assert json.loads(str(stored["about"]))["epoch"] == 1


def change(path, **changes):
    with np.load(path, allow_pickle=False) as stored:
        arrays = {**stored, **changes}
    np.savez(path, **{k: v for k, v in arrays.items() if v is not None})


def damaged(path, how):
    content = path.read_bytes()
    if how == "truncated":
        path.write_bytes(content[: len(content) // 2])
    elif how == "altered":
        i = content.index(b"params/w1") + 200
        path.write_bytes(content[:i] + bytes([content[i] ^ 255]) + content[i + 1 :])
    elif how == "empty":
        path.write_bytes(b"")
    elif how == "something else":
        path.write_bytes(b"hello, world")
    elif how == "a parameter missing":
        change(path, **{"params/w1": None})
    elif how == "a shape that differs":
        change(path, **{"params/w1": np.zeros((9, 9), np.float32)})
    elif how == "state that does not fit":
        change(path, **{"optimizer/cache/w1": np.zeros((9, 9), np.float32)})
    elif how == "NaN":
        change(path, **{"params/b1": np.full(6, np.nan, np.float32)})
    elif how == "a pickle":
        change(path, **{"params/b1": np.array([{}], dtype=object)})


@pytest.mark.parametrize(
    "how",
    [
        "truncated",
        "altered",
        "empty",
        "something else",
        "a parameter missing",
        "a shape that differs",
        "state that does not fit",
        "NaN",
        "a pickle",
    ],
)
def test_a_damaged_checkpoint_is_refused_and_changes_nothing(tmp_path, how):
    path = tmp_path / "run.npz"
    train(network(), RMSprop(), X, y, epochs=1, checkpoint=path, **KW)
    damaged(path, how)
    model, optimizer = network(), RMSprop()
    before = copy.deepcopy((model.params, model.rng.bit_generator.state))
    with pytest.raises(CheckpointError, match="run.npz: "):
        train(model, optimizer, X, y, epochs=2, checkpoint=path, resume=True, **KW)
    for name in model.params:
        np.testing.assert_array_equal(model.params[name], before[0][name])
    assert model.rng.bit_generator.state == before[1]
    assert optimizer.step == 0 and optimizer.cache == {}


@pytest.mark.parametrize(
    "change, message",
    [
        ({"seed": 8}, r"another run \(run: seed was 0, now 8\)"),
        ({"batch_size": 8}, "batch_size was 16, now 8"),
        ({"clip_norm": 1.0}, "clip was None, now 1.0"),
        ({"validation": (X, y)}, "validation was 0, now 70"),
        ({"X": X[:60], "y": y[:60]}, "rows was 70, now 60"),
        ({"optimizer": Adam()}, r"\(optimizer: kind was RMSprop, now Adam\)"),
        ({"model": MLP((4, 7, 2))}, r"w1 was float32 \(4, 6\), now float32 \(4, 7\)"),
    ],
    ids=["seed", "batch size", "clipping", "validation", "rows", "optimizer", "model"],
)
def test_a_checkpoint_of_another_run_is_refused(tmp_path, change, message):
    path = tmp_path / "run.npz"
    train(network(), RMSprop(), X, y, epochs=1, checkpoint=path, **KW)
    given = {"model": network(), "optimizer": RMSprop(), "X": X, "y": y, **KW, **change}
    with pytest.raises(CheckpointError, match=message):
        train(epochs=2, checkpoint=path, resume=True, **given)


@pytest.mark.parametrize(
    "saved, now, message",
    [
        (like("pytorch", momentum=0.9), like("keras"), "decay_rate was 0.99, now 0.9"),
        (RMSprop(0.01), RMSprop(0.01, decay_rate=0.99), "decay_rate was 0.9, now 0.99"),
        (SGD(0.01), SGD(0.01, momentum=0.5), "momentum was 0.0, now 0.5"),
        (RMSprop(), RMSprop(epsilon=1e-6), "epsilon was 1e-08, now 1e-06"),
    ],
    ids=["variants", "decay rate", "momentum", "epsilon"],
)
def test_settings_that_give_the_state_another_meaning_are_refused(
    tmp_path, saved, now, message
):
    path = tmp_path / "run.npz"
    train(network(), saved, X, y, epochs=1, checkpoint=path, **KW)
    model = network()
    before = copy.deepcopy(model.params)
    with pytest.raises(CheckpointError, match=message):
        train(model, now, X, y, epochs=2, checkpoint=path, resume=True, **KW)
    assert now.step == 0
    for name in before:
        np.testing.assert_array_equal(model.params[name], before[name])


def test_a_model_of_the_same_shapes_that_reads_them_otherwise_is_refused(tmp_path):
    path = tmp_path / "run.npz"
    texts = RNG.integers(1, 9, (30, 5))
    classes = texts[:, 0] % 2
    last = RNNClassifier(9, 4, 4, readout="last")
    train(last, RMSprop(), texts, classes, epochs=1, checkpoint=path, **KW)
    kw = {"checkpoint": path, "resume": True, **KW}
    with pytest.raises(CheckpointError, match="readout was last, now mean"):
        mean = RNNClassifier(9, 4, 4, readout="mean")
        train(mean, RMSprop(), texts, classes, epochs=2, **kw)
    rows = np.arange(10.0)[:, None]
    for before, now in ((2, 3), (0.5, 0.6), (True, False), (None, "a")):
        model, kw["checkpoint"] = Recorder(), tmp_path / f"{before}.npz"
        model.setting = before
        train(model, SGD(), rows, rows[:, 0], epochs=1, **kw)
        model.setting = now
        with pytest.raises(CheckpointError, match=f"setting was {before}, now {now}"):
            train(model, SGD(), rows, rows[:, 0], epochs=2, **kw)
    with pytest.raises(CheckpointError, match="kind was Recorder, now Named"):
        train(Named(model.params), SGD(), rows, rows[:, 0], epochs=2, **kw)


def test_another_learning_rate_goes_on_and_says_so(tmp_path, capsys):
    path = tmp_path / "run.npz"
    train(network(), RMSprop(0.01), X, y, epochs=1, checkpoint=path, **KW)
    optimizer = RMSprop(0.001)
    train(network(), optimizer, X, y, epochs=2, checkpoint=path, resume=True, **KW)
    assert "the learning rate was 0.01; the run goes on with 0.001" in (
        capsys.readouterr().out
    )
    assert optimizer.step == 10
    falling = RMSprop(lambda step: 0.001)
    train(network(), falling, X, y, epochs=3, checkpoint=path, resume=True, **KW)
    assert "0.001; the run goes on with a function of the step" in (
        capsys.readouterr().out
    )
    train(network(), falling, X, y, epochs=4, checkpoint=path, resume=True, **KW)
    assert capsys.readouterr().out == ""


class NoState:
    """What a reader may have written in notebook 04."""

    learning_rate, steps = 0.1, 0

    def update(self, params, grads):
        self.steps += 1
        return params


class OnlySaves(NoState):
    load_state_dict = "to be written"

    def state_dict(self):
        return {"step": self.steps}


class Named(Recorder):
    def __init__(self, params):
        super().__init__()
        self.params = params


@pytest.mark.parametrize(
    "params, optimizer, message",
    [
        ({"w": np.zeros(1)}, NoState(), r"NoState has no state_dict\(\)"),
        ({"w": np.zeros(1)}, OnlySaves(), r"OnlySaves has no load_state_dict\(\)"),
        ({0: np.zeros(1)}, SGD(), "under a name of type int"),
        ({("w", 1): np.zeros(1)}, SGD(), "under a name of type tuple"),
        ({"w": 1.0}, SGD(), r"params\['w'\]: float"),
    ],
    ids=["no state", "no loading", "0", "a tuple", "a Python number"],
)
def test_what_cannot_be_saved_is_refused_before_the_first_step(
    tmp_path, params, optimizer, message
):
    rows, model = np.arange(10.0)[:, None], Named(params)
    with pytest.raises(TypeError, match=message):
        train(
            model,
            optimizer,
            rows,
            rows[:, 0],
            epochs=1,
            checkpoint=tmp_path / "a" / "run.npz",
            progress=False,
        )
    assert model.seen == [] and list(tmp_path.iterdir()) == []


def test_a_checkpoint_keeps_rights_and_links_and_knows_home(tmp_path, monkeypatch):
    path = tmp_path / "run.npz"

    def save(where, epochs):
        kw = {"checkpoint": where, "resume": True, **KW}
        train(network(), SGD(), X, y, epochs=epochs, **kw)

    for mask, rights in ((0o777, 0o600), (0o002, 0o664)):  # the first: in a browser
        path.unlink(missing_ok=True)
        before = os.umask(mask)
        try:
            save(path, 1)
        finally:
            os.umask(before)
        assert path.stat().st_mode & 0o777 == rights
    path.chmod(0o640)
    link = tmp_path / "latest.npz"
    link.symlink_to(path)
    save(link, 2)
    assert link.is_symlink() and path.stat().st_mode & 0o777 == 0o640
    with np.load(path) as stored:
        assert json.loads(str(stored["about"]))["epoch"] == 2
    monkeypatch.setenv("HOME", str(tmp_path))
    save("~/very/new/run.npz", 1)
    assert (tmp_path / "very" / "new" / "run.npz").exists()
    assert not os.path.exists("~")
    monkeypatch.chdir(tmp_path)  # a relative path is taken from where the run began
    train(network(), SGD(), X, y, epochs=1, checkpoint="here.npz",
          on_epoch=lambda *_: os.chdir("very"), **KW)  # fmt: skip
    assert (tmp_path / "here.npz").exists()


class Own:
    """An optimizer that a reader may have written: it can be saved, and no more."""

    def __init__(self):
        self.seen = 0

    def update(self, params, grads):
        params["w"] -= grads["w"]
        self.seen += 1

    def state_dict(self):
        return {"step": self.seen}

    def load_state_dict(self, state):
        self.seen = state["step"]


def test_what_readers_wrote_themselves_goes_on_as_well(tmp_path):
    rows = np.arange(10.0)[:, None]
    kw = {"batch_size": 5, "checkpoint": tmp_path / "run.npz", "progress": False}
    train(Recorder(), Own(), rows, rows[:, 0], epochs=1, **kw)
    model, optimizer = Recorder(), Own()
    model._notes = "of no concern to anybody else"
    train(model, optimizer, rows, rows[:, 0], epochs=2, resume=True, **kw)
    assert optimizer.seen == 4 and model.params["w"] == -4 and len(model.seen) == 2


def test_numpys_numbers_can_be_saved(tmp_path):
    path = tmp_path / "run.npz"
    settings = {"epochs": np.int64(1), "batch_size": np.int32(16), "seed": np.uint8(3)}
    for _ in range(2):
        train(
            MLP((4, np.int64(6), 2), dropout=np.float32(0.2)),
            SGD(momentum=np.float32(0.5), nesterov=np.True_),
            X,
            y,
            clip_norm=np.float32(2),
            checkpoint=path,
            resume=True,
            progress=False,
            **settings,
        )
        settings["epochs"] += 1


# ---- clipping, errors, the bar -------------------------------------------------------


def test_a_norm_beyond_any_float_is_refused_whatever_numpys_error_state():
    with np.errstate(all="raise"), pytest.raises(ValueError, match="not finite"):
        global_norm({"w": np.full(2, 1e200)})


def test_clipping_keeps_the_direction_and_bounds_the_global_norm():
    grads = {"w": RNG.normal(size=(3, 4)), "b": RNG.normal(size=5)}
    before = copy.deepcopy(grads)
    norm = np.sqrt(sum((g**2).sum() for g in before.values()))
    assert clip_by_global_norm(grads, 2 * norm) == pytest.approx(norm)
    np.testing.assert_array_equal(grads["w"], before["w"])
    clip_by_global_norm(grads, 0.5 * norm)
    for name in grads:
        np.testing.assert_allclose(grads[name], 0.5 * before[name])


def test_train_clips_what_the_optimizer_is_given():
    class Watch(SGD):
        def update(self, params, grads):
            norms.append(np.sqrt(sum(float(np.vdot(g, g)) for g in grads.values())))
            return super().update(params, grads)

    norms = []
    train(network(), Watch(0.1), X, y, epochs=1, clip_norm=0.01, **KW)
    np.testing.assert_allclose(norms, 0.01, rtol=1e-5)


@pytest.mark.parametrize("largest", [1e39, np.float32(2)])
def test_clipping_leaves_short_gradients_and_zeros_alone(largest):
    grads = {"w": np.zeros(3), "b": np.ones(1, np.float32)}
    assert clip_by_global_norm(grads, largest) == 1.0
    assert grads["w"].tolist() == [0, 0, 0] and grads["b"].tolist() == [1]
    assert clip_by_global_norm({"w": np.zeros(3)}, 1.0) == 0.0


def test_clipping_is_whole_whatever_numpys_error_state_is():
    grads = {"w": np.float32([3e30, 1e-30]), "b": np.float32([1e-35])}
    with np.errstate(all="raise"):
        norm = clip_by_global_norm(grads, 1.0)
    assert norm == pytest.approx(3e30)
    np.testing.assert_allclose(grads["w"], [1, 0], rtol=1e-6)
    assert grads["b"] == 0


ONES, frozen = np.ones(3), np.ones(1)
frozen.flags.writeable = False


@pytest.mark.parametrize(
    "grads, error, message",
    [
        ({"w": np.float64([1e300])}, ValueError, "global norm is not finite"),
        ({"w": np.array([np.nan])}, ValueError, "global norm is not finite"),
        ({"w": np.ma.array([1.0])}, TypeError, r"grads\['w'\]: MaskedArray"),
        ({"w": np.ones(1), "b": np.array([1])}, TypeError, r"grads\['b'\]"),
        ([np.ones(1)], TypeError, "grads: list"),
        ({"w": np.ones(1), "b": frozen}, ValueError, r"grads\['b'\]: a read-only arr"),
        ({"a": ONES, "b": ONES}, ValueError, "one array under 'a' and 'b'"),
        ({"a": ONES[:2], "b": ONES[1:]}, ValueError, "share memory under 'a' and 'b'"),
    ],
    ids=[
        "too long",
        "NaN",
        "masked",
        "integers",
        "a list",
        "read-only",
        "one",
        "views",
    ],
)
def test_what_cannot_be_clipped_is_named_and_left(grads, error, message):
    before = copy.deepcopy(grads)
    with pytest.raises(error, match=message):
        clip_by_global_norm(grads, 0.5)
    for a, b in zip(list(grads), list(before), strict=True):
        np.testing.assert_array_equal(
            grads[a] if isinstance(grads, dict) else a,
            before[b] if isinstance(before, dict) else b,
        )
    with pytest.raises(ValueError, match="largest: 0 was given"):
        clip_by_global_norm({"w": np.ones(1)}, 0)


@pytest.mark.parametrize(
    "settings, message",
    [
        ({"epochs": True}, "epochs: True was given"),
        ({"seed": -1}, "seed: -1 was given"),
        ({"epochs": 0}, "epochs: 0 was given"),
        ({"epochs": 1.5}, "epochs: 1.5"),
        ({"batch_size": 0}, "batch_size: 0"),
        ({"clip_norm": -1}, "clip_norm: -1"),
        ({"clip_norm": 0.0}, "clip_norm: 0.0"),
        ({"clip_norm": np.inf}, "clip_norm: inf"),
        ({"y": y[:5]}, "70 rows and 5 classes"),
        ({"y": np.array(1)}, "70 rows and 0 classes"),
        ({"X": X[:0], "y": y[:0]}, "0 rows and 0 classes"),
    ],
)
def test_bad_settings_are_named(settings, message):
    with pytest.raises(ValueError, match=message):
        train(
            **{"model": network(), "optimizer": SGD(), "X": X, "y": y, "epochs": 1}
            | settings
        )


def test_a_loss_that_is_no_number_stops_the_run_and_says_where():
    class Explodes(Recorder):
        def loss_and_grads(self, X, y):
            loss, grads = super().loss_and_grads(X, y)
            return (np.nan if len(self.seen) == 5 else loss), grads

    rows = np.arange(10.0)[:, None]
    with pytest.raises(ValueError, match="epoch 2: the loss is nan in batch 2; a"):
        train(Explodes(), SGD(), rows, rows[:, 0], epochs=3, batch_size=4, progress=0)


@pytest.mark.parametrize(
    "change, error, message",
    [
        ({"X": np.ma.array(X)}, TypeError, "X, y: MaskedArray"),
        ({"X": X.tolist()}, TypeError, "X, y: list"),
        ({"X": with_row(X, 37, np.nan)}, ValueError, "X: .*row 37"),
        ({"y": with_row(y, 41, 2)}, ValueError, "y: class 2 in row 41"),
        ({"validation": (X, with_row(y, 5, -1))}, ValueError, "validation: y.*row 5"),
        ({"validation": (X > 0, y)}, TypeError, "validation: X: an array of bool"),
        ({"validation": [X]}, TypeError, "validation: list.*pair"),
        ({"validation": X[:2]}, TypeError, "validation: an array of float32.*pair"),
        ({"on_epoch": 3}, TypeError, "on_epoch: 3"),
    ],
    ids=[
        "masked",
        "a list",
        "NaN",
        "class",
        "val y",
        "val X",
        "no pair",
        "two rows",
        "no f",
    ],
)
def test_bad_rows_are_named_before_the_first_step(change, error, message):
    model, optimizer = network(), RMSprop()
    given = {"X": X, "y": y, "epochs": 1, **KW, **change}
    with pytest.raises(error, match=message):
        train(model, optimizer, **given)
    assert optimizer.step == 0
    assert_same_params(model, network())


def test_training_minds_no_number_that_is_too_small():
    ends = []
    for guard in (contextlib.nullcontext, lambda: np.errstate(all="raise")):
        model = MLP((4, 6, 2), seed=2)
        model.params["w1"] *= 100  # some probabilities are too small for a float32
        with guard():
            train(model, RMSprop(), X, y, epochs=1, validation=(X, y), **KW)
        ends.append(model)
    assert_same_params(*ends)


def test_on_epoch_sees_each_epoch(monkeypatch):
    seen = []
    train(
        network(),
        SGD(),
        X,
        y,
        epochs=3,
        on_epoch=lambda epoch, model, optimizer: seen.append((epoch, optimizer.step)),
        **KW,
    )
    assert seen == [(1, 5), (2, 10), (3, 15)]


def test_the_bar_is_shown_unless_outputs_are_being_stored(
    monkeypatch, capsys, tmp_path
):
    monkeypatch.setenv("RMSPROP_LIB_PROGRESS", "0")
    train(network(), SGD(), X, y, epochs=1)
    assert capsys.readouterr().err == ""
    monkeypatch.delenv("RMSPROP_LIB_PROGRESS")
    kw = {"checkpoint": tmp_path / "run.npz", "resume": True}
    for epochs in (1, 3):  # on going on, the bar begins where the first run ended
        train(network(), SGD(), X, y, epochs=epochs, **kw)
        assert f"{epochs}/{epochs}" in capsys.readouterr().err


def test_another_runs_temporary_file_is_left_alone(tmp_path):
    for name in (".run.npz.12345678.part", ".run.npz.2.12345678.part"):
        (tmp_path / name).touch()
    path = tmp_path / "run.npz"
    train(network(), RMSprop(), X, y, epochs=1, checkpoint=path, **KW)
    left = sorted(p.name for p in tmp_path.iterdir())
    assert left == [".run.npz.2.12345678.part", "run.npz"]
