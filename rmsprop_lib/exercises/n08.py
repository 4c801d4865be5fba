"""The checks of notebook 08, *Train a first network*."""

import numpy as np

from rmsprop_lib.exercises.checks import check_function, check_number
from rmsprop_lib.networks.gradients import numeric_gradient


def _cubic(theta):
    """Not symmetric, and its coordinates do not act by themselves."""
    theta = np.asarray(theta)
    weights = np.arange(1, theta.size + 1).reshape(theta.shape)
    return float((weights * theta**3).sum() + theta.sum() ** 2)


def _one_sided(ahead, behind):
    def wrong(loss, theta, h):
        gradient = np.empty(theta.shape)
        for entry in np.ndindex(theta.shape):
            shift = np.zeros(theta.shape)
            shift[entry] = h
            above, below = loss(theta + ahead * shift), loss(theta - behind * shift)
            gradient[entry] = (above - below) / ((ahead + behind) * h)
        return gradient

    return wrong


def _all_at_once(loss, theta, h):
    slope = (loss(theta + h) - loss(theta - h)) / (2 * h)
    return np.full(theta.shape, slope)


def _not_put_back(loss, theta, h):
    gradient, theta = np.empty(theta.shape), theta.copy()
    for entry in np.ndindex(theta.shape):
        theta[entry] += h
        above = loss(theta)
        theta[entry] -= 2 * h
        gradient[entry] = (above - loss(theta)) / (2 * h)
    return gradient


def _copied_once(loss, theta, h):
    gradient, up, down = np.empty(theta.shape), theta.copy(), theta.copy()
    for entry in np.ndindex(theta.shape):
        up[entry] += h
        down[entry] -= h
        gradient[entry] = (loss(up) - loss(down)) / (2 * h)
    return gradient


def _relative(loss, theta, h):
    gradient = np.empty(theta.shape)
    for entry in np.ndindex(theta.shape):
        shift = np.zeros(theta.shape)
        shift[entry] = h * theta[entry]
        gradient[entry] = (loss(theta + shift) - loss(theta - shift)) / (2 * h)
    return gradient


def _first_moved(loss, theta, h):
    shift = np.zeros(theta.shape)
    shift[0] = h
    slope = (loss(theta + shift) - loss(theta - shift)) / (2 * h)
    return np.full(theta.shape, slope)


def _of_three_losses(combine):
    """Return `combine(below, here, above, h)` for each number of θ."""

    def wrong(loss, theta, h):
        gradient = np.empty(theta.shape)
        for entry in np.ndindex(theta.shape):
            shift = np.zeros(theta.shape)
            shift[entry] = h
            points = (theta - shift, theta, theta + shift)
            gradient[entry] = combine(*map(loss, points), h)
        return gradient

    return wrong


_sums = _of_three_losses(lambda below, here, above, h: (above + below) / (2 * h))
_second_difference = _of_three_losses(
    lambda below, here, above, h: (above - 2 * here + below) / h**2
)


def _row_together(loss, theta, h):
    gradient = np.empty(theta.shape)
    for entry in np.ndindex(theta.shape):
        shift = np.zeros(theta.shape)
        shift[entry[0]] = h
        gradient[entry] = (loss(theta + shift) - loss(theta - shift)) / (2 * h)
    return gradient


def _one_number(loss, theta, h):
    gradient = np.empty(theta.shape)
    for entry in np.ndindex(theta.shape):
        above, below = loss(theta[entry] + h), loss(theta[entry] - h)
        gradient[entry] = (above - below) / (2 * h)
    return gradient


