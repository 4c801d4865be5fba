"""The checks of notebook 15, *Move RMSprop between frameworks*."""

import numpy as np

from rmsprop_lib.exercises.checks import Scenario, check_function, check_number, tell
from rmsprop_lib.exercises.results import is_safe
from rmsprop_lib.variants import WORDS, convert, like

# So small that ε = 1e-8 inside the root is seen, so large that outside it is not.
_GRADIENTS = [3e-3, -5e-3, 4e-3, 4e-3, 6e-3, -3e-3, 5e-3, 4e-3]

# Settings that may be there as well: switched off, or without an effect on a step.
_OFF = {
    "keras": "momentum centered weight_decay clipnorm clipvalue global_clipnorm "
    "use_ema loss_scale_factor gradient_accumulation_steps",
    "optax": "momentum nesterov centered bias_correction",
}
_NO_MATTER = {"keras": "name ema_momentum ema_overwrite_frequency jit_compile"}

_PORTED = {"learning_rate": 0.01, "rho": 0.99, "epsilon": 1e-16}

# What people give, and the question that helps; in the order in which it is asked.
_KERAS_MISTAKES = {
    "learning_rate": {
        0.001: "the rate is Keras's default, a tenth of the recipe's. Which one does "
        "the recipe ask for?",
        0.1: "0.1 is the rate of the example of how to write a dict. Which one does "
        "the recipe ask for?",
        1.0: "the rate is 100 times the recipe's. Which one does it ask for?",
    },
    "rho": {
        0.9: "ρ is Keras's default. Which one does PyTorch take if the recipe does not "
        "name it?",
        0.01: "you gave 1 − ρ, the weight of the newest square. Which share of v does "
        "PyTorch keep?",
        0.999: "that is the β₂ of Adam. Which ρ does PyTorch's RMSprop take if the "
        "recipe does not name it?",
    },
    "epsilon": {
        1e-7: "ε is Keras's default. With √v around 3e-4, what does 1e-7 inside the "
        "root add to v?",
        1e-8: "ε has the same number in another place. PyTorch divides by ε where v is "
        "0; by what does Keras divide there?",
        1e-4: "you took the root of ε. Keras takes it already: which number has the "
        "root 1e-8?",
    },
}

_IMPALA = {"learning_rate": 4.8e-4, "decay": 0.99, "eps": 0.1, "initial_scale": 1.0}

_IMPALA_MISTAKES = {
    "learning_rate": {
        6e-4: "6e-4 is the rate of the PyTorch recipe. What does this one say?",
        4.8e-3: "the rate has a zero too few behind the point. What does the recipe "
        "say?",
        4.8e-5: "the rate has a zero too many behind the point. What does the recipe "
        "say?",
        0.01: "the rate is that of another recipe. What does this one say?",
    },
    "decay": {
        0.9: "the decay is Optax's default. What does the recipe say?",
        0.01: "you gave 1 − ρ, the weight of the newest square. Which share of v does "
        "`decay` name?",
    },
    "eps_in_sqrt": {
        False: "you move ε out of the root. Where does it stand in TensorFlow 1, and "
        "where in Optax if you say nothing?",
    },
    "eps": {
        1e-8: "ε is Optax's default. What does the recipe say?",
        0.01: "you squared ε, as on the way into the root. On which side of the root "
        "is it in TensorFlow 1, and on which in Optax?",
        0.1
        ** 0.5: "you took the root of ε, as on the way out of the root. On which side "
        "is it in TensorFlow 1, and on which in Optax?",
        1e-10: "that is TensorFlow 1's default, and the recipe has its own ε.",
    },
    "initial_scale": {
        0.0: "the settings are right, and the first step is not: with what does v "
        "begin in TensorFlow 1, and with what in Optax?",
        4.8e-4: "v does not begin at the rate. What stands in the column v₀ of the "
        "table?",
        0.1: "v does not begin at ε. What stands in the column v₀ of the table?",
        0.99: "v₀ is what v is before the first update takes its share.",
    },
}


def _path(optimizer, gradients):
    params, points = {"x": np.zeros(1)}, []
    for g in gradients:
        optimizer.update(params, {"x": np.full(1, float(g))})
        points.append(params["x"][0])
    return np.array(points)


def _ported_path(framework, settings, gradients):
    return _path(convert(framework, framework, **settings).optimizer(), gradients)


