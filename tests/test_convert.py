"""A converted recipe walks the path of the original wherever it is said to be exact.

Held by hypothesis over settings of all frameworks and by the recorded runs of each; and
where it is said not to be exact, the thing that is named is what is missing.
"""

import inspect
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmsprop_lib.variants import NAMES, SETTINGS, WORDS, RMSpropVariant, convert, like

GOLDEN = Path(__file__).parent / "golden"
REAL = ["pytorch", "keras", "optax", "tensorflow1"]
RECORDED = {f: json.loads((GOLDEN / f"{f}.json").read_text()) for f in REAL}
INPUTS = json.loads((GOLDEN / "inputs.json").read_text())
RNG = np.random.default_rng(31)
GRADIENTS = RNG.normal(size=(25, 4)) * 10.0 ** RNG.uniform(-4, 0, size=(25, 4))
START = RNG.normal(size=4)


def walk(optimizer):
    params, points = {"w": START.copy()}, []
    for g in GRADIENTS:
        optimizer.update(params, {"w": g.copy()})
        points.append(params["w"].copy())
    return np.array(points)


def said(framework, recipe):
    """Return our optimizer for a recipe in a framework's words."""
    words = WORDS[framework]
    return like(framework, **{words[word]: value for word, value in recipe.items()})


def far(a, b):
    return np.abs(walk(a) - walk(b)).max()


VALUES = {
    "learning_rate": st.sampled_from([1e-3, 0.02, 0.5]),
    "decay_rate": st.sampled_from([0.0, 0.5, 0.9, 0.99]),
    "epsilon": st.sampled_from([1e-8, 1e-4, 0.01, 1.0]),
    "momentum": st.sampled_from([0.0, 0.5, 0.9]),
    "centered": st.booleans(),
    "weight_decay": st.sampled_from([0.0, 0.1]),
    "initial_cache": st.sampled_from([0.0, 0.5, 1.0]),
    "epsilon_inside_sqrt": st.booleans(),
    "nesterov": st.just(False),
    "bias_correction": st.booleans(),
}


@st.composite
def recipes(draw):
    framework = draw(st.sampled_from(sorted(SETTINGS)))
    always = {"learning_rate"}
    recipe = {
        word: draw(VALUES[option])
        for word, option in WORDS[framework].items()
        if option in always or draw(st.booleans())
    }
    if recipe.get("momentum") and framework == "optax":
        recipe["nesterov"] = draw(st.booleans())
    return framework, recipe


@settings(max_examples=400, deadline=None, derandomize=True)
@given(recipes(), st.sampled_from(sorted(SETTINGS)))
def test_where_it_is_exact_the_path_is_the_same(recipe, target):
    source, words = recipe
    found = convert(source, target, **words)
    original, ported = said(source, words), found.optimizer()
    if found.exact:
        assert far(original, ported) <= 1e-12
    elif original.decay_rate and original.epsilon >= 1e-4:  # else it hardly shows
        assert far(original, ported) > 1e-9, found  # nothing that was to be had


def recorded_runs():
    for framework in REAL:
        for run, content in RECORDED[framework]["runs"].items():
            if not run.startswith(("SGD", "Ada")):
                yield framework, run, content


RUNS = [pytest.param(*run, id=f"{run[0]}-{run[1]}") for run in recorded_runs()]


def distance(points, optimizer):
    """Return max|Δ| / max|recorded|, the rates of the recording given."""
    rates = INPUTS["rates"]
    optimizer.learning_rate = lambda step: rates[step]
    params = {name: np.array(value) for name, value in INPUTS["start"].items()}
    largest = max(np.abs(points[name]).max() for name in params)
    off = 0.0
    for step in range(len(rates)):
        grads = {name: np.array(g[step]) for name, g in INPUTS["gradients"].items()}
        optimizer.update(params, grads)
        off = max(off, *(np.abs(params[n] - points[n][step + 1]).max() for n in params))
    return off / largest


@pytest.mark.parametrize("target", REAL)
@pytest.mark.parametrize("framework, run, content", RUNS)
def test_the_recorded_runs_go_over(framework, run, content, target):
    # a function of the step: the recorded rates change
    rate = {"lr" if framework == "pytorch" else "learning_rate": lambda step: 2.0**-6}
    recipe = rate | content["settings"]
    if framework == "tensorflow1" and run == "defaults":  # it rounds them to float32
        recipe |= {"decay": float(np.float32(0.9)), "epsilon": float(np.float32(1e-10))}
    found = convert(framework, target, **recipe)
    off = distance(content["points"], found.optimizer())
    assert off <= 1e-12 if found.exact else off > 1e-9, found