_DIFFERENCE_MISTAKES = {
    "Every entry is 0. For each number of θ: what is the loss a little above it, and a "
    "little below? (If you have both: are these two arrays, or one with two names?)":
        lambda loss, theta, h: np.zeros(theta.shape),
    "That is twice the gradient. How far apart are θ + h and θ − h?":
        lambda loss, theta, h: 2 * numeric_gradient(loss, theta, h),
    "You take differences, but do not divide by the way between the two points. What "
    "is a slope?": lambda loss, theta, h: 2 * h * numeric_gradient(loss, theta, h),
    "Dividing by 2 and then multiplying by h is not dividing by 2h. Which brackets are "
    "missing?": lambda loss, theta, h: h * h * numeric_gradient(loss, theta, h),
    "You go forward only, from θ to θ + h. Which difference looks to both sides?":
        _one_sided(1, 0),
    "You go backward only, from θ − h to θ. Which difference looks to both sides?":
        _one_sided(0, 1),
    "You divide a difference to one side by 2h. Which two points are 2h apart?":
        lambda loss, theta, h: _one_sided(1, 0)(loss, theta, h) / 2,
    "You give `loss` one number. It needs the whole array, with one entry moved.":
        _one_number,
    "All numbers of θ move together. Which one number is this entry the slope for?":
        _all_at_once,
    "A whole row of θ moves together. Does your index name one number?": _row_together,
    "The sign is turned. Which of the two losses do you subtract from which?":
        lambda loss, theta, h: -numeric_gradient(loss, theta, h),
    "The first entry is right, later ones are not: the numbers before are still moved. "
    "Where do you put each number back?": _not_put_back,
    "Only the first entry has a slope. Where does your loop go to the next one, and "
    "where does it return?": lambda loss, theta, h: np.where(
        np.arange(theta.size).reshape(theta.shape) == 0,
        numeric_gradient(loss, theta, h),
        0,
    ),
    "You return one number, the slope for the last entry. Is there an index on the "
    "left of your `=`?": lambda loss, theta, h: numeric_gradient(loss, theta, h).flat[
        -1
    ],
    "You multiply by 2h. Is a slope a difference times the way, or divided by it?":
        lambda loss, theta, h: 4 * h * h * numeric_gradient(loss, theta, h),
    "The numbers moved before stay moved in your copies: the first entry is right, "
    "later ones are not. When must the two copies be made?": _copied_once,
    "You move by half of h to each side, and divide by 2h. How far apart are the two "
    "points?": lambda loss, theta, h: numeric_gradient(loss, theta, h / 2) / 2,
    "You move by half of h to each side. Which h does the formula have there?":
        lambda loss, theta, h: numeric_gradient(loss, theta, h / 2),
    "You move by h times the number itself, and divide by 2h. How far apart are the "
    "two points?": _relative,
    "The same numbers are moved for every entry. Does your index name the entry that "
    "the slope is for?": _first_moved,
    "You divide by h². How far apart are the two points?":
        lambda loss, theta, h: 2 / h * numeric_gradient(loss, theta, h),
    "You add the two losses. A slope is a difference.": _sums,
    "That is the second derivative, from three points. Which two does the slope need?":
        _second_difference,
    "Your step is not h: is it in the two points as well as in the divisor?":
        lambda loss, theta, h: numeric_gradient(loss, theta, 2 * h),
}  # fmt: skip


def check_differences(differences):
    """Check `differences(loss, theta, h)`: central differences for every entry."""
    check_function(
        differences,
        numeric_gradient,
        [
            # steps that no float holds: x + h − h is not x, so that θ must be copied
            (_cubic, np.array([[1.0, -2.1], [0.5, 3.3], [0.9, -0.9]]), 0.3),
            (_cubic, np.array([2.7, -1.0]), 0.1),
        ],
        _DIFFERENCE_MISTAKES,
        returns="an array of the shape of theta",
        right="a central difference for each number by itself",
        section="Is it right?",
    )


def _hidden_layer(X, w2, a1, delta2):
    delta1 = delta2 @ w2.T * a1 * (1 - a1)
    return delta1, X.T @ delta1, delta1.sum(axis=0, keepdims=True)


