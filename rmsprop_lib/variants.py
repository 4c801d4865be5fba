"""The RMSprops of the frameworks, as one class whose options tell them apart.

"RMSprop" names an idea, not one formula: PyTorch, Keras, TensorFlow 1 and Optax each
compute something else. `like("keras")` computes what Keras computes, and `convert` says
a recipe of one framework in the words of another. All formulas were read from the
sources of PyTorch 2.13, Keras 3.15, Optax 0.2.8 and TensorFlow 2.21 (its v1 class), and
the tests compare them with numbers recorded from those versions.
"""

import inspect
from dataclasses import dataclass

import numpy as np

from rmsprop_lib import checks
from rmsprop_lib.optimizers import Optimizer

# What each differs in from the defaults of RMSpropVariant, which are the article's.
SETTINGS = {
    "article": {},
    "pytorch": {"decay_rate": 0.99},
    "keras": {
        "learning_rate": 1e-3,
        "epsilon": 1e-7,
        "epsilon_inside_sqrt": True,
        "rate_in_momentum": True,
        "decoupled_weight_decay": True,
    },
    "tensorflow1": {
        "epsilon": 1e-10,
        "epsilon_inside_sqrt": True,
        "rate_in_momentum": True,
        "initial_cache": 1.0,
    },
    "optax": {"epsilon_inside_sqrt": True, "rate_in_momentum": True},
    "graves": {
        "learning_rate": 1e-4,
        "decay_rate": 0.95,
        "epsilon": 1e-4,
        "momentum": 0.9,
        "centered": True,
        "epsilon_inside_sqrt": True,
        "rate_in_momentum": True,
    },
}

# What each calls our options. For what is not named here, it has none.
_OURS = {name: name for name in ("learning_rate", "decay_rate", "epsilon", "momentum")}
WORDS = {
    "article": {name: name for name in ("learning_rate", "decay_rate", "epsilon")},
    "pytorch": {
        "lr": "learning_rate",
        "alpha": "decay_rate",
        "eps": "epsilon",
        "momentum": "momentum",
        "centered": "centered",
        "weight_decay": "weight_decay",
    },
    "keras": {
        "learning_rate": "learning_rate",
        "rho": "decay_rate",
        "epsilon": "epsilon",
        "momentum": "momentum",
        "centered": "centered",
        "weight_decay": "weight_decay",
    },
    "tensorflow1": {
        "learning_rate": "learning_rate",
        "decay": "decay_rate",
        "epsilon": "epsilon",
        "momentum": "momentum",
        "centered": "centered",
    },
    "optax": {
        "learning_rate": "learning_rate",
        "decay": "decay_rate",
        "eps": "epsilon",
        "initial_scale": "initial_cache",
        "eps_in_sqrt": "epsilon_inside_sqrt",
        "centered": "centered",
        "momentum": "momentum",
        "nesterov": "nesterov",
        "bias_correction": "bias_correction",
    },
    "graves": _OURS,
}
# What each is called, and what v is called in its state.
NAMES = {
    "article": ("rmsprop_lib.RMSprop", "cache"),
    "pytorch": ("torch.optim.RMSprop", "square_avg"),
    "keras": ("keras.optimizers.RMSprop", "velocity"),
    "tensorflow1": ("tf.compat.v1.train.RMSPropOptimizer", "rms"),
    "optax": ("optax.rmsprop", "nu"),
    "graves": ("graves", "n"),
}
RATELESS = ("tensorflow1", "optax")  # a recipe in their words has to name its rate