def test_enough_of_the_recorded_runs_go_over_exactly():
    exact = {
        (source, target)
        for source, run, content in recorded_runs()
        for target in REAL
        if target != source
        and convert(
            source, target, **{"learning_rate" if source != "pytorch" else "lr": 0.1},
            **content["settings"],
        ).exact
    }  # fmt: skip
    assert {("keras", "optax"), ("tensorflow1", "optax"), ("optax", "tensorflow1"),
            ("pytorch", "optax"), ("optax", "keras"), ("keras", "tensorflow1"),
            ("optax", "pytorch")} <= exact  # fmt: skip
    assert ("keras", "pytorch") not in exact  # the root


@pytest.mark.parametrize(
    "source, target, recipe, named",
    [
        ("pytorch", "keras", {}, {"eps"}),
        ("pytorch", "keras", {"weight_decay": 0.1}, {"eps", "weight_decay"}),
        ("pytorch", "optax", {"weight_decay": 0.1}, {"weight_decay"}),
        ("keras", "optax", {"weight_decay": None, "momentum": None}, set()),
        ("keras", "pytorch", {"momentum": 0.9}, {"epsilon"}),
        ("optax", "keras",
         {"learning_rate": 1, "bias_correction": True, "nesterov": True,
          "momentum": 0.5}, {"bias_correction", "nesterov"}),
        ("pytorch", "optax", {"lr": lambda step: 1 / (1 + step), "momentum": 0.9},
         {"momentum"}),
        ("pytorch", "optax", {"lr": lambda step: 1 / (1 + step)}, set()),
        ("keras", "optax", {"learning_rate": lambda step: 0.1, "momentum": 0.9}, set()),
        ("graves", "article", {}, {"momentum", "centered", "epsilon"}),
        ("pytorch", "graves", {}, {"centered", "eps"}),
    ],
)  # fmt: skip
def test_what_cannot_be_had_is_named_in_the_words_of_the_recipe(
    source, target, recipe, named
):
    found = convert(source, target, **recipe)
    assert set(found.missing) == named and found.exact == (not named)
    assert ("\nexact" in str(found)) == found.exact
    assert all(f"cannot be had: {name}: " in str(found) for name in named)
    assert str(found).startswith(NAMES[target][0] + "(")


def test_epsilon_is_right_at_both_ends_and_off_by_a_root_of_two_between():
    into = convert("pytorch", "keras", eps=1e-3).arguments["epsilon"]
    out = convert("keras", "pytorch", epsilon=1e-6).arguments["eps"]
    assert (into, out) == (1e-6, 1e-3)
    root = np.geomspace(1e-9, 1e3, 500)
    ratio = (root + out) / np.sqrt(root**2 + into)
    assert ratio.min() >= 1 and ratio.max() == pytest.approx(2**0.5, rel=1e-3)
    assert ratio[[0, -1]] == pytest.approx(1, rel=1e-5)


def test_what_is_said_of_it_is_so():
    """Which side of the root, when a rate acts, and how far "exact" goes."""
    falling = {"learning_rate": lambda step: 1 / (1 + step), "momentum": 0.9}
    assert "outside the root" in convert("keras", "pytorch").missing["epsilon"]
    assert "inside the root" in convert("pytorch", "keras").missing["eps"]
    theirs = {"lr": falling["learning_rate"], "momentum": 0.9}
    for source, target, recipe, why in (
        (
            "keras",
            "pytorch",
            falling,
            "a rate that changes acts on the steps in the buffer at once",
        ),
        ("pytorch", "optax", theirs, "the buffer only step by step"),
        ("keras", "article", falling, "there is no momentum"),
    ):
        assert why in convert(source, target, **recipe).missing["momentum"]
    for recipe, end in (
        ({"momentum": 0.9}, "\nexact, as long as the rate is constant"),
        ({}, "\nexact"),
        (falling, "\nexact"),
    ):
        assert str(convert("keras", "optax", **recipe)).endswith(end)