def _with_slope(slope):
    """Return the backward step with another factor for the sigmoid."""

    def wrong(X, w2, a1, delta2):
        delta1 = delta2 @ w2.T * slope(a1)
        return delta1, X.T @ delta1, delta1.sum(axis=0, keepdims=True)

    return wrong


def _twice_sigmoid(a1):
    again = 1 / (1 + np.exp(-a1))
    return again * (1 - again)


def _instead(delta1=None, dw1=None, db1=None):
    """Return the right backward step with one of its results replaced."""

    def wrong(X, w2, a1, delta2):
        right = _hidden_layer(X, w2, a1, delta2)
        made = (delta1, dw1, db1)
        return tuple(
            value if make is None else make(X, w2, a1, right[0])
            for make, value in zip(made, right, strict=True)
        )

    return wrong


def _unbracketed_slope(X, w2, a1, delta2):
    delta1 = delta2 @ w2.T * a1 - a1
    return delta1, X.T @ delta1, delta1.sum(axis=0, keepdims=True)


def _delta2_for_biases(X, w2, a1, delta2):
    delta1, dw1, db1 = _hidden_layer(X, w2, a1, delta2)
    return delta1, dw1, np.full(db1.shape, delta2.sum())


_LAYER_MISTAKES = {
    "All is 0 so far. Begin with δ₁: what of δ₂ arrives at each hidden unit, through "
    "w₂?": lambda X, w2, a1, delta2: tuple(
        np.zeros_like(part) for part in _hidden_layer(X, w2, a1, delta2)
    ),
    "Your δ₁ stops before the sigmoid. By which slope does a unit pass a change on?":
        _with_slope(np.ones_like),
    "The slope of the sigmoid is in your δ₁ twice. How often do you pass it?":
        _with_slope(lambda a1: (a1 * (1 - a1)) ** 2),
    "You multiply by a₁ alone. What is the slope of the sigmoid in terms of its "
    "output?": _with_slope(lambda a1: a1),
    "You multiply by 1 − a₁ alone. What is the slope of the sigmoid in terms of its "
    "output?": _with_slope(lambda a1: 1 - a1),
    "You multiply by a₁ (1 + a₁). What is the slope of the sigmoid in terms of its "
    "output?": _with_slope(lambda a1: a1 * (1 + a1)),
    "You multiply by a₁². What is the slope of the sigmoid in terms of its output?":
        _with_slope(lambda a1: a1**2),
    "A bracket is missing: 1 − a₁ is one factor. What does Python compute first in "
    "a1 * 1 - a1?": _unbracketed_slope,
    "1 − a² is the slope of tanh. What is the sigmoid's?":
        _with_slope(lambda a1: 1 - a1**2),
    "You apply the sigmoid to a₁, which is its output already. What is left to do?":
        _with_slope(_twice_sigmoid),
    "The size is right, the sign is not. Does the backward pass subtract anything?":
        lambda X, w2, a1, delta2: tuple(
            -part for part in _hidden_layer(X, w2, a1, delta2)
        ),
    "δ₂ reaches all hidden units alike in your δ₁. Through which weights does it "
    "come?": lambda X, w2, a1, delta2: _hidden_layer(X, np.ones_like(w2), a1, delta2),
    "δ₁ is right. Now dw₁ and db₁: what is in the place of a₁ for the first layer?":
        _instead(dw1=lambda X, w2, a1, d: np.zeros((X.shape[1], a1.shape[1])),
                 db1=lambda X, w2, a1, d: np.zeros((1, a1.shape[1]))),
    "δ₁ and dw₁ are right, db₁ is still 0. What are the biases multiplied by in z₁?":
        _instead(db1=lambda X, w2, a1, d: np.zeros((1, a1.shape[1]))),
    "δ₁ and db₁ are right, dw₁ is still 0. By what does each weight reach z₁?":
        _instead(dw1=lambda X, w2, a1, d: np.zeros((X.shape[1], a1.shape[1]))),
    "Your dw₁ uses the size of the inputs alone, not their sign. What is z₁ in terms "
    "of X?": _instead(dw1=lambda X, w2, a1, d: np.abs(X).T @ d),
    "dw₁ and db₁ are means over the rows here. Where has the division by n been done "
    "already?": lambda X, w2, a1, delta2: tuple(
        part / (1 if i == 0 else len(X))
        for i, part in enumerate(_hidden_layer(X, w2, a1, delta2))
    ),
    "Your dw₁ is a mean over the rows. Where has the division by n been done already?":
        _instead(dw1=lambda X, w2, a1, d: X.T @ d / len(X)),
    "Your db₁ is a mean over the rows. Where has the division by n been done already?":
        _instead(db1=lambda X, w2, a1, d: d.mean(axis=0, keepdims=True)),
    "Your db₁ adds up everything. Which axis counts the rows, and which the units?":
        _instead(db1=lambda X, w2, a1, d: np.full((1, d.shape[1]), d.sum())),
    "Your db₁ adds up δ₂. Which of your arrays is ∂loss/∂z₁?": _delta2_for_biases,
    "δ₁ is right, but dw₁ leaves out the slope of the sigmoid. Which of your arrays is "
    "∂loss/∂z₁?": _instead(dw1=lambda X, w2, a1, d: X.T @ (d / (a1 * (1 - a1)))),
}  # fmt: skip


