"""The shared code of the notebook series *RMSprop from scratch*.

Begin with `rmsprop_update`, the whole idea in two lines, and with `RMSprop`, the same
as a class. Everything that a reader needs can be imported from here:

optimizers
    rmsprop_update, RMSprop, SGD, AdaGrad, Adam, AdamW, linear_decay;
    RMSpropVariant, like, convert (the RMSprops of the frameworks)
things to minimise
    parabola, ravine, rosenbrock, saddle, minimize
networks
    MLP, RNNClassifier, SigmoidNetwork, check_gradients, numeric_gradient
training
    train, clip_by_global_norm, sweep
data
    load_images, load_reviews, load_documents, toy_reviews
in a notebook
    claim, show_source

>>> from rmsprop_lib import RMSprop, MLP, train
"""

import importlib

_HOMES = {
    "optimizers": "rmsprop_update RMSprop SGD AdaGrad Adam AdamW linear_decay",
    "variants": "RMSpropVariant like convert",
    "objectives": "parabola ravine rosenbrock saddle minimize",
    "networks": "MLP RNNClassifier SigmoidNetwork check_gradients numeric_gradient",
    "training": "train clip_by_global_norm",
    "sweeps": "sweep",
    "datasets": "load_images load_reviews load_documents toy_reviews",
    "exercises": "claim show_source",
}
_HOME = {name: home for home, names in _HOMES.items() for name in names.split()}
__all__ = [*_HOME]


def __getattr__(name):
    """Import a name when it is used: `import rmsprop_lib` alone stays quick."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__():
    return sorted([*globals(), *__all__])