class RMSpropVariant(Optimizer):
    """RMSprop with every option in which the frameworks differ.

    With d = √v + ε and u = g/d, one step is θ ← θ − η u. The options change this:

    learning_rate : η > 0, a float or a function of the step (0 for the first update)
        PyTorch's default is .01, Keras's .001; Optax and TensorFlow 1 have none.
        *Mixed up:* left to the defaults, a run in Keras walks ten times more slowly.
    decay_rate : ρ in [0, 1); v ← ρ v + (1−ρ) g² (Tieleman & Hinton 2012, slide 29)
        PyTorch calls it `alpha` (.99), Keras `rho` (.9), Optax and TensorFlow 1
        `decay` (.9). *Mixed up:* the first step is η/√(1−ρ), 10 η or 3.16 η.
    epsilon : ε > 0
        1e-8 (PyTorch, Optax), 1e-7 (Keras), 1e-10 (TensorFlow 1); Hinton's slide has
        none. *Mixed up:* the same number means something else inside the root, see
        `epsilon_inside_sqrt`; in float16, which nothing here accepts, 1e-8 is 0.
    momentum : μ in [0, 1); b ← μ b + u; θ ← θ − η b
        No framework has it on by default; Graves uses .9 (eq. 40). *Mixed up:*
        with a momentum added, η means 1/(1−μ) times as long a walk, .9 ten times. It
        is not Adam's β₁, which averages g before the division.
    nesterov : θ ← θ − η (u + μ b) with the new b; needs a momentum. Optax alone has
        it (`optax.trace`; Sutskever and others, ICML 2013). *Mixed up:* the first
        step is 1 + μ times as long.
    centered : d = √(v − m²) + ε, with m ← ρ m + (1−ρ) g: the spread of the gradient
        instead of its size (Graves 2013, eq. 38–41). *Mixed up:* steps grow without
        bound where the gradient hardly changes. There, rounding makes v − m² negative
        and its root NaN (inside the root, ε hides roundings smaller than itself).
        Here v − m² is clamped at 0. PyTorch, Keras, TensorFlow 1 and Optax do not
        clamp. Clamping removes the NaN, not the danger: on constant gradients d falls
        to ε (or √ε), a step grows to η g/ε, and θ diverges all the same.
    weight_decay : λ ≥ 0; g ← g + λ θ before anything else, as in PyTorch (L2)
        The decay passes through v: *mixed up* with the decoupled one, a λ that was
        mild there decides the whole step where g is small.
    decoupled_weight_decay : λ acts on θ alone, θ ← θ − η λ θ before the step, and v
        never sees it; as in Keras. (Loshchilov & Hutter, arXiv 1711.05101.)
    bias_correction : v̂ = v/(1−ρᵗ) in place of v at step t = 1, 2, …, and m̂ likewise
        Optax alone has it, off by default (Kingma & Ba, arXiv 1412.6980, section 3).
        *Mixed up:* the first step is η with it, η/√(1−ρ) without.
    epsilon_inside_sqrt : d = √(v + ε), as in Keras, Optax, TensorFlow 1 and Graves;
        False: √v + ε, as in PyTorch. *Mixed up:* ε inside acts like √ε outside, so
        1e-7 damps gradients below 3e-4, where outside it damps those below 1e-7.
    initial_cache : v₀ ≥ 0; TensorFlow 1 starts at 1, Optax calls it `initial_scale`
        *Mixed up:* from 0 the first steps are long; from 1 they are short, until ρᵗ
        has fallen below g².
    rate_in_momentum : b ← μ b + η u; θ ← θ − b, as in Keras, TensorFlow 1, Optax and
        Graves; False: PyTorch's. *Mixed up:* nothing as long as η is constant. When η
        falls, steps already in b keep their old rate, and PyTorch's do not.

    Attributes: `cache` (v), `mean` (m), `velocity` (b), dicts of an array per name.
    `update` is that of every optimizer here. A setting out of range raises ValueError
    or TypeError with its name, also in `update`, and nothing has changed then.

    Examples
    --------
    >>> for inside in (True, False):
    ...     opt = RMSpropVariant(0.01, epsilon=1e-6, epsilon_inside_sqrt=inside)
    ...     print(f"{opt.update({'x': 0.0}, {'x': 1e-3})['x']:.4f}")
    -0.0095
    -0.0315
    """

    # All three always, so that an option may be switched on between two steps.
    slots, squares = ("cache", "mean", "velocity"), ("cache",)
    settings = {
        "decay_rate": checks.share,
        "epsilon": checks.epsilon,
        "momentum": checks.share,
        "nesterov": checks.flag,
        "centered": checks.flag,
        "weight_decay": checks.decay,
        "decoupled_weight_decay": checks.flag,
        "bias_correction": checks.flag,
        "epsilon_inside_sqrt": checks.flag,
        "initial_cache": checks.decay,
        "rate_in_momentum": checks.flag,
    }

    def __init__(
        self,
        learning_rate=0.01,
        decay_rate=0.9,
        epsilon=1e-8,
        momentum=0.0,
        nesterov=False,
        centered=False,
        weight_decay=0.0,
        decoupled_weight_decay=False,
        bias_correction=False,
        epsilon_inside_sqrt=False,
        initial_cache=0.0,
        rate_in_momentum=False,
    ):
        super().__init__(learning_rate)
        self.decay_rate = decay_rate
        self.epsilon = epsilon
        self.momentum = momentum
        self.nesterov = nesterov
        self.centered = centered
        self.weight_decay = weight_decay
        self.decoupled_weight_decay = decoupled_weight_decay
        self.bias_correction = bias_correction
        self.epsilon_inside_sqrt = epsilon_inside_sqrt
        self.initial_cache = initial_cache
        self.rate_in_momentum = rate_in_momentum
        self.cache, self.mean, self.velocity = {}, {}, {}
        self.check_settings()

    def apply(self, theta, g, v, m, b, rate):
        if self.step == 0:
            v[...] = self.initial_cache
        if self.decoupled_weight_decay:
            theta -= rate * self.weight_decay * theta
        else:
            g = g + self.weight_decay * theta
        u = g / self.divisor(g, v, m)
        into_b, out_of_b = (rate, 1.0) if self.rate_in_momentum else (1.0, rate)
        b[...] = self.momentum * b + into_b * u
        ahead = into_b * u + self.momentum * b if self.nesterov else b
        theta -= out_of_b * ahead

    def divisor(self, g, v, m):
        """Let v and m take in g, and return what g is divided by."""
        rho = self.decay_rate
        v[...] = rho * v + (1 - rho) * np.square(g)
        m[...] = rho * m + (1 - rho) * g
        correction = 1 - rho ** (self.step + 1) if self.bias_correction else 1.0
        square = v / correction
        if self.centered:
            square = np.maximum(square - np.square(m / correction), 0)
        if self.epsilon_inside_sqrt:
            return np.sqrt(square + self.epsilon)
        return np.sqrt(square) + self.epsilon

    def check_settings(self):
        super().check_settings()
        checks.nesterov(self.nesterov, self.momentum)