def _layer_cases():
    rng = np.random.default_rng(0)
    cases = []
    for n, inputs, hidden in ((5, 2, 3), (2, 3, 4)):
        X, w2 = rng.normal(size=(n, inputs)), rng.normal(size=(hidden, 1))
        a1 = rng.uniform(0.1, 0.9, (n, hidden))
        cases.append((X, w2, a1, rng.normal(size=(n, 1)) / n))
    return cases


def check_hidden_layer(hidden_layer):
    """Check `hidden_layer(X, w2, a1, delta2)`: δ₁, dw₁ and db₁."""
    check_function(
        hidden_layer,
        _hidden_layer,
        _layer_cases(),
        _LAYER_MISTAKES,
        returns="delta1 of shape (n, hidden), dw1 of the shape of w1, and db1 of the "
        "shape of b1: (1, hidden), not (hidden,)",
        may_change_inputs=True,
        right="δ₁, and from it both gradients in the shapes of their parameters",
        section="How does a change travel back?",
    )


def check_stuck_loss(answer):
    """Check the loss of a network that answers 0, ½, 1, ½."""
    check_number(
        answer,
        np.log(2) / 2,
        {
            "That is the loss where all four answers are ½. How many of them are ½ "
            "here, and what do the others add?": np.log(2),
            "That is with the logarithm to base 10.": np.log10(2) / 2,
            "That is log 2 to the base 10. Which base have nats, and how many rows add "
            "nothing?": np.log10(2),
            "That is the sum over the rows. What is the mean over four rows?":
                2 * np.log(2),
            "That is the mean squared error. What is the cross-entropy of the answer "
            "½?": 0.125,
            "Is it the mean of |answer − y|, or a squared error? What is the "
            "cross-entropy of the answer ½?": 0.25,
            "Is it half of the mean squared error, or a quarter of one row's? What is "
            "the cross-entropy of the answer ½?": 0.0625,
            "Does it count in bits, where the losses of this series are in nats? Or is "
            "it the answer ½ itself, or the sum of the squared errors?": 0.5,
            "Only one of the two answers ½ is counted. Both rows have a loss.":
                np.log(2) / 4,
            "An answer of ½ is not free. What is −log ½?": 0.0,
            "That counts one row in bits. In which unit are the losses of this series, "
            "and what is the mean over four rows?": 1.0,
            "log ½ is negative, a loss is not. And what is the mean over four rows?":
                -np.log(2),
            "That is the mean of the answers given to what is right: 1, 1, ½, ½. What "
            "is the loss of each?": 0.75,
            "You take the log of the mean answer. Which comes first, the log or the "
            "mean?": -np.log(0.75),
            "You count both terms, y log a and (1−y) log (1−a), in every row. Which of "
            "them is there where y is 1?": 3 * np.log(2),
        },
        right="two rows of four with −log ½ each: ½ log 2",
        section="How does a change travel back?",
    )  # fmt: skip


