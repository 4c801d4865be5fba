"""The networks of the series, all with `params` and `loss_and_grads(X, y)`."""

from rmsprop_lib.networks.gradients import check_gradients, numeric_gradient
from rmsprop_lib.networks.mlp import MLP
from rmsprop_lib.networks.rnn import RNNClassifier
from rmsprop_lib.networks.sigmoid import SigmoidNetwork

__all__ = [
    "MLP",
    "RNNClassifier",
    "SigmoidNetwork",
    "check_gradients",
    "numeric_gradient",
]
