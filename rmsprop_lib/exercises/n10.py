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


def _shifted(z):
    return z - z.max(axis=1, keepdims=True)


def _maximum_of_columns(z):
    powers = np.exp(z - z.max(axis=0))
    return powers / powers.sum(axis=1, keepdims=True)


def _plain_sum_of_all(z):
    return np.exp(z) / np.exp(z).sum()


def _maximum_and_sum_of_all(z):
    powers = np.exp(z - z.max())
    return powers / powers.sum()


_CASES = [
    (np.array([[1.0, 2.0, 3.0], [0.5, -1.0, 0.0], [2.5, 0.2, -0.3]]),),
    (np.array([[1000.0, 999.0, 0.0], [-1000.0, -1002.0, -1001.0]]),),
    (np.array([[0.0, 0.0, 1.0], [20_000.0, 0.0, 0.0]]),),
]
_MISTAKES = {
    "This is z itself: put your lines in place of the comment.": lambda z: z,
    "exp overflows for z = 1000, and infinity divided by infinity is NaN. What may be "
    "subtracted from a row without changing its softmax? (If you subtract it: is the "
    "result what goes into exp?)": _as_written,
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
    "These are logarithms of the probabilities. What is asked for here?":
        lambda z: _shifted(z) - np.log(_not_divided(z).sum(axis=1, keepdims=True)),
    "These are logarithms of the probabilities, −infinity where exp gives 0. What is "
    "asked for here?": _logarithm,
    "z is divided by its sum, moved so that no number is negative. Where is the "
    "exponential?": lambda z: _no_exp(z - z.min(axis=1, keepdims=True)),
    "You subtract the largest of each *column*. Which numbers share a sum?":
        _maximum_of_columns,
    "You have shifted z in only one of the two places. What is above the fraction, "
    "what below?": lambda z: np.exp(z) / np.exp(_shifted(z)).sum(
        axis=1, keepdims=True),
    "Above the fraction z is shifted, below it is not. What may be subtracted?":
        lambda z: np.exp(_shifted(z)) / np.exp(z).sum(axis=1, keepdims=True),
    "The largest score has the smallest probability: there is a minus too many.":
        lambda z: _softmax(-z),
    "You subtract the smallest of a row. How large can the others then still be?":
        lambda z: _as_written(z - z.min(axis=1, keepdims=True)),
    "Your powers are those of 2. The number in the formula is e.":
        lambda z: _softmax(z * np.log(2)),
    "Your powers are those of 10. The number in the formula is e.":
        lambda z: _softmax(z * np.log(10)),
    "You cut z off. Two scores beyond the limit then look alike: what may be "
    "subtracted from a row without changing its softmax?": lambda z: _as_written(
            np.clip(z, -50, 50)),
    "You replace what is NaN. It was infinity divided by infinity: what may be "
    "subtracted from a row, so that nothing overflows?":
        lambda z: np.nan_to_num(_as_written(z)),
    "That is the sigmoid of each number by itself. Do the numbers of a row then add up "
    "to 1?": lambda z: 1 / (1 + np.exp(-z)),
    "Each row adds up to its number of classes. Is it divided by a mean, or by a sum?":
        lambda z: _softmax(z) * z.shape[1],
    "That is 1 for the largest score of a row, and 0 elsewhere. What of the others?":
        lambda z: 1.0 * (_shifted(z) == 0),
    "The root of the sum of squares is 1 in each row. Which sum has to be 1?":
        lambda z: _not_divided(z) / np.linalg.norm(
            _not_divided(z), axis=1, keepdims=True),
    "You divide by the number of classes. Do the numbers of a row then add up to 1?":
        lambda z: _not_divided(z) / z.shape[1],
    "You divide by the whole sum except the number itself.":
        lambda z: _softmax(z) / (1 - _softmax(z)),
    "You subtract the largest *size*, without its sign. What is left of a row that is "
    "all below 0?": lambda z: _as_written(z - np.abs(z).max(axis=1, keepdims=True)),
    "You divide by the largest of a row. Does that leave its softmax as it is, as "
    "subtracting does?": lambda z: _as_written(z / z.max(axis=1, keepdims=True)),
    "That is a softmax of a softmax. How often is exp taken?":
        lambda z: _softmax(_softmax(z)),
    "You add a small number below the fraction. Infinity divided by infinity is NaN "
    "all the same: what may be subtracted from a row?":
        lambda z: np.exp(z) / (np.exp(z).sum(axis=1, keepdims=True) + 1e-8),
    "These are the scores, moved so that the largest is 0. What comes then?": _shifted,
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
        section="How do scores become a loss?",
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
            "Each layer has one bias here. How many units has it?": 101_634,
            "The inputs have no biases: they are pixels, and nothing is computed for "
            "them.": 102_554,
            "You also join the inputs to the last layer. Does an arrow lead past the "
            "hidden units?": 784 * 128 + 784 * 10 + 138,
            "That is the last layer. What is in front of it?": 1_290,
            "These are the biases. How many weights has each unit?": 138,
            "That is how many arrays there are. How many numbers are in them?": 4,
            "That is how many layers there are. How many numbers are in each?": 2,
            "That is a network with two hidden layers. How many has ours?": 118_282,
            "That is for images of 8 × 8 pixels. How many has one of MNIST?": 9_610,
            "That is for the biases of the hidden layer and the weights of the last. "
            "What is in front?": 128 + 1280,
            "These are the weights of the last layer. What else is there?": 1280,
            "That is in thousands. How many are they, one by one?": 101.77,
            "That is in thousands, rounded. How many are they, one by one?": 102,
            "That is rounded. How many are they, one by one?": 102_000,
            "You let each arrow have a bias. How many biases has a unit?": 203_264,
            "You count a bias for each number that goes into a layer. Does a bias "
            "belong to what goes in, or to a unit?": 102_544,
            "The biases of the last layer are counted twice.": 101_780,
            "That would be one big product. A layer connects its inputs with its units "
            "only.": 784 * 128 * 10,
        },
        right="784·128 + 128 weights and biases, then 128·10 + 10",
        rtol=1e-9,
        section="What does a network do with an image?",
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
        section="How does the gradient come back?",
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
    "Which units pass nothing on to the layer before, because ReLU gave 0 for them?":
        _with(before=lambda a, w, delta: delta @ w.T),
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
    "w's gradient is divided by the number of images once more.":
        _with(w=lambda a, w, delta: a.T @ delta / len(a)),
    "For w you count the images in which an input is above 0. By what is a weight "
    "multiplied on the way forward?": _with(w=lambda a, w, delta: (a > 0).T @ delta),
    "b's gradient is the same number for all units. Over which axis do images lie?":
        _with(b=lambda a, w, delta: np.full(w.shape[1], delta.sum())),
    "For b the rows of delta are still there. Each image has its own: what becomes of "
    "them?": _with(b=lambda a, w, delta: delta),
    "b's gradient has a number for each image. Which axis of delta holds the images?":
        _with(b=lambda a, w, delta: delta.sum(axis=1)),
    "b's gradient has a number for each input. To what is a bias added?":
        _with(b=lambda a, w, delta: (delta @ w.T).sum(axis=0)),
    "b's gradient is a single number. How many units are there, each with a bias?":
        _with(b=lambda a, w, delta: np.array(delta.sum())),
    "b's gradient is that of the biases times a. What is a bias multiplied by on the "
    "way forward?": _with(b=lambda a, w, delta: (a.T @ delta).sum(axis=0)),
    "w and b have the gradient of the last image alone. Do you add up in your loop, or "
    "overwrite?": _with(w=lambda a, w, delta: np.outer(a[-1], delta[-1]),
                        b=lambda a, w, delta: delta[-1]),
    "w and b have the gradient of the first image alone. What of the others?":
        _with(w=lambda a, w, delta: np.outer(a[0], delta[0]),
              b=lambda a, w, delta: delta[0]),
    "b's gradient is a sum of `a`. What comes into a unit's score from its bias?":
        _with(b=lambda a, w, delta: a.sum(axis=0)),
    "b's gradient is 1 everywhere: that is how z depends on b. And the loss on z?":
        _with(b=lambda a, w, delta: np.ones(w.shape[1])),
    "You mask the weights. Is it a weight that may be silent, or a unit?":
        _with(before=lambda a, w, delta: delta @ (w.T * (w.T > 0))),
    "You mask delta before everything else. To which layer does the ReLU belong that "
    "made `a`?": lambda a, w, delta: _way_back(a, w, delta * (delta > 0)),
    "w's gradient is that of the last image alone. Do you add up in your loop, or "
    "overwrite?": _with(w=lambda a, w, delta: np.outer(a[-1], delta[-1])),
    "What you pass back has gone through w once more, forward and back again. How "
    "often is `delta` multiplied by w, turned around?":
        _with(before=lambda a, w, delta: ((delta @ w.T) @ w) @ w.T * (a > 0)),
    "You divide all three by the number of images once more. Where has that been done "
    "already?": _with(w=lambda a, w, delta: a.T @ delta / len(a),
                      b=lambda a, w, delta: delta.mean(axis=0),
                      before=lambda a, w, delta: (delta @ w.T) * (a > 0) / len(a)),
    "What you pass back is divided by the number of images. Where has that been done "
    "already?": _with(
        before=lambda a, w, delta: (delta @ w.T) * (a > 0) / len(a)),
    "A silent unit lets a hundredth through with you. What is the slope of ReLU where "
    "it gives 0?": _with(
        before=lambda a, w, delta: (delta @ w.T) * np.where(a > 0, 1.0, 0.01)),
    "1 − a² is the slope of tanh. What is that of ReLU?": _with(
        before=lambda a, w, delta: (delta @ w.T) * (1 - a**2)),
    "Your mask looks at delta, before the product. Which array says where a unit of "
    "the layer *before* was silent?": _with(
        before=lambda a, w, delta: (delta * (delta > 0)) @ w.T),
    "You go back through the gradient of w. Through which array did `a` come forward?":
        _with(before=lambda a, w, delta: (delta @ (a.T @ delta).T) * (a > 0)),
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
        section="How does the gradient come back?",
    )


