"""The RMSprops of the frameworks, as one class whose options tell them apart.

"RMSprop" names an idea, not one formula: PyTorch, Keras, TensorFlow 1 and Optax each
compute something else. `like("keras")` computes what Keras computes. All formulas were
read from the sources of PyTorch 2.13, Keras 3.15, Optax 0.2.8 and TensorFlow 2.21 (its
v1 class), and the tests compare them with numbers recorded from those versions.
"""

import inspect

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
