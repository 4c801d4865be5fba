"""Checks of notebook 10: parameters, softmax, the way back, zeros, a mean of logs."""

import numpy as np

from rmsprop_lib.exercises.checks import check_choice, check_function, check_number


def _softmax(z):
    z = np.asarray(z, dtype=float)
    powers = np.exp(z - z.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def _as_written(z):
    return np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)


def _maximum_of_all(z):
    powers = np.exp(z - z.max())
    return powers / powers.sum(axis=1, keepdims=True)


def _no_exp(z):
    return z / z.sum(axis=1, keepdims=True)


def _columns(z):
    powers = np.exp(z - z.max(axis=0))
    return powers / powers.sum(axis=0)


def _columns_of_shifted(z):
    powers = np.exp(z - z.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=0)


def _sum_of_all(z):
    powers = np.exp(z - z.max(axis=1, keepdims=True))
    return powers / powers.sum()


def _not_divided(z):
    return np.exp(z - z.max(axis=1, keepdims=True))


def _mean(z):
    powers = np.exp(z - z.mean(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def _logarithm(z):
    return np.log(_softmax(z))


def _plain_sum_of_all(z):
    return np.exp(z) / np.exp(z).sum()


def _maximum_and_sum_of_all(z):
    powers = np.exp(z - z.max())
    return powers / powers.sum()


_CASES = [
    (np.array([[1.0, 2.0, 3.0], [0.5, -1.0, 0.0], [2.5, 0.2, -0.3]]),),
    (np.array([[1000.0, 999.0, 0.0], [-1000.0, -1002.0, -1001.0]]),),
    (np.array([[2000.0, 0.0, 0.0], [0.0, 0.0, 1.0]]),),
]
_MISTAKES = {
    "This is z itself: put your lines in place of the comment.": lambda z: z,
    "exp overflows for z = 1000, and infinity divided by infinity is NaN. What may be "
    "subtracted from a row without changing its softmax?": _as_written,
    "You subtract the largest number of the whole array. What is left of a row whose "
    "numbers are all far below it?": _maximum_of_all,
    "All your numbers together add up to 1, and exp overflows. Each row needs a sum of "
    "its own; and what may be subtracted from a row before exp?": _plain_sum_of_all,
    "All your numbers together add up to 1. Each row needs a sum of its own, and a "
    "maximum of its own.": _maximum_and_sum_of_all,
    "You divide z by its sum. Where is the exponential, and what of negative z?":
        _no_exp,
    "Your columns add up to 1. A row is an image: along which axis do its classes lie?":
        _columns,
    "The rows are shifted rightly, but then divided by sums over the images. Which "
    "axis holds the classes?": _columns_of_shifted,
    "All numbers together add up to 1. Each image needs probabilities of its own: what "
    "do `axis` and `keepdims` do in `sum`?": _sum_of_all,
    "The largest of each row is 1. What must the numbers of a row add up to?":
        _not_divided,
    "You subtract the mean. Is the largest number then small enough for exp, whatever "
    "the row?": _mean,
    "These are logarithms of the probabilities. What is asked for here?": _logarithm,
}  # fmt: skip


def check_softmax(softmax):
    """Check `softmax(z)` over the rows of z, without overflow."""
    check_function(
        softmax,
        _softmax,
        _CASES,
        _MISTAKES,
        returns="an array of the shape of z",
        may_change_inputs=True,
        right="each row adds up to 1, and no row overflows",
    )


def check_parameter_count(answer):
    """Check the number of parameters of a network 784-128-10."""
    check_number(
        answer,
        101_770,
        {
            "These are the weights. What else does each unit have?": 101_632,
            "That is the first layer without its biases. What comes after the hidden "
            "layer?": 784 * 128,
            "That is the first layer. What comes after the hidden layer?": 100_480,
            "You have counted the biases of the hidden layer, not those of the last.":
                101_760,
            "You have counted the biases of the last layer, not those of the hidden "
            "one.": 101_642,
            "That is the number of units. How many arrows lead from one layer to the "
            "next?": 784 + 128 + 10,
            "That would be one big product. A layer connects its inputs with its units "
            "only.": 784 * 128 * 10,
        },
        right="784·128 + 128 weights and biases, then 128·10 + 10",
        rtol=1e-9,
    )  # fmt: skip


def check_zero_weights(answer):
    """Check which arrays change when all parameters are 0."""
    check_choice(
        answer,
        "b2",
        {
            "all": "follow the way back: delta times w2 is 0 if w2 is 0. What does w1 "
            "get, then?",
            "w2 and b2": "the gradient of w2 is the hidden activations times delta. "
            "What are the activations if w1 and b1 are 0?",
            "b2": "all activations are 0, and so is w2: nothing but the last bias has "
            "a gradient. It learns how frequent the digits are, and no more.",
            "none": "the model gives each digit the probability 0.1, and the right one "
            "should have 1. Is there no array that could react?",
        },
    )


def _way_back(a, w, delta):
    return a.T @ delta, delta.sum(axis=0), (delta @ w.T) * (a > 0)


def _with(**parts):
    """Return the way back with other formulas for w, b or before."""

    def way_back(a, w, delta):
        right = dict(zip(("w", "b", "before"), _way_back(a, w, delta), strict=True))
        wrong = {name: part(a, w, delta) for name, part in parts.items()}
        return tuple((right | wrong).values())

    return way_back


def _layer(n, inputs, units, seed):
    rng = np.random.default_rng(seed)
    a = np.maximum(0, rng.normal(size=(n, inputs)))
    return a, rng.normal(size=(inputs, units)), rng.normal(size=(n, units))


_WAY_BACK_MISTAKES = {
    "These are zeros still: put your lines in place of the comment.":
        lambda a, w, delta: (0 * w, np.zeros(w.shape[1]), 0 * a),
    "Gradients of w and b are right. Which units pass nothing on, because ReLU gave 0 "
    "for them?": _with(before=lambda a, w, delta: delta @ w.T),
    "You multiply what comes back by `a`. What is the slope of ReLU where it gives 3?":
        _with(before=lambda a, w, delta: (delta @ w.T) * a),
    "a (1 − a) is the slope of the sigmoid. What is that of ReLU?":
        _with(before=lambda a, w, delta: (delta @ w.T) * a * (1 - a)),
    "Your mask looks at the sign of what comes back. Which array says where the unit "
    "was silent?": _with(
        before=lambda a, w, delta: (delta @ w.T) * (delta @ w.T > 0)),
    "Your mask is upside down: what passes through a unit that gave 0?":
        _with(before=lambda a, w, delta: (delta @ w.T) * (a == 0)),
    "What you pass back is the slope of ReLU alone. What reaches the unit from behind?":
        _with(before=lambda a, w, delta: (a > 0).astype(float)),
    "The mean over the images has been taken already, in delta. Is b's gradient their "
    "mean once more, or their sum?": _with(b=lambda a, w, delta: delta.mean(axis=0)),
    "You divide by the number of images once more. Where has that been done already?":
        _with(w=lambda a, w, delta: a.T @ delta / len(a),
              b=lambda a, w, delta: delta.mean(axis=0)),
    "b's gradient is right; that of w is divided by the number of images once more.":
        _with(w=lambda a, w, delta: a.T @ delta / len(a)),
    "For w you count the images in which an input is above 0. By what is a weight "
    "multiplied on the way forward?": _with(w=lambda a, w, delta: (a > 0).T @ delta),
    "b's gradient is the same number for all units. Over which axis do images lie?":
        _with(b=lambda a, w, delta: np.full(w.shape[1], delta.sum())),
    "These are the parameters after a step of length 1. What is asked for are "
    "gradients.": _with(w=lambda a, w, delta: w - a.T @ delta),
}  # fmt: skip


def check_way_back(way_back):
    """Check `way_back(a, w, delta)`: the gradients of a layer, and delta before it."""
    check_function(
        way_back,
        _way_back,
        [_layer(5, 4, 3, 0), _layer(2, 3, 6, 1)],
        _WAY_BACK_MISTAKES,
        returns="three arrays: the gradient of w, that of b, and delta of the layer "
        "before",
        right="two products and a sum; a silent unit passes nothing on",
    )


def _log_mean(logs):
    largest = np.max(logs, axis=0)
    return largest + np.log(np.mean(np.exp(logs - largest), axis=0))


def _log_sum(logs):
    return _log_mean(logs) + np.log(len(logs))


def _shifted_by_all(logs):
    return logs.max() + np.log(np.exp(logs - logs.max()).mean(axis=0))


_LOG_MEAN_CASES = [
    (np.array([[-0.5, -2.0], [-1.5, -0.3], [-0.9, -4.0]]),),
    (np.array([[-5000.0, -3.0, -2.0], [-5001.0, -1.0, -2.5]]),),
    (np.array([[-1000.0, -1003.0, -1004.5], [-1002.0, -1001.0, -1004.0]]),),
    (np.array([[-2900.0, -0.1], [-1.0, -1200.0], [-2500.0, -0.7], [-2.8, -3.3]]),),
]
_LOG_MEAN_MISTAKES = {
    "These are the first network's: put your lines in place of the comment.":
        lambda logs: logs[0],
    "exp(−1000) is 0, and its logarithm −infinity. What may be taken out of the sum "
    "before exp?": lambda logs: np.log(np.exp(logs).mean(axis=0)),
    "You average the logarithms. If two networks say 0.9 and 0.1, is the mean "
    "probability 0.5, or √(0.9·0.1) = 0.3?": lambda logs: logs.mean(axis=0),
    "That is the logarithm of the sum. How many networks are there?": _log_sum,
    "You divide the logarithm by the number of networks. What happens to a logarithm "
    "when its number is divided?": lambda logs: _log_sum(logs) / len(logs),
    "The largest was subtracted before exp and is missing afterwards. Where does it "
    "come back?": lambda logs: _log_mean(logs) - logs.max(axis=0),
    "The largest comes back with the wrong sign.":
        lambda logs: _log_mean(logs) - 2 * logs.max(axis=0),
    "You add ln n where it should be subtracted.":
        lambda logs: _log_sum(logs) + np.log(len(logs)),
    "One largest number for the whole table: what is left of an image for which all "
    "networks lie far below it?": _shifted_by_all,
    "That is the largest alone. What do the other networks add?":
        lambda logs: logs.max(axis=0),
    "These are probabilities. The smallest of them are 0 in floats; what is asked for?":
        lambda logs: np.exp(_log_mean(logs)),
    "That is the loss: the sign is turned.": lambda logs: -_log_mean(logs),
    "These are logarithms to the base 10. Which one undoes exp?":
        lambda logs: _log_mean(logs) / np.log(10),
    "You subtract the mean. Is the largest number then small enough for exp, and the "
    "others not too small?": lambda logs: logs.mean(axis=0) + np.log(
        np.exp(logs - logs.mean(axis=0)).mean(axis=0)),
}  # fmt: skip


def check_log_mean(log_mean):
    """Check `log_mean(logs)`: the logarithm of the mean probability of networks."""
    check_function(
        log_mean,
        _log_mean,
        _LOG_MEAN_CASES,
        _LOG_MEAN_MISTAKES,
        returns="an array with a number for each image",
        may_change_inputs=True,
        right="the largest is taken out before exp, and put back after the logarithm",
    )