def _softplus_network(params, X, y):
    z1 = X @ params["w1"] + params["b1"]
    a1 = np.logaddexp(0, z1)
    answer = a1 @ params["w2"] + params["b2"]
    delta2 = 2 * (answer - y) / len(X)
    delta1 = delta2 @ params["w2"].T / (1 + np.exp(-z1))
    return np.mean((answer - y) ** 2), {
        "w1": X.T @ delta1,
        "b1": delta1.sum(axis=0, keepdims=True),
        "w2": a1.T @ delta2,
        "b2": delta2.sum(axis=0, keepdims=True),
    }


def _softplus(loss_factor=1.0, output=1.0, slope=None, change=None):
    """Return the network with another loss, δ₂, slope of the units, or a change."""

    def wrong(params, X, y):
        loss, grads = _softplus_network(params, X, y)
        z1 = X @ params["w1"] + params["b1"]
        a1 = np.logaddexp(0, z1)
        answer = a1 @ params["w2"] + params["b2"]
        factor = output(answer) if callable(output) else output
        delta2 = 2 * (answer - y) / len(X) * factor
        delta1 = delta2 @ params["w2"].T
        delta1 = delta1 * (1 / (1 + np.exp(-z1)) if slope is None else slope(z1, a1))
        grads = {
            "w1": X.T @ delta1,
            "b1": delta1.sum(axis=0, keepdims=True),
            "w2": a1.T @ delta2,
            "b2": delta2.sum(axis=0, keepdims=True),
        }
        if change:
            grads |= change(X, z1, delta1, delta2)
        return loss_factor * loss, grads

    return wrong


def _sigmoid_output(params, X, y):
    z1 = X @ params["w1"] + params["b1"]
    a1 = np.logaddexp(0, z1)
    answer = 1 / (1 + np.exp(-(a1 @ params["w2"] + params["b2"])))
    delta2 = 2 * (answer - y) / len(X) * answer * (1 - answer)
    delta1 = delta2 @ params["w2"].T / (1 + np.exp(-z1))
    return np.mean((answer - y) ** 2), {
        "w1": X.T @ delta1,
        "b1": delta1.sum(axis=0, keepdims=True),
        "w2": a1.T @ delta2,
        "b2": delta2.sum(axis=0, keepdims=True),
    }


def _sigmoid_slope(z1, a1):
    return np.exp(-np.abs(z1)) / (1 + np.exp(-np.abs(z1))) ** 2


