"""What the networks share: softmax and cross-entropy, dropout, prediction."""

import numpy as np

from rmsprop_lib import checks


def softmax(z):
    """Return eᶻ / Σ eᶻ for each row of the scores z, (n, classes): its probabilities.

    The largest score of a row is subtracted first, so that exp cannot overflow.

    Examples
    --------
    >>> softmax(np.array([[0.0, 0.0], [0.0, 1000.0]]))
    array([[0.5, 0.5],
           [0. , 1. ]])
    """
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def cross_entropy(z, y):
    """Return the mean of −log softmax(z) at the classes y (nats), and its gradient.

    −log p_y = log Σ eᶻ − z_y, from the scores, is finite where p_y rounds to 0. The
    gradient is ∂loss/∂z = (softmax(z) − one-hot(y)) / n, an array of the shape of z.

    Examples
    --------
    >>> cross_entropy(np.array([[0.0, 0.0]]), np.array([1]))
    (0.6931471805599453, array([[ 0.5, -0.5]]))
    >>> cross_entropy(np.array([[0.0, 1000.0]]), np.array([0]))[0]
    1000.0
    """
    n, rows = len(z), np.arange(len(z))
    z = z - z.max(axis=1, keepdims=True)
    e = np.exp(z)
    total = e.sum(axis=1)
    loss = (np.log(total) - z[rows, y]).mean()
    delta = e / total[:, None]
    delta[rows, y] -= 1
    return float(loss), delta / n


def dropout_mask(rng, shape, share, dtype):
    """Return an array of 0, each with probability `share`, and of 1/(1−share).

    A sum over what is multiplied with it stays, on average, what it was.

    Source: Srivastava and others, JMLR 15:1929–1958 (2014).

    Examples
    --------
    >>> dropout_mask(np.random.default_rng(0), (2, 3), 0.5, np.float32)
    array([[2., 2., 2.],
           [0., 0., 0.]], dtype=float32)
    """
    kept = rng.random(shape, dtype=np.float32) >= share
    return kept / np.dtype(dtype).type(1 - share)


class Classifier:
    """A network whose scores, put through a softmax, are the classes' probabilities.

    A subclass has `params`, `shapes` {name: shape}, `dtype`, `classes`; `inputs(X)`
    returns X as the network takes it, or raises; `scores(X)` returns the scores, (n,
    classes), without dropout.
    """

    def check(self, X, y):
        """Return X and y as the network takes them, or raise.

        Raises what `loss_and_grads` raises, for all rows at once: TypeError or
        ValueError, naming `params`, X or y, what was given (and in which row) and what
        is expected.
        """
        X = self.inputs(X)
        return X, checks.classes("y", y, len(X), self.classes)

    def loss(self, X, y):
        """Return the mean cross-entropy (nats), without dropout.

        Raises what `predict_proba` raises.
        """
        X, y = self.check(X, y)
        return cross_entropy(self._finite_scores(X), y)[0]

    def predict_proba(self, X):
        """Return the probability of each class, shape (n, classes), without dropout.

        Raises ValueError if scores are not finite, besides what `check` raises.
        """
        return softmax(self._finite_scores(self.inputs(X)))

    def predict(self, X):
        """Return the most probable class of each row, shape (n,).

        Raises what `predict_proba` raises.
        """
        return self.predict_proba(X).argmax(axis=1)

    def _finite_scores(self, X):
        z = self.scores(X)
        checks.scores(z)
        return z