def _log_mean(logs):
    largest = np.max(logs, axis=0)
    return largest + np.log(np.mean(np.exp(logs - largest), axis=0))


def _log_sum(logs):
    return _log_mean(logs) + np.log(len(logs))


def _with_added(small):
    return lambda logs: np.log(np.exp(logs).mean(axis=0) + small)


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
    "That is the logarithm of the sum, without the largest. How many networks are "
    "there, and where does the largest come back?":
        lambda logs: _log_sum(logs) - logs.max(axis=0),
    "The largest comes back with the wrong sign.":
        lambda logs: _log_mean(logs) - 2 * logs.max(axis=0),
    "Where is exp? The logarithm is taken of differences.": lambda logs: (
        logs.max(axis=0) + np.log((logs - logs.max(axis=0)).mean(axis=0))),
    "You add 1 before the logarithm. Which number do the powers add up to?":
        lambda logs: logs.max(axis=0) + np.log1p(
            np.exp(logs - logs.max(axis=0)).mean(axis=0)),
    "The logarithm is multiplied by the largest. What happens to a logarithm when its "
    "number is multiplied?": lambda logs: logs.max(axis=0) * (
        _log_mean(logs) - logs.max(axis=0)),
    "Only the first two networks are asked. How many rows may `logs` have?":
        lambda logs: _log_mean(logs[:2]),
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
    "You subtract the smallest. How large may the others then still be?":
        lambda logs: logs.min(axis=0) + np.log(
            np.exp(logs - logs.min(axis=0)).mean(axis=0)),
    "You divide by the number of images, not of networks. Which axis is averaged?":
        lambda logs: _log_sum(logs) - np.log(logs.shape[1]),
    "A small number is added before the logarithm: then nothing can be below its "
    "logarithm, as −1000 would be. What may be taken out of the sum before exp?":
        _with_added(1e-12),
    "A small number is added before the logarithm: then nothing can be below its "
    "logarithm, as −1000 would be. What may be taken out of the sum instead?":
        _with_added(1e-8),
    "You cut off what is too small for a float: then nothing can be below its "
    "logarithm, as −1000 would be. What may be taken out of the sum before exp?":
        lambda logs: np.log(np.maximum(np.exp(logs).mean(axis=0), 1e-300)),
    "You cut off what is too small for a normal float: then nothing can be below its "
    "logarithm, as −1000 would be. What may be taken out of the sum before exp?":
        lambda logs: np.log(
            np.maximum(np.exp(logs).mean(axis=0), np.finfo(float).tiny)),
    "You cut off what is too small for a float32: then nothing can be below its "
    "logarithm, as −1000 would be. What may be taken out of the sum before exp?":
        lambda logs: np.log(
            np.maximum(np.exp(logs).mean(axis=0), np.finfo(np.float32).tiny)),
    "Your mean is over all numbers of the table, not over the networks of an image. "
    "Which axis is it to run along?": lambda logs: logs.max(axis=0) + np.log(
        np.exp(logs - logs.max(axis=0)).mean()),
    "You divide the logarithm of the sum by n, not the sum. What happens to a "
    "logarithm when its number is divided by n?": lambda logs: logs.max(axis=0) + (
        _log_sum(logs) - logs.max(axis=0)) / len(logs),
    "You subtract n where its logarithm belongs. What happens to a logarithm when its "
    "number is divided by n?": lambda logs: _log_sum(logs) - len(logs),
    "That is the median. What is the mean of *probabilities*?":
        lambda logs: np.median(logs, axis=0),
    "After exp you take the logarithm to the base 2. Which one undoes exp?":
        lambda logs: logs.max(axis=0) + (
            _log_mean(logs) - logs.max(axis=0)) / np.log(2),
    "After exp you take the logarithm to the base 10. Which one undoes exp?":
        lambda logs: logs.max(axis=0) + (
            _log_mean(logs) - logs.max(axis=0)) / np.log(10),
    "You average over everything: one number. How many images are there?":
        lambda logs: np.log(np.exp(logs - logs.max()).mean()) + logs.max(),
    "That is what the likeliest of the networks adds up to, divided. What do the "
    "others add?": lambda logs: logs.max(axis=0) - np.log(len(logs)),
    "You replace −infinity. It came from exp(−1000) = 0: what may be taken out of the "
    "sum before exp?": lambda logs: np.nan_to_num(np.log(np.exp(logs).mean(axis=0))),
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
        section="How do scores become a loss?",
    )
