"""A recurrent network that reads words in order, with its gradients."""

import math

import numpy as np

ROWS = 256  # texts that predict_proba takes at once


class RNNClassifier:
    """Embedding, tanh recurrence, read-out, softmax: a class for each text.

    h_t = tanh(e_t wx + h_{t−1} wh + b), where e_t is the embedding of word t; the
    read-out is the last state or the mean of all states. Embeddings start as normal
    numbers of standard deviation `embedding_scale`, wh orthogonal, the others normal
    with variance 1 / inputs, biases at 0.

    Parameters
    ----------
    vocabulary_size : number of tokens, with token 0, which is padding
    embedding_size, hidden_size, classes : numbers of units
    readout : "last", the state after the last word, or "mean", of all states
    recurrent : False leaves wh out; each state then sees its own word only
    segment : None, or a number of words: texts are cut into segments of so many, each
        starts with h = 0, and the mean is over all words (for long texts)
    crop : None, or a number of words: `loss_and_grads` takes so many in a row from a
        longer text, from a place chosen at random
    dropout : share of the numbers that is left out at random in `loss_and_grads`, of
        the embeddings (the same for each occurrence of a word in a batch) and of the
        read-out
    seed : of the first weights, of dropout and crops; dtype : float32 or float64

    `params` is a dict: embedding (vocabulary_size, embedding_size), wx
    (embedding_size, hidden_size), wh (hidden_size, hidden_size), b, wy (hidden_size,
    classes), by. X is an array of integers (n, time): the tokens of each text, then 0
    up to the end of its row. Padding never changes a text's result.

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
        segment=None,
        crop=None,
        dropout=0.0,
        embedding_scale=0.1,
        seed=0,
        dtype=np.float32,
    ):
        for name, number in (
            ("vocabulary_size", vocabulary_size),
            ("embedding_size", embedding_size),
            ("hidden_size", hidden_size),
            ("classes", classes),
            ("segment", 1 if segment is None else segment),
            ("crop", 1 if crop is None else crop),
        ):
            if isinstance(number, bool) or not isinstance(number, int) or number < 1:
                raise ValueError(
                    f"{name}: {number!r} was given; expected a whole number above 0"
                )
        if readout not in ("mean", "last"):
            raise ValueError(f"readout: {readout!r} was given; expected mean or last")
        if segment is not None and readout == "last":
            raise ValueError("segment: only for readout='mean', which sees them all")
        if not 0 <= dropout < 1:
            raise ValueError(
                f"dropout: {dropout} was given; expected a number in [0, 1)"
            )
        self.dtype = np.dtype(dtype)
        if self.dtype not in (np.float32, np.float64):
            raise ValueError(f"dtype: {dtype} was given; expected float32 or float64")
        self.vocabulary_size, self.classes = vocabulary_size, classes
        self.readout, self.recurrent = readout, recurrent
        self.segment, self.crop, self.dropout = segment, crop, dropout
        self.rng = rng = np.random.default_rng(seed)
        sizes = embedding_size, hidden_size
        orthogonal, _ = np.linalg.qr(rng.normal(size=(hidden_size, hidden_size)))
        params = {
            "embedding": rng.normal(
                0, embedding_scale, (vocabulary_size, embedding_size)
            ),
            "wx": rng.normal(0, embedding_size**-0.5, sizes),
            "b": np.zeros(hidden_size),
            "wh": orthogonal,
            "wy": rng.normal(0, hidden_size**-0.5, (hidden_size, classes)),
            "by": np.zeros(classes),
        }
        if not recurrent:
            del params["wh"]
        self.params = {name: p.astype(self.dtype) for name, p in params.items()}
        self._tiny = np.finfo(self.dtype).tiny  # log(0) would be infinite
        self._buffers = {}
        self._touched = None  # rows of the embedding's gradient that are not 0

    def loss_and_grads(self, X, y):
        """Return the mean cross-entropy (nats) and its gradient for every parameter.

        Parameters
        ----------
        X : integers of shape (n, time), see the class; y : integers of shape (n,)

        The gradients live in arrays that the next call overwrites: use them, or copy
        them, before.

        Raises
        ------
        TypeError, ValueError : naming X or y, what was given and what is expected
        """
        X, lengths, y = self._checked(X, y)
        if self.crop is not None:
            X, lengths = self._cropped(X, lengths)
        f = self._forward(X, lengths, train=True)
        n, rows, params = len(X), np.arange(len(X)), self.params
        p = f["probabilities"]
        loss = float(-np.log(np.maximum(p[rows, y], self._tiny)).mean())
        delta = p  # becomes ∂loss/∂z, z = r wy + by
        delta[rows, y] -= 1
        delta /= n
        grads = {"wy": f["r"].T @ delta, "by": delta.sum(axis=0)}
        dr = delta @ params["wy"].T
        if f["r_mask"] is not None:
            dr *= f["r_mask"]
        _, delta = self._through_time(f, dr)
        _, batch, H = delta.shape
        flat = delta.reshape(-1, H)
        grads["b"] = np.ones(len(flat), flat.dtype) @ flat  # faster than sum(axis=0)
        if self.recurrent:
            grads["wh"] = f["states"][:-1].reshape(-1, H).T @ flat[batch:]
        summed = _sums(flat, f["place"], len(f["words"]))  # over a word's occurrences
        grads["wx"] = f["embedded"].T @ summed
        rows = summed @ params["wx"].T
        if f["e_mask"] is not None:
            rows *= f["e_mask"]
        grads["embedding"] = self._embedding_gradient(f["words"], rows)
        return loss, {name: grads[name] for name in params}

    def loss(self, X, y):
        """Return the mean cross-entropy (nats), without dropout and crops."""
        _, _, y = self._checked(X, y)
        chosen = self.predict_proba(X)[np.arange(len(X)), y]
        return float(-np.log(np.maximum(chosen, self._tiny)).mean())

    def predict_proba(self, X):
        """Return the probability of each class, (n, classes), without dropout."""
        X, lengths, _ = self._checked(X)
        result = np.empty((len(X), self.classes), self.dtype)
        order = np.argsort(lengths, kind="stable")  # little padding in a part
        for start in range(0, len(X), ROWS):
            rows = order[start : start + ROWS]
            f = self._forward(X[rows], lengths[rows], train=False)
            result[rows] = f["probabilities"]
        return result

    def predict(self, X):
        """Return the most probable class of each text, shape (n,)."""
        return self.predict_proba(X).argmax(axis=1)

    def norms_back(self, X, y):
        """Return the norm of ∂loss/∂h_t for every t, (time,): how far it reaches.

        X : one text or texts of the same length, as in `loss_and_grads`; without
        dropout and crops. With read-out "last", the gradient enters at the last word
        and is carried back by wh.
        """
        X, lengths, y = self._checked(X, y)
        if (lengths != lengths[0]).any() or self.readout != "last":
            raise ValueError("X: expected texts of one length, and readout='last'")
        f = self._forward(X, lengths, train=False)
        delta = f["probabilities"]
        delta[np.arange(len(X)), y] -= 1
        g, _ = self._through_time(f, delta @ self.params["wy"].T / len(X))
        return np.linalg.norm(g, axis=(1, 2))

    def _forward(self, X, lengths, train):
        """Return what the way back needs. Arrays are time-major: (time, batch, H)."""
        params, H = self.params, len(self.params["b"])
        owner = None
        X = X[:, : lengths.max()]
        if self.segment is not None:
            X, lengths, owner = self._segmented(X, lengths)
        time, batch = X.shape[1], X.shape[0]
        # Each word of the batch once: fewer rows to project, and to sum on the way back
        words, place = np.unique(X.T, return_inverse=True)
        embedded = params["embedding"][words]
        e_mask = self._mask(embedded.shape) if train and self.dropout else None
        if e_mask is not None:
            embedded *= e_mask
        projected = embedded @ params["wx"]
        projected += params["b"]
        states = self._buffer("states", (time, batch, H))
        projected.take(place.reshape(-1), 0, out=states.reshape(-1, H), mode="clip")
        carried = self._buffer("carried", (batch, H))
        for t, h in enumerate(states):
            if t and self.recurrent:
                h += np.dot(states[t - 1], params["wh"], out=carried)
            np.tanh(h, out=h)
        # The read-out is a weighted sum of the states; padding has the weight 0.
        if self.readout == "last":
            weights = np.equal(np.arange(time)[:, None], lengths - 1)
        else:
            total = lengths
            if owner is not None:
                total = np.bincount(owner, lengths)[owner]
            weights = (np.arange(time)[:, None] < lengths) / total
        weights = weights.astype(self.dtype)
        r = np.einsum("tbh,tb->bh", states, weights)
        if owner is not None:
            r = np.add.reduceat(r, np.flatnonzero(np.diff(owner, prepend=-1)), axis=0)
        r_mask = self._mask(r.shape) if train and self.dropout else None
        if r_mask is not None:
            r = r * r_mask
        z = r @ params["wy"]
        z += params["by"]
        z -= z.max(axis=1, keepdims=True)  # so that exp cannot overflow
        np.exp(z, out=z)
        z /= z.sum(axis=1, keepdims=True)
        return {
            **{"probabilities": z, "r": r, "r_mask": r_mask, "states": states},
            **{"words": words, "place": place, "embedded": embedded},
            **{"e_mask": e_mask, "weights": weights, "owner": owner},
        }

    def _through_time(self, f, dr):
        """Return g, ∂loss/∂h, and delta, ∂loss/∂(what tanh is taken of), for every t.

        `dr` is ∂loss/∂(read-out); both results have the shape of the states.
        """
        h = f["states"]
        if f["owner"] is not None:
            dr = dr[f["owner"]]  # a segment's is that of its text
        # What reaches h_t by its own share of the read-out …
        g = np.multiply(f["weights"][:, :, None], dr, out=self._buffer("g", h.shape))
        delta = np.multiply(h, h, out=self._buffer("delta", h.shape))
        np.subtract(1, delta, out=delta)  # the derivative of tanh, by its output
        carried = self._buffer("carried", dr.shape)
        back = np.ascontiguousarray(self.params["wh"].T) if self.recurrent else None
        for t in reversed(range(len(h))):
            if t + 1 < len(h) and self.recurrent:  # … and from h_{t+1}
                g[t] += np.dot(delta[t + 1], back, out=carried)
            delta[t] *= g[t]
        return g, delta

    def _embedding_gradient(self, words, rows):
        gradient = self._buffer("embedding", self.params["embedding"].shape)
        if self._touched is None:
            gradient[...] = 0
        else:
            gradient[self._touched] = 0
        gradient[words] = rows
        self._touched = words
        return gradient

    def _segmented(self, X, lengths):
        """Return the segments as rows, their lengths, and the text each is from."""
        n, size = len(X), self.segment
        pieces = -(-X.shape[1] // size)
        X = np.pad(X, [(0, 0), (0, pieces * size - X.shape[1])])
        left = lengths[:, None] - size * np.arange(pieces)
        left = np.clip(left, 0, size).reshape(-1)
        some = left > 0
        owner = np.repeat(np.arange(n), pieces)[some]
        return X.reshape(-1, size)[some], left[some], owner

    def _cropped(self, X, lengths):
        room = np.maximum(lengths - self.crop, 0)
        start = self.rng.integers(0, room + 1)
        columns = start[:, None] + np.arange(min(self.crop, X.shape[1]))
        X = np.take_along_axis(X, np.minimum(columns, X.shape[1] - 1), axis=1)
        return X, np.minimum(lengths, self.crop)

    def _mask(self, shape):
        """Return 1/(1−share) where a number is kept and 0 where it is left out."""
        kept = self.rng.random(shape, dtype=np.float32) >= self.dropout
        return kept.astype(self.dtype) / self.dtype.type(1 - self.dropout)

    def _buffer(self, name, shape):
        """Return an array to write to, a part of one that grows when it has to."""
        size = math.prod(shape)
        if name not in self._buffers or self._buffers[name].size < size:
            self._buffers[name] = np.empty(size, self.dtype)
        return self._buffers[name][:size].reshape(shape)

    def _checked(self, X, y=None):
        """Return X, the length of each text, and y, or raise."""
        for name, array in (("X", X), ("y", y)):
            if name == "y" and y is None:
                continue
            if not isinstance(array, np.ndarray) or array.dtype.kind not in "iu":
                kind = array.dtype if isinstance(array, np.ndarray) else type(array)
                kind = getattr(kind, "__name__", kind)
                raise TypeError(
                    f"{name}: {kind} was given; expected an array of integers"
                )
        if X.ndim != 2 or 0 in X.shape:
            raise ValueError(
                f"X: shape {X.shape} was given; expected (texts, words), both above 0"
            )
        if X.min() < 0 or X.max() >= self.vocabulary_size:
            raise ValueError(
                f"X: tokens from {X.min()} to {X.max()} were given; expected 0 to "
                f"{self.vocabulary_size - 1}"
            )
        there = X != 0
        lengths = there.sum(axis=1)
        if (lengths == 0).any():
            raise ValueError(f"X: row {lengths.argmin()} has no words, only padding")
        if (there[:, 1:] > there[:, :-1]).any():
            raise ValueError("X: expected padding (0) only after the words of a row")
        if y is not None:
            if y.shape != (len(X),):
                raise ValueError(f"y: shape {y.shape} was given; expected ({len(X)},)")
            if y.min() < 0 or y.max() >= self.classes:
                raise ValueError(
                    f"y: classes from {y.min()} to {y.max()} were given; expected 0 to "
                    f"{self.classes - 1}"
                )
        return X, lengths, y


def _sums(rows, place, n):
    """Return n rows; row i is the sum of all `rows` whose `place` is i."""
    from scipy.sparse import csc_array  # here: only training needs it

    ones = np.ones(len(rows), rows.dtype)
    ends = np.arange(len(rows) + 1)
    return csc_array((ones, place.reshape(-1), ends), shape=(n, len(rows))) @ rows
