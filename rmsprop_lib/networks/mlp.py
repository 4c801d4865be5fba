"""A multilayer perceptron: ReLU layers, softmax, cross-entropy, with its gradients."""

import numbers

import numpy as np

ROWS = 4096  # rows of X that predict_proba takes at once
_NO_CLASSES = object()  # None may be given by mistake


class MLP:
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
        if (
            not isinstance(sizes, (tuple, list))
            or len(sizes) < 2
            or not all(_is_whole(n) and n > 0 for n in sizes)
        ):
            raise ValueError(
                f"sizes: {sizes!r} was given; expected at least two "
                "whole numbers above 0"
            )
        for name, share in (("dropout", dropout), ("input_dropout", input_dropout)):
            if not isinstance(share, numbers.Real) or not 0 <= share < 1:
                raise ValueError(
                    f"{name}: {share!r} was given; expected a number in [0, 1)"
                )
        if not _is_whole(seed) or seed < 0:
            raise ValueError(
                f"seed: {seed!r} was given; expected a whole number, 0 or more"
            )
        if dtype not in (np.float32, np.float64, "float32", "float64"):
            raise ValueError(f"dtype: {dtype!r} was given; expected float32 or float64")
        self.dtype = np.dtype(dtype)
        self.sizes = tuple(int(n) for n in sizes)
        self.dropout = dropout
        self.input_dropout = input_dropout
        self.rng = np.random.default_rng(seed)
        self.params = {}
        for layer, (inputs, units) in enumerate(
            zip(sizes[:-1], sizes[1:], strict=True), start=1
        ):
            w = self.rng.normal(0, np.sqrt(2 / inputs), (inputs, units))
            self.params[f"w{layer}"] = w.astype(self.dtype)
            self.params[f"b{layer}"] = np.zeros(units, self.dtype)
        self._buffers = {}

    def loss_and_grads(self, X, y):
        """Return the mean cross-entropy (nats) and its gradient for every parameter.

        Parameters
        ----------
        X : floats of shape (n, inputs); y : integers of shape (n,), the classes

        The gradients live in arrays that the next call overwrites: use them, or copy
        them, before. Where scores overflow the loss is NaN, and `train` stops there.

        Raises
        ------
        TypeError, ValueError : naming X or y, what was given and what is expected
        """
        X, y = self._checked(X, y)
        activations, masks = self._forward(X)
        probabilities = activations.pop()  # (n, classes)
        n = len(X)
        rows = np.arange(n)
        loss = float(-np.log(np.maximum(probabilities[rows, y], self._tiny)).mean())
        delta = probabilities  # becomes ∂loss/∂z of the last layer
        delta[rows, y] -= 1
        delta /= n
        grads = {}
        for layer in range(len(self.sizes) - 1, 0, -1):
            a, w = activations.pop(), self.params[f"w{layer}"]
            grads[f"w{layer}"] = np.matmul(
                a.T, delta, out=self._buffer(f"dw{layer}", w.shape)
            )
            grads[f"b{layer}"] = delta.sum(axis=0)
            if layer > 1:
                delta = np.matmul(
                    delta, w.T, out=self._buffer(f"delta{layer}", a.shape)
                )
                # A unit passes the gradient on where it is above 0. With dropout, a is
                # scaled, and 0 where the unit was left out: the mask does both.
                delta *= a > 0
                if masks[layer - 1] is not None:
                    delta *= masks[layer - 1]
        return loss, grads

    def loss(self, X, y):
        """Return the mean cross-entropy (nats), without dropout."""
        X, y = self._checked(X, y)
        chosen = self.predict_proba(X)[np.arange(len(X)), y]
        return float(-np.log(np.maximum(chosen, self._tiny)).mean())

    def predict_proba(self, X):
        """Return the probability of each class, shape (n, classes), without dropout.

        Raises ValueError if scores overflow, besides what `loss_and_grads` raises.
        """
        X, _ = self._checked(X)
        parts = [
            self._forward(X[start : start + ROWS], train=False)[0][-1].copy()
            for start in range(0, len(X), ROWS)
        ]
        probabilities = np.concatenate(parts)
        if not np.isfinite(probabilities).all():
            raise ValueError(
                "params: the scores of X are not finite; expected finite parameters "
                f"and sums of products that {self.dtype} can hold"
            )
        return probabilities

    def predict(self, X):
        """Return the most probable class of each row, shape (n,)."""
        return self.predict_proba(X).argmax(axis=1)

    def _forward(self, X, train=True):
        """Return [X, a1, …, probabilities] and each layer's dropout mask or None."""
        a, activations, masks = X, [], []
        last = len(self.sizes) - 1
        for layer in range(1, last + 1):
            share = self.input_dropout if layer == 1 else self.dropout
            mask = self._mask(a.shape, share) if train and share else None
            if mask is not None:
                a = np.multiply(a, mask, out=self._buffer(f"in{layer}", a.shape))
            activations.append(a)
            masks.append(mask)
            w = self.params[f"w{layer}"]
            a = np.matmul(a, w, out=self._buffer(f"a{layer}", (len(X), w.shape[1])))
            a += self.params[f"b{layer}"]
            if layer < last:
                np.maximum(a, 0, out=a)
        a -= a.max(axis=1, keepdims=True)  # so that exp cannot overflow
        np.exp(a, out=a)
        a /= a.sum(axis=1, keepdims=True)
        return [*activations, a], masks

    def _mask(self, shape, share):
        """Return 1/(1−share) where a unit is kept and 0 where it is left out."""
        kept = self.rng.random(shape, dtype=np.float32) >= share
        return kept.astype(self.dtype) / self.dtype.type(1 - share)

    def _buffer(self, name, shape):
        """Return an array to write to, the same one every time for a name and shape."""
        key = name, shape
        if key not in self._buffers:
            self._buffers[key] = np.empty(shape, self.dtype)
        return self._buffers[key]

    @property
    def _tiny(self):
        return np.finfo(self.dtype).tiny  # log(0) would be infinite

    def _check_params(self):
        """Raise if somebody has taken an array away, or put another kind in."""
        for layer, shape in enumerate(
            zip(self.sizes[:-1], self.sizes[1:], strict=True), start=1
        ):
            for name, expected in ((f"w{layer}", shape), (f"b{layer}", shape[1:])):
                theta = self.params.get(name)
                if (
                    not isinstance(theta, np.ndarray)
                    or theta.shape != expected
                    or theta.dtype != self.dtype
                ):
                    given = (
                        f"{theta.dtype} {theta.shape}"
                        if isinstance(theta, np.ndarray)
                        else type(theta).__name__
                    )
                    raise ValueError(
                        f"params[{name!r}]: {given} was given; expected {self.dtype} "
                        f"{expected}"
                    )

    def _checked(self, X, y=_NO_CLASSES):
        if not isinstance(X, np.ndarray) or not np.issubdtype(X.dtype, np.floating):
            given = X.dtype if isinstance(X, np.ndarray) else type(X).__name__
            raise TypeError(
                f"X: {given} was given; expected an array of floats (scale pixels "
                "first)"
            )
        if X.ndim != 2 or X.shape[1] != self.sizes[0]:
            raise ValueError(
                f"X: shape {X.shape} was given; expected (n, {self.sizes[0]})"
            )
        if len(X) == 0:
            raise ValueError("X: no rows were given; expected at least one")
        with np.errstate(over="ignore"):
            X = X.astype(self.dtype, copy=False)
            finite = np.isfinite(np.vdot(X, X))  # one quick pass
        if not finite and not np.isfinite(X).all():
            raise ValueError(
                "X: NaN or infinity was given, or a number too large for "
                f"{self.dtype}; expected finite numbers"
            )
        self._check_params()
        if y is _NO_CLASSES:
            return X, None
        if not isinstance(y, np.ndarray) or not np.issubdtype(y.dtype, np.integer):
            given = y.dtype if isinstance(y, np.ndarray) else type(y).__name__
            raise TypeError(f"y: {given} was given; expected an array of integers")
        if y.shape != (len(X),):
            raise ValueError(f"y: shape {y.shape} was given; expected ({len(X)},)")
        if y.min() < 0 or y.max() >= self.sizes[-1]:
            raise ValueError(
                f"y: classes from {y.min()} to {y.max()} were given; expected 0 to "
                f"{self.sizes[-1] - 1}"
            )
        return X, y


def _is_whole(value):
    return isinstance(value, numbers.Integral) and not isinstance(
        value, (bool, np.bool_)
    )
