"""What the article's sections 4, 10 and 11 compute, operation by operation.

Float64 parameters, new arrays for every result, batches in the order of the rows. With
`dtype=np.float32` the parameters have the type of the data.
"""

import numpy as np


class Network:
    def __init__(self, inputs, hidden, classes, dtype=np.float64):
        rng = np.random.default_rng(0)
        self.params = {
            "w1": (rng.standard_normal((inputs, hidden)) * 0.01).astype(dtype),
            "b1": np.zeros((1, hidden), dtype),
            "w2": (rng.standard_normal((hidden, classes)) * 0.01).astype(dtype),
            "b2": np.zeros((1, classes), dtype),
        }

    def loss_and_grads(self, X, y):
        p = self.params
        a1 = np.maximum(0, np.dot(X, p["w1"]) + p["b1"])
        scores = np.exp(np.dot(a1, p["w2"]) + p["b2"])
        probs = scores / np.sum(scores, axis=1, keepdims=True)
        rows = range(len(X))
        loss = np.sum(-np.log(probs[rows, y])) / len(y)
        probs[rows, y] -= 1
        probs /= len(X)
        delta = np.dot(probs, p["w2"].T)
        delta[a1 <= 0] = 0
        return loss, {
            "w1": np.dot(X.T, delta),
            "b1": np.sum(delta, axis=0, keepdims=True),
            "w2": np.dot(a1.T, probs),
            "b2": np.sum(probs, axis=0, keepdims=True),
        }


class RMSprop:
    def __init__(self, learning_rate=0.01, decay_rate=0.9, epsilon=1e-8):
        self.learning_rate = learning_rate
        self.decay_rate = decay_rate
        self.epsilon = epsilon
        self.cache = {}

    def update(self, params, grads):
        for name in params:
            if name not in self.cache:
                self.cache[name] = np.zeros_like(params[name])
            self.cache[name] = self.decay_rate * self.cache[name] + (
                1 - self.decay_rate
            ) * np.square(grads[name])
            params[name] -= (
                self.learning_rate
                * grads[name]
                / (np.sqrt(self.cache[name]) + self.epsilon)
            )
        return params
