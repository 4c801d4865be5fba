"""The optimizers against numbers recorded from PyTorch, Keras, Optax and TensorFlow 1.

`golden/generate.py` recorded them. Settings stand there in the framework's own words;
`WORDS` translates them. Every option of every run is also changed once, and then the
comparison has to fail: so none of them is compared in vain.
"""

import json
from pathlib import Path

import numpy as np
import pytest

from rmsprop_lib.optimizers import SGD, AdaGrad, Adam, RMSprop
from rmsprop_lib.variants import RMSpropVariant, like

GOLDEN = Path(__file__).parent / "golden"
FRAMEWORKS = ["pytorch", "keras", "optax", "tensorflow1"]
RECORDED = {f: json.loads((GOLDEN / f"{f}.json").read_text()) for f in FRAMEWORKS}
INPUTS = json.loads((GOLDEN / "inputs.json").read_text())
TOLERANCE = 1e-12  # of the largest number recorded

WORDS = {
    "lr": "learning_rate",
    "alpha": "decay_rate",
    "rho": "decay_rate",
    "decay": "decay_rate",
    "eps": "epsilon",
    "eps_in_sqrt": "epsilon_inside_sqrt",
    "initial_scale": "initial_cache",
}
OTHERS = {"SGD": SGD, "Adagrad": AdaGrad, "Adam": Adam}
# What a run's settings leave to the framework, in the words of our other classes.
DEFAULTS = {"Adagrad defaults": {"epsilon": 1e-10}}


def translated(framework, run):
    """Return our class (or `like`'s framework) and settings for a recorded run."""
    recorded = RECORDED[framework]["runs"][run]["settings"]
    settings = {WORDS.get(name, name): value for name, value in recorded.items()}
    if framework == "tensorflow1" and "decay_rate" not in settings:
        # it rounds its settings to float32, and .9 and 1e-10 are not exact there
        settings["decay_rate"] = float(np.float32(0.9))
        settings["epsilon"] = float(np.float32(1e-10))
    if "betas" in settings:
        settings["beta1"], settings["beta2"] = settings.pop("betas")
    return DEFAULTS.get(run, {}) | settings


def ours(framework, run, **changes):
    """Return our optimizer for a recorded run, with some settings changed."""
    settings = translated(framework, run) | changes
    kind = OTHERS.get(run.split()[0])
    make = kind or (lambda **options: like(framework, **options))
    return make(learning_rate=lambda step: INPUTS["rates"][step], **settings)


def distance(framework, run, optimizer):
    """Return max|Δ| / max|recorded| over all points of a run."""
    recorded = RECORDED[framework]["runs"][run]["points"]
    params = {name: np.array(value) for name, value in INPUTS["start"].items()}
    points = {name: [value.copy()] for name, value in params.items()}
    for step in range(len(INPUTS["rates"])):
        grads = {name: np.array(g[step]) for name, g in INPUTS["gradients"].items()}
        optimizer.update(params, grads)
        for name, value in params.items():
            points[name].append(value.copy())
    largest = max(np.abs(recorded[name]).max() for name in params)
    return (
        max(np.abs(np.array(points[name]) - recorded[name]).max() for name in params)
        / largest
    )


RUNS = [(f, run) for f in FRAMEWORKS for run in RECORDED[f]["runs"]]


@pytest.mark.parametrize("framework, run", RUNS)
def test_same_path_as_the_framework(framework, run):
    assert distance(framework, run, ours(framework, run)) <= TOLERANCE


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_like_has_the_defaults_of_the_framework(framework):
    settings = vars(like(framework))
    recorded = RECORDED[framework]["defaults"]
    known = {
        WORDS.get(name, name): value or 0  # None: no momentum, no weight decay
        for name, value in recorded.items()
        if WORDS.get(name, name) in settings
    }
    assert {"decay_rate", "epsilon", "momentum", "centered"} <= set(known)
    assert {name: settings[name] for name in known} == known


def test_article_class_follows_pytorch():
    optimizer = RMSprop(
        lambda step: INPUTS["rates"][step], **translated("pytorch", "plain")
    )
    assert distance("pytorch", "plain", optimizer) <= TOLERANCE


def settings_of(optimizer):
    state = {"step", *optimizer.slots}
    return {k: v for k, v in vars(optimizer).items() if k not in state}


def changes_that_matter(framework, run):
    """Yield (option, changed value) for every option that decides this run's path."""
    settings = settings_of(ours(framework, run))
    settings.pop("learning_rate")
    yield "learning_rate", 2.0**-6  # constant instead of falling
    for name, value in settings.items():
        if isinstance(value, bool):
            momentum, decay = settings.get("momentum"), settings.get("weight_decay")
            if name in ("nesterov", "rate_in_momentum") and not momentum:
                continue
            if name == "decoupled_weight_decay" and not decay:
                continue
            if name == "epsilon_inside_sqrt" and settings["epsilon"] < 1e-9:
                continue  # TensorFlow 1's 1e-10 beside v₀ = 1: nowhere to be seen
            yield name, not value
        elif name == "epsilon" and value < 1e-9:
            yield name, 1e-6
        else:  # momentum, ρ, ε, weight decay, v₀, β₁, β₂
            yield name, value * 0.99 if value else 0.01


CHANGES = [(*r, *change) for r in RUNS for change in changes_that_matter(*r)]


@pytest.mark.parametrize("framework, run, option, value", CHANGES)
def test_every_option_matters(framework, run, option, value):
    changed = ours(framework, run)
    if option == "learning_rate":
        changed.learning_rate = value
    else:
        setattr(changed, option, value)
    assert distance(framework, run, changed) > 1e5 * TOLERANCE


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_no_option_is_left_unchanged(framework):
    options = set(settings_of(RMSpropVariant()))
    if framework in ("optax", "tensorflow1"):  # they have no weight decay
        options -= {"decoupled_weight_decay"}
    assert options <= {option for f, _, option, _ in CHANGES if f == framework}


def test_tensorflow1_rounds_its_settings_to_float32():
    unrounded = ours("tensorflow1", "defaults", decay_rate=0.9)
    assert distance("tensorflow1", "defaults", unrounded) > 1e3 * TOLERANCE