def check_port_to_keras(settings):
    """Check Keras's settings for `torch.optim.RMSprop(params, lr=0.01)`.

    Names that are left out keep Keras's defaults, as they would there.
    """
    _check_port(
        "check_port_to_keras",
        settings,
        "keras",
        recipe=like("pytorch", learning_rate=0.01),
        ported=_PORTED,
        mistakes=_KERAS_MISTAKES,
        gradients=_GRADIENTS,
        where_v_is_0="on these gradients the curve is the same, but where v is 0 "
        "PyTorch divides by 1e-8. By what does Keras divide there?",
        right="the same curve. ε is squared on its way into the root, and what the "
        "recipe leaves to PyTorch's defaults has to be written out",
        section="Where does ε stand?",
    )


def check_impala(settings):
    """Check Optax's settings for the optimizer of IMPALA's own code (TensorFlow 1).

    Names that are left out keep Optax's defaults, as they would there.
    """
    _check_port(
        "check_impala",
        settings,
        "optax",
        recipe=like("tensorflow1", learning_rate=4.8e-4, decay_rate=0.99, epsilon=0.1),
        ported=_IMPALA,
        mistakes=_IMPALA_MISTAKES,
        gradients=[0.3, -0.5, 0.1, 0.7, 0.02, -0.2, 0.4, 1.5],
        right="the same path, step by step: both have ε inside the root, and only v₀ "
        "had to be said. `convert` finds the same",
        section="How does a run start?",
    )


def _check_port(
    name,
    settings,
    framework,
    recipe,
    ported,
    mistakes,
    gradients,
    right,
    section,
    **special,
):
    if settings is None:
        line = (
            f"no answer yet: put a dict of settings, in {framework.title()}'s words, "
        )
        return tell(name, "not tried", line + "in place of None")
    try:
        given = _read(framework, settings)
        path = _ported_path(framework, given, gradients)
    except (TypeError, ValueError) as error:
        return tell(name, "wrong", str(error), section=section)
    wanted = _path(recipe, gradients)
    line = _fault_of_port(
        framework, given, path, wanted, ported, mistakes, gradients, **special
    )
    tell(name, "wrong" if line else "right", line or right, section=section)


def _read(framework, settings):
    """Return the settings that a step depends on; harmless ones are left out."""
    if not isinstance(settings, dict):
        example = "{'learning_rate': 0.1}"
        raise TypeError(f"a dict is expected here, such as {example}")
    known = WORDS[framework]
    off, no_matter = (table.get(framework, "").split() for table in (_OFF, _NO_MATTER))
    read = {}
    for name, value in settings.items():
        if not is_safe(value) and not callable(value):  # it may not even compare
            kind = type(value).__name__
            raise TypeError(f"{name!r} is a {kind}; a number is expected here")
        switched_off = value is None or (np.ndim(value) == 0 and value == 0)
        if name in off and switched_off or name in no_matter:
            continue
        if name in off:
            raise ValueError(
                f"{name!r} = {value!r} is switched on, and the recipe has it off. Was "
                "the value meant for another name?"
            )
        if name not in known:
            words = [word for word in known if word not in off]
            raise ValueError(
                f"{name!r} is none of {words}. What is it called in "
                f"{framework.title()}, if it is needed at all?"
            )
        read[name] = value
    return read


def _fault_of_port(
    framework, given, path, wanted, ported, mistakes, gradients, where_v_is_0=None
):
    """Return what is wrong with the settings, or None."""
    close = {"rtol": 0, "atol": 2e-3 * np.abs(wanted).max()}
    if np.allclose(path, wanted, **close):
        if where_v_is_0 is None or np.isclose(
            given["epsilon"], ported["epsilon"], rtol=0.05, atol=0
        ):
            return None
        return where_v_is_0
    plain = like(framework)
    for name, hints in mistakes.items():
        value = given.get(name, getattr(plain, WORDS[framework][name]))
        alone = _ported_path(framework, ported | {name: value}, gradients)
        if np.allclose(alone, wanted, **close):
            continue
        for wrong, hint in hints.items():
            if np.isclose(float(value), wrong, rtol=1e-3, atol=0):
                return hint
        return (
            f"not yet: {name} = {value:g} alone makes another curve. What is it in "
            "the recipe, defaults included?"
        )
    return "not yet: each setting alone is near enough, all together are not"


def _with_rate_changes(change_rate, rates, steps):
    """Return PyTorch's path with momentum, the rate changed by `change_rate`."""
    optimizer = like("pytorch", learning_rate=rates[0], momentum=0.75, epsilon=0.01)
    w, b = ("w", "b") if steps == 4 else ("w1", "b1")  # names are nobody's to know
    params, points = {w: np.zeros(2), b: np.zeros(1)}, []
    for rate in rates:
        if rate != optimizer.learning_rate:
            change_rate(optimizer, rate)
        for step in range(steps):
            grads = {w: np.array([1.0 + step, -0.5]), b: np.array([2.0 - step])}
            optimizer.update(params, grads)
            points.append([*params[w], *params[b]])
    return np.array(points)