_SOFTPLUS_MISTAKES = {
    "All is 0 so far. Begin with the forward pass: z₁, a₁ and the answers, then their "
    "loss.": lambda params, X, y: (
        0.0, {name: np.zeros(theta.shape) for name, theta in params.items()}
    ),
    "The loss is right. Now the gradients: what is ∂loss/∂answer, in which shape?":
        lambda params, X, y: (
            _softplus_network(params, X, y)[0],
            {name: np.zeros(theta.shape) for name, theta in params.items()},
        ),
    "The loss is right, all gradients are half of what they should be. What is the "
    "derivative of a square?": _softplus(output=0.5),
    "Loss and gradients are half of what is asked for. Is there a ½ in the formula of "
    "this loss?": _softplus(0.5, 0.5),
    "Your loss is half of what the gradients belong to. Is there a ½ in its formula?":
        _softplus(0.5),
    "Your loss and gradients are sums over the rows. Which division is missing?":
        lambda params, X, y: _softplus(len(X), len(X))(params, X, y),
    "The loss is a mean over the rows, the gradients are sums. Which division is "
    "missing in δ₂?": lambda params, X, y: _softplus(1, len(X))(params, X, y),
    "The loss is a sum over the rows, the gradients belong to their mean. Which of "
    "them is asked for?": lambda params, X, y: _softplus(len(X))(params, X, y),
    "All gradients have the other sign. Is it (answer − y)² or (y − answer)² whose "
    "inner derivative you forgot?": _softplus(output=-1.0),
    "You pass through the units as if they were sigmoids. What is the derivative of "
    "log(1 + eᶻ)?": _softplus(slope=_sigmoid_slope),
    "You multiply by a₁ (1 − a₁), the slope of the sigmoid. What is the derivative of "
    "log(1 + eᶻ)?": _softplus(slope=lambda z1, a1: a1 * (1 - a1)),
    "The slope of log(1 + eᶻ) is not 1. What does a unit pass on of a change?":
        _softplus(slope=lambda z1, a1: np.ones_like(z1)),
    "That is the slope of max(0, z), which softplus only comes near to. What is the "
    "derivative of log(1 + eᶻ)?": _softplus(slope=lambda z1, a1: z1 > 0),
    "Your slope has a₁ in the place of z₁. Of what is softplus the function?":
        _softplus(slope=lambda z1, a1: 1 / (1 + np.exp(-a1))),
    "You multiply by a₁ itself. What is the derivative of log(1 + eᶻ)?":
        _softplus(slope=lambda z1, a1: a1),
    "Your slope is 1/(1 + eᶻ), which falls as z rises. What belongs above the line?":
        _softplus(slope=lambda z1, a1: 1 / (1 + np.exp(z1))),
    "Your slope is eᶻ, the inner derivative. What is the derivative of log u, and what "
    "is u here?": _softplus(slope=lambda z1, a1: np.exp(z1)),
    "You pass back through a sigmoid at the output. Is there one in this network?":
        _softplus(output=lambda answer: np.exp(-answer) / (1 + np.exp(-answer)) ** 2),
    "Your answers come out of a sigmoid. Which output has this network?":
        _sigmoid_output,
    "∂loss/∂w₂ has z₁ in it. With what is w₂ multiplied in the forward pass?":
        _softplus(change=lambda X, z1, d1, d2: {"w2": z1.T @ d2}),
    "The output layer is right, w₁ and b₁ are still 0. How does δ₂ go on to the units?":
        _softplus(change=lambda X, z1, d1, d2: {"w1": 0 * X.T @ d1,
                                               "b1": np.zeros((1, d1.shape[1]))}),
    "The gradients of the biases are means over the rows. Where has the division by n "
    "been done already?": _softplus(change=lambda X, z1, d1, d2: {
        "b1": d1.mean(axis=0, keepdims=True), "b2": d2.mean(axis=0, keepdims=True)}),
}  # fmt: skip


def _softplus_cases():
    rng = np.random.default_rng(3)
    cases = []
    for n, inputs, hidden in ((5, 2, 3), (3, 4, 2)):
        shapes = {"w1": (inputs, hidden), "b1": (1, hidden), "w2": (hidden, 1)}
        shapes["b2"] = (1, 1)
        params = {name: rng.normal(size=shape) for name, shape in shapes.items()}
        cases.append((params, rng.normal(size=(n, inputs)), rng.normal(size=(n, 1))))
    return cases


def check_softplus_network(loss_and_grads):
    """Check `loss_and_grads(params, X, y)` of softplus units and the squared error."""
    check_function(
        loss_and_grads,
        _softplus_network,
        _softplus_cases(),
        _SOFTPLUS_MISTAKES,
        returns="the loss, a number, and the gradients, a dict with w1, b1, w2 and b2 "
        "in the shapes of the parameters",
        right="the loss, and four gradients that belong to it",
        section="How does a change travel back?",
    )
