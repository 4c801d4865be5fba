"""The article's first network: a hidden layer of sigmoids and a sigmoid at the end."""

import numpy as np


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
        for name, number in (("inputs", inputs), ("hidden", hidden)):
            if isinstance(number, bool) or not isinstance(number, int) or number < 1:
                raise ValueError(
                    f"{name}: {number!r} was given; expected a whole number above 0"
                )
        rng = np.random.default_rng(seed)
        self.params = {
            "w1": rng.normal(size=(inputs, hidden)),
            "b1": np.zeros((1, hidden)),
            "w2": rng.normal(size=(hidden, 1)),
            "b2": np.zeros((1, 1)),
        }

    def forward(self, X):
        """Return a₁, shape (n, hidden), and z₂ = a₁ w₂ + b₂, shape (n, 1)."""
        inputs = self.params["w1"].shape[-2]
        if np.ndim(X) != 2 or np.shape(X)[1] != inputs:
            raise ValueError(
                f"X: shape {np.shape(X)} was given; expected (n, {inputs})"
            )
        a1 = sigmoid(X @ self.params["w1"] + self.params["b1"])
        return a1, a1 @ self.params["w2"] + self.params["b2"]

    def predict_proba(self, X):
        """Return the probability that a row's answer is 1, shape (n, 1)."""
        return sigmoid(self.forward(X)[1])

    def loss_and_grads(self, X, y):
        """Return the mean cross-entropy (nats per row) and its gradients, as a dict.

        X : numbers of shape (n, inputs); y : 0 or 1, of shape (n, 1)

        Raises ValueError if a shape is another; y of shape (n,) would be broadcast.
        """
        a1, z2 = self.forward(X)
        if np.shape(y) != (len(X), 1):
            raise ValueError(
                f"y: shape {np.shape(y)} was given; expected ({len(X)}, 1)"
            )
        loss = (np.logaddexp(0, z2) - y * z2).mean(axis=(-2, -1))
        delta2 = (sigmoid(z2) - y) / len(X)
        delta1 = delta2 @ self.params["w2"].mT * a1 * (1 - a1)
        return loss, {
            "w1": X.T @ delta1,
            "b1": delta1.sum(axis=-2, keepdims=True),
            "w2": a1.mT @ delta2,
            "b2": delta2.sum(axis=-2, keepdims=True),
        }
