"""The compiled step where it is not the plain one: its making, its files, its absence.

That it computes the same bits is held in `test_update_properties.py`.
"""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import rmsprop_lib
from rmsprop_lib.compiled import CompiledRMSprop
from rmsprop_lib.networks import MLP
from rmsprop_lib.optimizers import RMSprop
from rmsprop_lib.training import train

ROOT = Path(rmsprop_lib.__file__).parents[1]
RNG = np.random.default_rng(4)
X = RNG.normal(size=(60, 5)).astype(np.float32)
y = (X[:, 0] > X[:, 1]).astype(np.int64)
KW = {"batch_size": 16, "progress": False}


def test_a_run_of_one_is_gone_on_with_by_the_other():
    model, compiled = MLP((5, 7, 2), seed=1), MLP((5, 7, 2), seed=1)
    first, second = CompiledRMSprop(0.01, 0.95, 1e-6), RMSprop(0.01, 0.95, 1e-6)
    train(compiled, first, X, y, epochs=2, **KW)
    second.load_state_dict(first.state_dict())
    train(compiled, second, X, y, epochs=1, seed=9, **KW)
    plain = RMSprop(0.01, 0.95, 1e-6)
    train(model, plain, X, y, epochs=2, **KW)
    train(model, plain, X, y, epochs=1, seed=9, **KW)
    for name in model.params:
        np.testing.assert_array_equal(model.params[name], compiled.params[name])
        np.testing.assert_array_equal(plain.cache[name], second.cache[name])


def test_arrays_with_gaps_are_stepped_in_place_too():
    memory = [np.full(6, 2.0), np.full(6, 2.0), np.full(6, 9.0)]  # θ, g, v
    CompiledRMSprop(0.1).apply(*(numbers[::2] for numbers in memory), 0.1)
    assert memory[0].tolist() == pytest.approx(3 * [2 - 0.2 / np.sqrt(8.5), 2.0])
    assert memory[2].tolist() == pytest.approx(3 * [8.5, 9.0])


def test_a_checkpoint_of_the_one_is_gone_on_with_by_the_other(tmp_path):
    straight, resumed = MLP((5, 7, 2), seed=1), MLP((5, 7, 2), seed=1)
    train(straight, CompiledRMSprop(0.01), X, y, epochs=3, **KW)
    kw = {"checkpoint": tmp_path / "run.npz", "resume": True, **KW}
    for epochs, kind in ((1, CompiledRMSprop), (2, RMSprop), (3, CompiledRMSprop)):
        train(resumed, kind(0.01), X, y, epochs=epochs, **kw)
    for name in straight.params:
        np.testing.assert_array_equal(straight.params[name], resumed.params[name])


@pytest.mark.parametrize(
    "change, error, message",
    [
        ({"decay_rate": 1.0}, ValueError, "decay_rate: 1.0 was given"),
        ({"epsilon": 0}, ValueError, "epsilon: 0 was given"),
        ({"learning_rate": "fast"}, TypeError, "learning_rate: str was given"),
    ],
)
def test_its_settings_are_checked(change, error, message):
    with pytest.raises(error, match=message):
        CompiledRMSprop(**change)


def test_the_rate_may_be_a_function_and_a_gradient_of_nan_changes_nothing():
    optimizer, params = (
        CompiledRMSprop(lambda step: 0.1 / (step + 1)),
        {"w": np.ones(3)},
    )
    plain, expected = RMSprop(lambda step: 0.1 / (step + 1)), {"w": np.ones(3)}
    for g in RNG.normal(size=(4, 3)):
        optimizer.update(params, {"w": g})
        plain.update(expected, {"w": g})
    np.testing.assert_array_equal(params["w"], expected["w"])
    with pytest.raises(ValueError, match="grads.*NaN"):
        optimizer.update(params, {"w": np.array([1.0, np.nan, 1.0])})
    np.testing.assert_array_equal(params["w"], expected["w"])
    assert optimizer.step == 4


STEP = """
import numpy as np
from rmsprop_lib.compiled import CompiledRMSprop, compiled_loop
params = CompiledRMSprop(0.01).update({"w": np.ones(3)}, {"w": np.ones(3)})
print(params["w"].round(4).tolist(), sum(compiled_loop.stats.cache_hits.values()))
"""


def python(code, **environment):
    """Return what a new Python prints, the last lines of its errors if it fails."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
    )
    return done.stdout or done.stderr


def test_machine_code_is_kept_for_the_next_process(tmp_path):
    folder = {"NUMBA_CACHE_DIR": str(tmp_path)}
    assert python(STEP, **folder) == "[0.9684, 0.9684, 0.9684] 0\n"
    assert python(STEP, **folder) == "[0.9684, 0.9684, 0.9684] 1\n"


def test_where_nothing_can_be_written_it_compiles_all_the_same():
    nowhere = "import numba.core.caching as c; c.FunctionCache._impl_class."
    code = f"{nowhere}_locator_classes = []\n" + STEP
    assert python(code) == "[0.9684, 0.9684, 0.9684] 0\n"


def test_without_numba_it_says_what_to_install_and_the_rest_works():
    code = """
import sys
sys.modules["numba"] = None
from rmsprop_lib import RMSprop
try:
    import rmsprop_lib.compiled
except ImportError as error:
    print(error)
"""
    assert "needs numba, which is not installed: pip install" in python(code)