def change_rate(optimizer, new_rate):
    """Set the rate of a PyTorch-like RMSprop with momentum so that the steps already
    in its buffer keep their old rate, as in Keras, TensorFlow 1 and Optax.

    Examples
    --------
    >>> optimizer = like("pytorch", learning_rate=0.1, momentum=0.9)
    >>> _ = optimizer.update({"x": 0.0}, {"x": 1.0})
    >>> change_rate(optimizer, 0.01)
    >>> float(optimizer.velocity["x"].round(3))
    100.0
    """
    for b in optimizer.velocity.values():
        b *= optimizer.learning_rate / new_rate
    optimizer.learning_rate = new_rate


def _scaled(slot, factor, set_rate=True):
    """Return a change_rate that multiplies a slot's arrays by factor(old, new)."""

    def change(optimizer, new_rate):
        for array in getattr(optimizer, slot).values():
            array *= factor(optimizer.learning_rate, new_rate)
        if set_rate:
            optimizer.learning_rate = new_rate

    return change


def _rate_inside_the_loop(optimizer, new_rate):
    for b in optimizer.velocity.values():
        b *= optimizer.learning_rate / new_rate
        optimizer.learning_rate = new_rate


def _return_inside_the_loop(optimizer, new_rate):
    b = next(iter(optimizer.velocity.values()))
    b *= optimizer.learning_rate / new_rate


def _without_momentum(optimizer, new_rate):
    change_rate(optimizer, new_rate)
    optimizer.momentum = 0.0


def _with_momentum(optimizer, new_rate, mean=False):
    mu = optimizer.momentum
    for b in optimizer.velocity.values():
        b *= (1 - mu if mean else mu) * optimizer.learning_rate / new_rate
    optimizer.learning_rate = new_rate


def _shifted(optimizer, new_rate, sign=1):
    for b in optimizer.velocity.values():
        b += sign * (optimizer.learning_rate - new_rate)
    optimizer.learning_rate = new_rate


def _multiplied_rate(optimizer, new_rate):
    old = optimizer.learning_rate
    change_rate(optimizer, new_rate)
    optimizer.learning_rate = old * new_rate


def _rate_by_ratio(optimizer, new_rate):
    old = optimizer.learning_rate
    change_rate(optimizer, new_rate)
    optimizer.learning_rate = old * old / new_rate


def _both_rescaled(optimizer, new_rate):
    for v in optimizer.cache.values():
        v *= optimizer.learning_rate / new_rate
    change_rate(optimizer, new_rate)