def like(framework, **overrides):
    """Return an `RMSpropVariant` with a framework's defaults, some overridden.

    Parameters
    ----------
    framework : "article", "pytorch" (`torch.optim.RMSprop`), "keras" (Keras 3),
        "tensorflow1" (`tf.compat.v1.train.RMSPropOptimizer`), "optax"
        (`optax.rmsprop`) or "graves" (Graves 2013, arXiv 1308.0850, eq. 38–41)
    overrides : options of `RMSpropVariant`, by the names that they have there

    TensorFlow 1 and Optax have no default rate; here it is then .01. TensorFlow 1
    rounds its settings to float32: pass `float(np.float32(0.9))` to equal it closely.

    Raises
    ------
    ValueError : an unknown framework, or an unknown or impossible option

    Examples
    --------
    >>> like("keras").epsilon_inside_sqrt, like("pytorch").epsilon_inside_sqrt
    (True, False)
    >>> like("keras", learning_rate=0.01, momentum=0.9).momentum
    0.9
    """
    if framework not in list(SETTINGS):
        raise ValueError(f"framework: {framework!r} was given; expected {[*SETTINGS]}")
    options = list(inspect.signature(RMSpropVariant).parameters)
    unknown = [name for name in overrides if name not in options]
    if unknown:
        raise ValueError(f"overrides: {unknown} was given; expected some of {options}")
    return RMSpropVariant(**(SETTINGS[framework] | overrides))


_WHY = {
    "bias_correction": "v is not divided by 1 − ρᵗ, so that the first steps are longer",
    "nesterov": "there is no Nesterov step",
    "momentum": "there is no momentum",
    "rate_in_momentum": "a rate that changes acts on the steps in the buffer {}",
    "epsilon_inside_sqrt": "ε stands {} the root. The number given is right where v = 0"
    " and where v is large; in between a step differs by up to a factor of √2",
}  # the others: "… is fixed here"
_DECAY_BY_HAND = {
    False: "add {:g} θ to the gradient yourself, before each step",
    True: "take η · {:g} θ from θ yourself at each step, and leave the gradient alone",
}


@dataclass(frozen=True)
class Conversion:
    """A recipe in the words of `framework`; printed, it reads as a call and remarks.

    arguments : dict, what to write, in the framework's own words
    state : dict, what to fill the state with by hand before the first step; mostly {}
    missing : dict, {what cannot be had: what happens in its place, or what to do}
    """

    framework: str
    arguments: dict
    state: dict
    missing: dict

    @property
    def exact(self):
        """Whether the framework then walks the same path, up to rounding."""
        return not self.missing

    def optimizer(self):
        """Return the `RMSpropVariant` that does what the framework then does."""
        words = WORDS[self.framework]
        ours = {words[word]: value for word, value in self.arguments.items()}
        if self.state:
            ours["initial_cache"] = self.state[NAMES[self.framework][1]]
        return like(self.framework, **ours)

    def __str__(self):
        words = ", ".join(f"{word}={value!r}" for word, value in self.arguments.items())
        lines = [f"{NAMES[self.framework][0]}({words})"]
        if self.state:
            lines.append(f"before the first step fill the state: {self.state}")
        lines += [f"cannot be had: {name}: {why}" for name, why in self.missing.items()]
        if self.exact:
            constant = not callable(next(iter(self.arguments.values())))
            buffered = constant and self.arguments.get("momentum")
            lines.append("exact" + ", as long as the rate is constant" * bool(buffered))
        return "\n".join(lines)


