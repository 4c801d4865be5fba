"""A multilayer perceptron: ReLU layers, softmax, cross-entropy, with its gradients."""

import numpy as np

from rmsprop_lib import checks
from rmsprop_lib.networks.common import Classifier, cross_entropy, dropout_mask

ROWS = 4096  # rows of X whose scores are computed at once


class MLP(Classifier):
    """A network of fully connected layers for classification.

    Each hidden layer is max(0, a W + b); the last one is a softmax. Weights start as He
    normal numbers (variance 2 / inputs), biases at 0.

    Parameters
    ----------
    sizes : numbers of units, e.g. (784, 128, 10): inputs, hidden units …, classes
    dropout, input_dropout : share of hidden units, of inputs, that is left out at
        random in `loss_and_grads` (the others are scaled up), in [0, 1)
    seed : of the first weights and of dropout
    dtype : float32 or float64, of the parameters and of all arithmetic

    `params` is a dict: w1 of shape (inputs, units), b1 of shape (units,), w2, ….

    Raises TypeError or ValueError, naming the parameter.

    Sources: He, Zhang, Ren, Sun, ICCV 2015 (arXiv 1502.01852); Srivastava and others,
    JMLR 15:1929–1958 (2014) for dropout.

    Examples
    --------
    >>> model = MLP((4, 8, 3), seed=0)
    >>> X = np.ones((2, 4), dtype=np.float32)
    >>> model.predict_proba(X).shape
    (2, 3)
    >>> loss, grads = model.loss_and_grads(X, np.array([0, 2]))
    >>> sorted(grads)
    ['b1', 'b2', 'w1', 'w2']
    """

    def __init__(self, sizes, dropout=0.0, input_dropout=0.0, seed=0, dtype=np.float32):
        self.sizes = checks.wholes("sizes", sizes, at_least=2)
        self.dropout = checks.share("dropout", dropout)
        self.input_dropout = checks.share("input_dropout", input_dropout)
        self.dtype = checks.float_type("dtype", dtype)
        self.rng = np.random.default_rng(checks.whole("seed", seed))
        self.classes = self.sizes[-1]
        self.layers = range(1, len(self.sizes))
        self.params = {}
        for layer in self.layers:
            inputs, units = self.sizes[layer - 1 : layer + 1]
            w = self.rng.normal(0, np.sqrt(2 / inputs), (inputs, units))
            self.params[f"w{layer}"] = w.astype(self.dtype)
            self.params[f"b{layer}"] = np.zeros(units, self.dtype)
        self.shapes = {name: theta.shape for name, theta in self.params.items()}

    def loss_and_grads(self, X, y):
        """Return the mean cross-entropy (nats) and its gradient for every parameter.

        Parameters
        ----------
        X : floats of shape (n, inputs); y : integers of shape (n,), the classes

        Where scores overflow the loss may be NaN or infinite; `train` stops there.

        Raises
        ------
        TypeError, ValueError : naming X, y or a parameter, what was given and what is
            expected
        """
        X, y = self.check(X, y)
        masks = self.masks(len(X))
        inputs, z = self.forward(X, masks)
        loss, delta = cross_entropy(z, y)
        return loss, self.backward(inputs, delta, masks)

    def forward(self, X, masks=()):
        """Return what goes into each layer, [X, a1, …], and the scores z of the last.

        `masks` is what dropout multiplies the inputs of layers with, {layer: array}.
        """
        a, inputs = X, []
        for layer in self.layers:
            if layer in masks:
                a = a * masks[layer]
            inputs.append(a)
            z = a @ self.params[f"w{layer}"] + self.params[f"b{layer}"]
            a = np.maximum(0, z)
        return inputs, z

    def backward(self, inputs, delta, masks=()):
        """Return the gradient for every parameter, from delta = ∂loss/∂z."""
        grads = {}
        for layer in reversed(self.layers):
            a = inputs[layer - 1]
            grads[f"w{layer}"] = a.T @ delta
            grads[f"b{layer}"] = delta.sum(axis=0)
            if layer > 1:  # ReLU's derivative is 1 where the unit is above 0, else 0
                delta = (delta @ self.params[f"w{layer}"].T) * (a > 0)
                if layer in masks:
                    delta = delta * masks[layer]
        return grads

    def masks(self, n):
        """Draw the dropout of n rows: {layer: mask of its input}, if there is any."""
        shares = {layer: self.dropout for layer in self.layers}
        shares[1] = self.input_dropout
        return {
            layer: dropout_mask(self.rng, (n, self.sizes[layer - 1]), share, self.dtype)
            for layer, share in shares.items()
            if share
        }

    def inputs(self, X):
        """Return X in the network's float type, or raise as `check` does."""
        checks.parameters(self.params, self.shapes, self.dtype)
        return checks.examples("X", X, self.sizes[0], self.dtype)

    def scores(self, X):
        """Return the scores of the classes, (n, classes), without dropout."""
        parts = [X[start : start + ROWS] for start in range(0, len(X), ROWS)]
        return np.concatenate([self.forward(part)[1] for part in parts])