def test_a_decay_done_by_hand_as_it_is_told_gives_the_path():
    """`missing` says what to do: done, it is what the source does."""
    original = said("pytorch", {"weight_decay": 0.1, "eps": 0.01})
    found = convert("pytorch", "optax", weight_decay=0.1, eps=0.01)
    assert "add 0.1 θ to the gradient" in found.missing["weight_decay"]
    ported = found.optimizer()
    a, b = {"w": START.copy()}, {"w": START.copy()}
    for g in GRADIENTS:
        original.update(a, {"w": g.copy()})
        ported.update(b, {"w": g + 0.1 * b["w"]})
    np.testing.assert_allclose(a["w"], b["w"], rtol=1e-12)
    both_have_one = convert("pytorch", "keras", weight_decay=0.1)
    assert "weight_decay" not in both_have_one.arguments
    original = said("keras", {"weight_decay": 0.1})
    found = convert("keras", "optax", weight_decay=0.1)
    assert "take η · 0.1 θ from θ" in found.missing["weight_decay"]
    ported, a, b = found.optimizer(), {"w": START.copy()}, {"w": START.copy()}
    for g in GRADIENTS:
        original.update(a, {"w": g.copy()})
        b["w"] -= ported.learning_rate * 0.1 * b["w"]
        ported.update(b, {"w": g.copy()})
    np.testing.assert_allclose(a["w"], b["w"], rtol=1e-12)


def test_the_first_state_of_pytorch_is_whole():
    found = convert("tensorflow1", "pytorch", learning_rate=0.1, momentum=0.9,
                    centered=True)  # fmt: skip
    assert found.state == {
        "step": 0.0, "square_avg": 1.0, "momentum_buffer": 0.0, "grad_avg": 0.0
    }  # fmt: skip
    assert "before the first step" in str(found)
    others = {t: convert("tensorflow1", t, learning_rate=0.1) for t in SETTINGS}
    assert {target: found.state for target, found in others.items()} == {
        "article": {"cache": 1.0}, "pytorch": {"step": 0.0, "square_avg": 1.0},
        "keras": {"velocity": 1.0}, "tensorflow1": {}, "optax": {}, "graves": {"n": 1.0}
    }  # fmt: skip
    assert others["article"].arguments["epsilon"] == 1e-5  # the root of 1e-10
    assert str(others["article"]).startswith("rmsprop_lib.RMSprop(learning_rate=")
    assert str(others["graves"]).startswith("graves(learning_rate=")
    assert convert("pytorch", "keras").state == {}
    assert convert("optax", "tensorflow1", learning_rate=1).state == {"rms": 0.0}
    assert convert("tensorflow1", "optax", learning_rate=1).state == {}  # an option


@pytest.mark.parametrize(
    "arguments, recipe, error, message",
    [
        (("torch", "keras"), {}, ValueError, "source: 'torch' was given"),
        (("keras", "jax"), {}, ValueError, "target: 'jax' was given"),
        (("keras", ["optax"]), {}, ValueError, "target: .*optax"),
        (("keras", "pytorch"), {"alpha": 0.9}, ValueError, "alpha: 0.9 .*'rho'"),
        (("pytorch", "keras"), {"alpha": 1.0}, ValueError, r"alpha: 1.0 .*\[0, 1\)"),
        (("pytorch", "keras"), {"lr": -1}, ValueError, "lr: -1 was given"),
        (("pytorch", "keras"), {"eps": "1e-8"}, TypeError, "eps: str was given"),
        (("pytorch", "keras"), {"momentum": len}, TypeError, "momentum: builtin"),
        (("keras", "optax"), {"centered": 1}, TypeError, "centered: 1 was given"),
        (("optax", "keras"), {}, ValueError, "learning_rate: none .*optax has none"),
        (("tensorflow1", "keras"), {"learning_rate": None}, ValueError,
         "learning_rate: none .*tensorflow1"),
        (("optax", "keras"), {"learning_rate": 1, "nesterov": True}, ValueError,
         "nesterov: True"),
    ],
)  # fmt: skip
def test_a_bad_recipe_is_named(arguments, recipe, error, message):
    with pytest.raises(error, match=message):
        convert(*arguments, **recipe)


def test_the_words_of_a_framework_are_those_of_its_signature():
    ours = set(inspect.signature(RMSpropVariant).parameters)
    assert WORDS.keys() == SETTINGS.keys() == NAMES.keys()
    for framework in REAL:
        theirs = RECORDED[framework]["defaults"]
        words = set(WORDS[framework]) - {"lr", "learning_rate"}
        assert words <= set(theirs), framework
        options = [*WORDS[framework].values()]
        assert set(options) <= ours and len(set(options)) == len(options)


def test_there_and_back_again():
    recipe = {"lr": 0.02, "alpha": 0.8, "eps": 1e-3, "momentum": 0.5, "centered": True}
    there = convert("pytorch", "optax", **recipe)
    assert convert("optax", "pytorch", **there.arguments).arguments == recipe
    here = convert("pytorch", "pytorch").arguments  # the defaults are said, too
    assert here == {"lr": 0.01, "alpha": 0.99, "eps": 1e-8}