def convert(source, target, **settings):
    """Say a recipe of the framework `source` in the words of the framework `target`.

    Parameters
    ----------
    source, target : the names that `like` knows
    settings : what the recipe says, in the source's words; what it leaves out, or says
        to be None, has the source's defaults

    Returns
    -------
    Conversion : `arguments`, the first `state` where one is needed, and what is
        `missing`, by name; `exact` if nothing is. A rate that is a function of the step
        counts as one that changes. Not counted: TensorFlow 1 rounds its settings to
        float32.

    ε cannot be moved exactly into the root or out of it, since √v + ε is no √(v + δ).
    On the way in ε becomes ε², on the way out √ε, and the place is among the missing.

    Raises
    ------
    ValueError, TypeError : an unknown framework, a word that the source does not have
        or a value that it cannot have, or no rate where it has no default

    Examples
    --------
    >>> print(convert("pytorch", "optax", lr=6e-4, alpha=0.99, eps=0.01))
    optax.rmsprop(learning_rate=0.0006, decay=0.99, eps=0.01, eps_in_sqrt=False)
    exact
    >>> convert("tensorflow1", "keras", learning_rate=0.01).state
    {'velocity': 1.0}
    """
    for name, value in {"source": source, "target": target}.items():
        checks.choice(name, value, SETTINGS)
    wanted, has = _options(source) | _read(source, settings), _options(target)
    checks.nesterov(wanted["nesterov"], wanted["momentum"])
    words = {option: word for word, option in WORDS[target].items()}
    theirs = {option: word for word, option in WORDS[source].items()}
    differ = [o for o in wanted if o not in words and wanted[o] != has[o]]
    state, missing = {}, {}
    for option in differ:
        if option == "initial_cache":
            state = _first_state(target, wanted)
        elif option in ("weight_decay", "decoupled_weight_decay"):
            if wanted["weight_decay"]:
                by_hand = _DECAY_BY_HAND[wanted["decoupled_weight_decay"]]
                missing["weight_decay"] = by_hand.format(wanted["weight_decay"])
        elif option == "rate_in_momentum":
            if (
                wanted["momentum"]
                and "momentum" in words
                and callable(wanted["learning_rate"])
            ):
                when = "at once" if wanted[option] else "only step by step"
                missing["momentum"] = _WHY[option].format(when)
        elif option == "epsilon_inside_sqrt":
            place = "outside" if wanted[option] else "inside"
            missing[theirs["epsilon"]] = _WHY[option].format(place)
            power = 0.5 if wanted[option] else 2
            moved = float(f"{wanted['epsilon'] ** power:.12g}")  # 1e-16, to be read
            wanted["epsilon"] = max(moved, checks.TINY)
        else:
            name = theirs.get(option, option)
            missing[name] = _WHY.get(option, f"it is always {has[option]} here")
    if "weight_decay" in missing:
        wanted["weight_decay"] = 0.0
    always = ("learning_rate", "decay_rate", "epsilon")
    arguments = {
        word: wanted[option]
        for option, word in words.items()
        if option in always or wanted[option] != has[option]
    }
    return Conversion(target, arguments, state, missing)


def _options(framework):
    """Return all options of `RMSpropVariant` as they are in a framework."""
    signature = inspect.signature(RMSpropVariant).parameters
    return {name: p.default for name, p in signature.items()} | SETTINGS[framework]


def _read(source, settings):
    """Return what a recipe says, checked, by our names."""
    words, said = WORDS[source], {}
    for word, value in settings.items():
        if word not in words:
            raise checks.refused(word, repr(value), f"one of {source}'s {[*words]}")
        option = words[word]
        if value is not None:
            check = RMSpropVariant.settings.get(option, checks.rate)
            constant = option != "learning_rate" or not callable(value)
            said[option] = check(word, value) if constant else value
    if source in RATELESS and "learning_rate" not in said:
        raise checks.refused("learning_rate", "none", f"a number: {source} has none")
    return said


def _first_state(target, wanted):
    """Return what to fill the state with. PyTorch makes its own unless it is whole."""
    state = {NAMES[target][1]: wanted["initial_cache"]}
    if target == "pytorch":
        state = {"step": 0.0} | state
        state |= {"momentum_buffer": 0.0} if wanted["momentum"] else {}
        state |= {"grad_avg": 0.0} if wanted["centered"] else {}
    return state
