"""A recurrent network that reads words in order, with its gradients."""

from types import SimpleNamespace

import numpy as np

from rmsprop_lib import checks
from rmsprop_lib.networks.common import Classifier, cross_entropy, dropout_mask

ROWS = 256  # texts whose scores are computed at once


class RNNClassifier(Classifier):
    """Embedding, tanh recurrence, read-out, softmax: a class for each text.

    h_t = tanh(e_t wx + h_{t−1} wh + b), where e_t is the embedding of word t; the
    read-out is the last state or the mean of all states. Embeddings start as normal
    numbers of standard deviation `embedding_scale`, wh orthogonal, the others normal
    with variance 1 / inputs, biases at 0.

    Parameters
    ----------
    vocabulary_size : number of tokens, 2 or more, with token 0, which is padding
    embedding_size, hidden_size, classes : numbers of units
    readout : "last", the state after the last word, or "mean", of all states
    recurrent : False leaves wh out; each state then sees its own word only
    dropout : share of the numbers that is left out at random in `loss_and_grads`, of
        the embeddings (the same for each occurrence of a word in a batch) and of the
        read-out, in [0, 1)
    embedding_scale : a number above 0
    seed : of the first weights and of dropout; dtype : float32 or float64

    `params` is a dict: embedding (vocabulary_size, embedding_size), wx
    (embedding_size, hidden_size), wh (hidden_size, hidden_size), b, wy (hidden_size,
    classes), by. X is an array of integers (n, time): the tokens of each text, then 0
    up to the end of its row. Padding never changes a text's result.

    Raises TypeError or ValueError, naming the parameter.

    Sources: Elman, Cognitive Science 14:179–211 (1990); Werbos, Proc. IEEE
    78:1550–1560 (1990) for back-propagation through time.

    Examples
    --------
    >>> model = RNNClassifier(vocabulary_size=9, embedding_size=4, hidden_size=5)
    >>> X = np.array([[3, 4, 5], [6, 7, 0]])
    >>> loss, grads = model.loss_and_grads(X, np.array([0, 1]))
    >>> list(grads)
    ['embedding', 'wx', 'b', 'wh', 'wy', 'by']
    >>> longer = np.pad(X, [(0, 0), (0, 9)])
    >>> np.array_equal(model.predict_proba(X), model.predict_proba(longer))
    True
    """

    def __init__(
        self,
        vocabulary_size,
        embedding_size=64,
        hidden_size=64,
        classes=2,
        readout="mean",
        recurrent=True,
        dropout=0.0,
        embedding_scale=0.1,
        seed=0,
        dtype=np.float32,
    ):
        self.vocabulary_size = V = checks.whole("vocabulary_size", vocabulary_size, 2)
        E = checks.whole("embedding_size", embedding_size, 1)
        H = checks.whole("hidden_size", hidden_size, 1)
        self.classes = checks.whole("classes", classes, 1)
        self.readout = checks.choice("readout", readout, ("mean", "last"))
        self.recurrent = checks.flag("recurrent", recurrent)
        self.dropout = checks.share("dropout", dropout)
        scale = checks.positive("embedding_scale", embedding_scale)
        self.dtype = checks.float_type("dtype", dtype)
        self.rng = rng = np.random.default_rng(checks.whole("seed", seed))
        orthogonal, _ = np.linalg.qr(rng.normal(size=(H, H)))
        params = {
            "embedding": rng.normal(0, scale, (V, E)),
            "wx": rng.normal(0, E**-0.5, (E, H)),
            "b": np.zeros(H),
            "wh": orthogonal,
            "wy": rng.normal(0, H**-0.5, (H, self.classes)),
            "by": np.zeros(self.classes),
        }
        if not recurrent:
            del params["wh"]
        self.params = {name: p.astype(self.dtype) for name, p in params.items()}
        self.shapes = {name: p.shape for name, p in params.items()}

    def loss_and_grads(self, X, y):
        """Return the mean cross-entropy (nats) and its gradient for every parameter.

        Parameters
        ----------
        X : integers of shape (n, time), see the class; y : integers of shape (n,)

        Where scores overflow the loss may be NaN or infinite; `train` stops there.

        Raises
        ------
        TypeError, ValueError : naming X, y or a parameter, what was given and what is
            expected
        """
        X, y = self.check(X, y)
        z, f = self.forward(X, self.dropout)
        loss, delta = cross_entropy(z, y)
        return loss, self.backward(f, delta)

    def forward(self, X, dropout=0.0):
        """Return the scores z, (n, classes), and all that the way back needs, by name.

        words : (words,), each word of X once; place : (time, n), which of them stands
        there; e : (words, embedding), their embeddings; h : (time, n, hidden), the
        states; weights : (time, n), their shares in r : (n, hidden), the read-out.
        """
        f, p = SimpleNamespace(), self.params
        f.words, f.place = np.unique(X.T, return_inverse=True)
        f.e, f.e_mask = self.dropped(p["embedding"][f.words], dropout)
        f.h = self.states(f.e, f.place)
        f.weights = self.weights(X)
        f.r, f.r_mask = self.dropped(self.read_out(f.h, f.weights), dropout)
        return f.r @ p["wy"] + p["by"], f

    def states(self, e, place):
        """Return the states, (time, n, hidden): h_t = tanh(e_t wx + h_{t−1} wh + b)."""
        p = self.params
        h = (e @ p["wx"] + p["b"]).take(place, axis=0)  # of each word, where it stands
        for t in range(len(h)):
            if t > 0 and self.recurrent:
                h[t] += h[t - 1] @ p["wh"]
            h[t] = np.tanh(h[t])
        return h

    def weights(self, X):
        """Return the share of each state in its text's read-out, (time, n)."""
        t, lengths = np.arange(X.shape[1])[:, None], (X != 0).sum(axis=1)
        last, mean = t == lengths - 1, (t < lengths) / lengths
        return (last if self.readout == "last" else mean).astype(self.dtype)

    def read_out(self, h, weights):
        """Return the sum of the states by their weights, (n, hidden)."""
        return np.einsum("tbh,tb->bh", h, weights)

    def backward(self, f, delta):
        """Return the gradient for every parameter, from delta = ∂loss/∂z."""
        p, H = self.params, f.h.shape[2]
        grads = {"wy": f.r.T @ delta, "by": delta.sum(axis=0)}
        dr = delta @ p["wy"].T * f.r_mask
        _, delta = self.back_through_time(f.h, f.weights, dr)
        K = delta.shape[2]  # the columns of wx and wh
        if self.recurrent:  # delta_t used wh on the state before
            grads["wh"] = f.h[:-1].reshape(-1, H).T @ delta[1:].reshape(-1, K)
        delta = delta.reshape(-1, K)  # (time · n, K)
        grads["b"] = np.ones(len(delta), delta.dtype) @ delta  # quicker than its sum
        delta = sums(delta, f.place, len(f.words))  # over all places of each word
        grads["wx"] = f.e.T @ delta
        grads["embedding"] = np.zeros_like(p["embedding"])
        grads["embedding"][f.words] = delta @ p["wx"].T * f.e_mask
        return {name: grads[name] for name in p}

    def back_through_time(self, h, weights, dr):
        """Return g = ∂loss/∂h and δ = ∂loss/∂(what tanh is taken of), both like h.

        `dr` is ∂loss/∂(read-out), (n, hidden).
        """
        g = weights[:, :, None] * dr  # by each state's own share of the read-out …
        delta = np.empty_like(h)
        back = self.params["wh"].T.copy() if self.recurrent else None  # in one piece
        for t in reversed(range(len(h))):
            if t + 1 < len(h) and self.recurrent:
                g[t] += delta[t + 1] @ back  # … and through the state after it
            delta[t] = g[t] * (1 - h[t] ** 2)
        return g, delta

    def inputs(self, X):
        """Return X without columns of padding alone, or raise as `check` does."""
        checks.parameters(self.params, self.shapes, self.dtype)
        X = checks.tokens("X", X, self.vocabulary_size)
        return X[:, : (X != 0).any(axis=0).sum()]

    def scores(self, X):
        """Return the scores of the classes, (n, classes), without dropout."""
        z = np.empty((len(X), self.classes), self.dtype)
        lengths = (X != 0).sum(axis=1)
        order = np.argsort(lengths, kind="stable")  # little padding in a part
        for start in range(0, len(X), ROWS):
            rows = order[start : start + ROWS]
            z[rows], _ = self.forward(X[rows, : lengths[rows].max()])
        return z

    def dropped(self, a, share):
        """Return `a` with a share of it left out, and the mask that does it."""
        if not share:
            return a, 1
        mask = dropout_mask(self.rng, a.shape, share, self.dtype)
        return a * mask, mask


def sums(rows, place, n):
    """Return n rows; row i is the sum of all `rows` whose `place` is i."""
    from scipy.sparse import csc_array  # here: only training needs it

    ones, ends = np.ones(len(rows), rows.dtype), np.arange(len(rows) + 1)
    return csc_array((ones, place.reshape(-1), ends), shape=(n, len(rows))) @ rows