_RATE_MISTAKES = {
    "The rate is still the old one: nothing has changed yet. Which attribute holds "
    "it?": lambda optimizer, new_rate: None,
    "The rate changes, and PyTorch now multiplies the steps already in b by the new "
    "one; Keras's b holds them with the old. By what do you have to multiply b? (If "
    "you do: is `optimizer.learning_rate` still the old rate when you divide? And does "
    "`b *= …` change the array, where `b = b * …` only rebinds a name?)":
        _scaled("velocity", lambda old, new: 1.0),
    "The ratio is upside down. θ moves by η b: if η falls to a tenth and the steps in "
    "b are to stay as long as they were, does b have to grow or to shrink?":
        _scaled("velocity", lambda old, new: new / old),
    "You empty b: the walk stops and starts anew. What does Keras do with the steps "
    "that are in it?": _scaled("velocity", lambda old, new: 0.0),
    "b is rescaled, but the next steps still have the old rate. What is left to set?":
        _scaled("velocity", lambda old, new: old / new, set_rate=False),
    "You rescale v. Does v hold the rate in either framework? Which buffer does?":
        _scaled("cache", lambda old, new: old / new),
    "You multiply b by the old rate, as Keras's b is. PyTorch will multiply by the new "
    "one as well: what has to be divided out?":
        _scaled("velocity", lambda old, new: old),
    "You multiply b by the new rate. PyTorch multiplies by it anyhow, and Keras's b "
    "holds the old one: by which ratio does b have to change?":
        _scaled("velocity", lambda old, new: new),
    "You divide b by the old rate, but PyTorch will multiply by the new one. What is "
    "to stay the same, b or η b?": _scaled("velocity", lambda old, new: 1 / old),
    "You take the root of the ratio. θ moves by η b: how often does η enter?":
        _scaled("velocity", lambda old, new: (old / new) ** 0.5),
    "You square the ratio. θ moves by η b: how often does η enter?":
        _scaled("velocity", lambda old, new: (old / new) ** 2),
    "The ratio is right, and b is multiplied by μ besides. Who does that in the next "
    "step?": _with_momentum,
    "You multiply b by 10, whatever the rate becomes. By which ratio does it change?":
        _scaled("velocity", lambda old, new: 10.0),
    "You divide b by 10, whatever the rate becomes. By which ratio does it change?":
        _scaled("velocity", lambda old, new: 0.1),
    "You add the difference of the rates to b. θ moves by η b: what leaves η b as it "
    "was, a sum or a factor?": _shifted,
    "The ratio is right, and its sign is turned: b now leads the other way. Where does "
    "the minus come from?": _scaled("velocity", lambda old, new: -old / new),
    "The ratio is right, and b is multiplied by 1 − μ besides. Is b a mean, or a sum?":
        lambda optimizer, new_rate: _with_momentum(optimizer, new_rate, mean=True),
    "You multiply b by both rates. θ moves by η b: by which ratio does b change?":
        _scaled("velocity", lambda old, new: old * new),
    "You divide b by both rates. θ moves by η b: by which ratio does b change?":
        _scaled("velocity", lambda old, new: 1 / (old * new)),
    "`//` leaves nothing behind the point of the ratio. Which division keeps it?":
        _scaled("velocity", lambda old, new: old // new),
    "b and the rate are right, and the momentum is gone. What does Keras do with it?":
        _without_momentum,
    "You subtract the difference of the rates from b. θ moves by η b: what leaves η b "
    "as it was, a sum or a factor?": lambda optimizer, new_rate: _shifted(
        optimizer, new_rate, -1),
    "You multiply b by the difference of the rates. θ moves by η b: by which ratio "
    "does b change?": _scaled("velocity", lambda old, new: old - new),
    "b is rescaled where the rate falls, and not where it rises. Which ratio is it "
    "then?": _scaled("velocity", lambda old, new: max(old / new, 1)),
    "b is rescaled where the rate rises, and not where it falls. Which ratio is it "
    "then?": _scaled("velocity", lambda old, new: min(old / new, 1)),
    "b is right. The rate has been multiplied by the new one: what is it to become?":
        _multiplied_rate,
    "b is right. The rate has been multiplied by the ratio, old to new: which of the "
    "two is it to become?": _rate_by_ratio,
    "v is rescaled, and b as well. Does v hold the rate in either framework?":
        _both_rescaled,
    "You divide b by the new rate, but Keras's b holds the old one. What is missing?":
        _scaled("velocity", lambda old, new: 1 / new),
    "Only the first buffer is rescaled. Does the rate become the new one inside the "
    "loop, or is there no loop?": _rate_inside_the_loop,
    "Only the first buffer is rescaled, and the rate stays the old one. Is your "
    "`return` inside the loop?": _return_inside_the_loop,
}  # fmt: skip


def check_change_rate(change_rate_as_keras):
    """Check `change_rate_as_keras(optimizer, new_rate)`."""
    check_function(
        Scenario(_with_rate_changes, change_rate_as_keras),
        lambda *case: _with_rate_changes(change_rate, *case),
        [((0.1, 0.01), 4), ((0.05, 0.2, 0.02), 3)],
        {
            hint: lambda *case, wrong=wrong: _with_rate_changes(wrong, *case)
            for hint, wrong in _RATE_MISTAKES.items()
        },
        returns="nothing: it changes the optimizer",
        right="PyTorch's path is now Keras's, through every change of the rate",
        section="When does η in the buffer matter?",
    )


def check_decay_step(answer):
    """Check how far PyTorch's L2 decay moves θ = 2 where g = 0, at the first step."""
    check_number(
        answer,
        0.01,
        {
            "Is it η λ θ, as in Keras's decoupled decay? Or v after the step, whose "
            "root is still to be taken? In PyTorch λθ is added to g: what is it "
            "divided by afterwards?": 1e-4,
            "Do you divide by v itself? Or is it the right number in percent? By what "
            "does RMSprop divide, and which v is there after the first step?": 1.0,
            "That is η θ. What is added to the gradient, and what is it divided by?":
                0.002,
            "That is the first step for ρ = 0.999. Which ρ has PyTorch?":
                0.001 / np.sqrt(0.001),
            "That is how many rates the step is long. How long is a rate?": 10.0,
            "θ is divided by ε alone. What is v after the first step, and is it "
            "renewed before the division?": 1e4,
            "λ is there twice, or a factor is missing. What is PyTorch's gradient "
            "here, and what is it divided by?": 5e-6,
            "That is half of it. Which θ does λ multiply, and what is v?": 0.005,
            "Is it λθ, the gradient that PyTorch now sees? Or √(1−ρ), the divisor of "
            "the rate? What does RMSprop make of a gradient at the first step, large "
            "or small?": 0.1,
            "That is θ, before the step or after. How far does it move?": (2.0, 1.99),
            "That is the sum of two decays, PyTorch's and Keras's. Which of them goes "
            "through the gradient, and which is asked for?": 0.0101,
            "That is η λ. Decoupled decay would be η λ θ, and PyTorch's is not "
            "decoupled: λθ is added to g.": 5e-5,
            "The gradient of the loss is 0, but not the one that PyTorch uses: λθ has "
            "been added to it.": 0.0,
            "Is g/√v 1 for you at the first step, or has v taken in ρ g²? Which share "
            "of g² is in v after it?": (0.001, 0.001 / np.sqrt(0.99)),
            "That is the first step for ρ = 0.9. Which ρ has PyTorch?":
                0.001 / np.sqrt(0.1),
            "That is λ. λθ is divided by its own √v: does λ matter at all?": 0.05,
        },
        right="10 η, whatever λ is: Keras's decay moves this θ by 0.0001, 100 times "
        "less",
        rtol=0.005,  # 1 % more is another mistake
        section="What does weight decay touch?",
    )  # fmt: skip


def _near(answer, number):
    try:
        return bool(np.isclose(float(answer), number, rtol=5e-4, atol=0))
    except Exception:  # whatever an object of the reader's may raise
        return False


def check_same_numbers(answer):
    """Check how much shorter steps are with an ε of .01 inside than outside the root.

    The recipe is torchbeast's; the gradient has been .001 for long, so that √v is, too.
    """
    g, eps = 1e-3, 0.01
    optax, pytorch = np.sqrt(g**2 + eps), g + eps  # what each of them divides by
    section = "Where does ε stand?"
    each_root = (g + np.sqrt(eps)) / pytorch
    if is_safe(answer) and _near(answer, each_root):  # closer than a rounded 9
        line = "You took the root of v and of ε, each by itself. Is √(a + b) = √a + √b?"
        return tell("check_same_numbers", "wrong", line, section=section)
    check_number(
        answer,
        optax / pytorch,
        {
            "The numbers are the same, and the formulas are not. What does each divide "
            "g by?": 1.0,
            "That is √ε / ε. In PyTorch, √v is added to ε: how large is it here?": 10.0,
            "That is what PyTorch shortens a step to, one part in 11. And Optax?": 11.0,
            "That is what Optax shortens a step to, one part in 100. And PyTorch?": 100,
            "0.1 is √(v + ε), what Optax divides by. What does PyTorch divide by, and "
            "how many times shorter is a step?": 0.1,
            "That is the fraction upside down. How many times *shorter* is Optax's "
            "step?": pytorch / optax,
            "That is PyTorch's factor, g/(√v + ε), one part in 11, or a hundredth of "
            "the answer. And Optax's factor?": g / pytorch,
            "That is Optax's factor, g/√(v + ε), one part in 100. And PyTorch's?":
                g / optax,
            "The root is missing in Optax: v + ε is not what is divided by.":
                (g**2 + eps) / pytorch,
            "Under Optax's root there is g, where v = g² belongs.":
                np.sqrt(g + eps) / pytorch,
            "Is v = g for you, in both? v is a mean of g²: how large is it here?":
                np.sqrt(g + eps) / (np.sqrt(g) + eps),
            "ε is squared under Optax's root. Does Optax square it?":
                np.sqrt(g**2 + eps**2) / pytorch,
            "That is the difference of the two divisors. How many *times* shorter?":
                optax - pytorch,
            "You took Optax's default ε. The recipe's number is copied: which one is "
            "it?": np.sqrt(g**2 + 1e-8) / pytorch,
            "You took ε = 0.001 for both. What does the recipe say?":
                np.sqrt(g**2 + g) / (2 * g),
            "You took v after one step. The gradient has been the same for long: how "
            "large is v then?": np.sqrt(0.01 * g**2 + eps) / (0.1 * g + eps),
            "That is √10. Where do ε and √v stand in each?": np.sqrt(10),
            "That is 0.0006 times as much. Is the rate not in both of them?":
                6e-4 * optax / pytorch,
            "That is the square of it. What do the two divide by, v or a root?":
                (optax / pytorch) ** 2,
        },
        rtol=0.02,
        right="nine times shorter, with every number copied: `eps_in_sqrt=False` is "
        "the setting that is missing",
        section=section,
    )  # fmt: skip
