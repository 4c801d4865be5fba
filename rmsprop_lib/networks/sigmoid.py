"""The article's first network: a hidden layer of sigmoids and a sigmoid at the end."""

import numpy as np

from rmsprop_lib import checks


def sigmoid(z):
    """Return 1 / (1 + e⁻ᶻ), for any z without overflow.

    e is only raised to powers of 0 or less: for z < 0 the fraction is widened by eᶻ.

    Examples
    --------
    >>> sigmoid(np.array([-1000.0, 0.0, 1000.0]))
    array([0. , 0.5, 1. ])
    """
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


class SigmoidNetwork:
    """A network with one hidden layer whose only output is the probability of a 1.

    a₁ = σ(X w₁ + b₁), a₂ = σ(a₁ w₂ + b₂). Weights start as standard normal numbers,
    biases at 0, as in the article.

    Parameters
    ----------
    inputs, hidden : numbers of columns of X and of hidden units
    seed : of the first weights

    `params` is a dict of float64 arrays: w1 (inputs, hidden), b1 (1, hidden), w2
    (hidden, 1), b2 (1, 1). All arrays may have one more axis in front, of the same
    length: then they hold that many networks, which are computed at once.

    Examples
    --------
    >>> network = SigmoidNetwork(inputs=3, hidden=4)
    >>> X, y = np.eye(3), np.array([[0], [1], [1]])
    >>> loss, grads = network.loss_and_grads(X, y)
    >>> {name: g.shape for name, g in grads.items()}
    {'w1': (3, 4), 'b1': (1, 4), 'w2': (4, 1), 'b2': (1, 1)}
    """

    def __init__(self, inputs, hidden, seed=0):
        inputs = checks.whole("inputs", inputs, 1)
        hidden = checks.whole("hidden", hidden, 1)
        rng = np.random.default_rng(checks.whole("seed", seed))
        self.params = {
            "w1": rng.normal(size=(inputs, hidden)),
            "b1": np.zeros((1, hidden)),
            "w2": rng.normal(size=(hidden, 1)),
            "b2": np.zeros((1, 1)),
        }
        self.shapes = {name: theta.shape for name, theta in self.params.items()}

    def loss_and_grads(self, X, y):
        """Return the mean cross-entropy (nats per row) and its gradients, as a dict.

        X : numbers of shape (n, inputs); y : 0 or 1, of shape (n, 1)

        Raises TypeError or ValueError, naming `params`, X or y; a y of shape (n,) would
        be broadcast.
        """
        X, y = self.check(X, y)
        a1, z2 = self.forward(X)
        loss = (np.logaddexp(0, z2) - y * z2).mean(axis=(-2, -1))
        return loss, self.backward(X, a1, (sigmoid(z2) - y) / len(X))

    def forward(self, X):
        """Return a₁, shape (n, hidden), and z₂ = a₁ w₂ + b₂, shape (n, 1)."""
        p = self.params
        a1 = sigmoid(X @ p["w1"] + p["b1"])
        return a1, a1 @ p["w2"] + p["b2"]

    def backward(self, X, a1, delta2):
        """Return the gradients, as a dict, from δ₂ = ∂loss/∂z₂."""
        delta1 = delta2 @ self.params["w2"].mT * a1 * (1 - a1)
        return {
            "w1": X.T @ delta1,
            "b1": delta1.sum(axis=-2, keepdims=True),
            "w2": a1.mT @ delta2,
            "b2": delta2.sum(axis=-2, keepdims=True),
        }

    def predict_proba(self, X):
        """Return the probability that a row's answer is 1, shape (n, 1).

        Raises ValueError if scores are not finite, besides what `check` raises.
        """
        _, z2 = self.forward(self.inputs(X))
        checks.scores(z2)
        return sigmoid(z2)

    def check(self, X, y):
        """Return X and y, or raise what `loss_and_grads` raises."""
        X = self.inputs(X)
        return X, checks.answers("y", y, len(X))

    def inputs(self, X):
        """Return X, or raise as `check` does."""
        front = np.shape(self.params.get("w1"))[:-2]  # many networks at once
        shapes = {name: (*front, *shape) for name, shape in self.shapes.items()}
        checks.parameters(self.params, shapes, np.float64)
        return checks.examples("X", X, self.shapes["w1"][0], np.float64, "iuf")
