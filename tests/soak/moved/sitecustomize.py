"""Every start of the library is moved by its last digits, in any Python that has this
folder on its path: the first weights of the networks, and where `minimize` begins.

A float64 is multiplied by 1 + 1e-12 · a normal number. A float32, which does not
resolve that, goes up or down to its neighbour, or stays: 1e-7 at most. The same start
is always moved in the same way.
"""

import functools
import zlib

import numpy as np

from rmsprop_lib import MLP, RNNClassifier, SigmoidNetwork, objectives


def moved(array):
    """Return the array, of floats, with other last digits."""
    rng = np.random.default_rng(zlib.crc32(array.tobytes()))
    if array.dtype == np.float32:
        up = np.array([-np.inf, 0, np.inf])[rng.integers(3, size=array.shape)]
        return np.where(up == 0, array, np.nextafter(array, up.astype(np.float32)))
    return array * (1 + 1e-12 * rng.normal(size=array.shape))


def with_moved_weights(init):
    @functools.wraps(init)
    def wrapped(self, *args, **settings):
        init(self, *args, **settings)
        for name, theta in self.params.items():
            if theta.any():  # a 0 has no last digit
                self.params[name] = moved(theta)

    return wrapped


def with_moved_start(minimize):
    @functools.wraps(minimize)
    def wrapped(objective, optimizer, start, steps):
        theta = np.asarray(start)
        if theta.dtype.kind in "fi":  # else minimize says what is wrong
            start = moved(theta.astype(float, copy=False))
        return minimize(objective, optimizer, start, steps)

    return wrapped


for network in (MLP, RNNClassifier, SigmoidNetwork):
    network.__init__ = with_moved_weights(network.__init__)
objectives.minimize = with_moved_start(objectives.minimize)
