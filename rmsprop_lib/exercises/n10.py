"""Checks of notebook 10: the softmax, a count of parameters, weights of zero."""

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
