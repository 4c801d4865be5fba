"""The recurrent network: its gradients, and that padding changes nothing."""

import itertools

import numpy as np
import pytest

from rmsprop_lib.networks import RNNClassifier, check_gradients
from rmsprop_lib.optimizers import RMSprop
from rmsprop_lib.training import train

VARIANTS = [
    dict(readout=readout, recurrent=recurrent, dropout=dropout, crop=crop)
    for readout, recurrent, dropout, crop in itertools.product(
        ("mean", "last"), (True, False), (0.0, 0.3), (None, 4)
    )
]
VARIANTS += [
    dict(segment=3, recurrent=recurrent, dropout=dropout, crop=crop)
    for recurrent, dropout, crop in itertools.product(
        (True, False), (0.0, 0.3), (None, 4)
    )
]


def texts(lengths=(7, 1, 3, 6, 4), tokens=11, seed=0):
    rng = np.random.default_rng(seed)
    X = np.zeros((len(lengths), max(lengths)), int)
    for row, length in zip(X, lengths, strict=True):
        row[:length] = rng.integers(1, tokens, length)
    return X, rng.integers(0, 3, len(lengths))


def model(**variant):
    settings = dict(embedding_size=4, hidden_size=5, classes=3, embedding_scale=0.7)
    return RNNClassifier(11, **{**settings, "dtype": np.float64, **variant})


@pytest.mark.parametrize("variant", VARIANTS, ids=str)
def test_gradients_are_right_in_every_variant(variant):
    X, y = texts()
    assert check_gradients(model(**variant), X, y, most=100) < 1e-6


@pytest.mark.parametrize("variant", VARIANTS[::2], ids=str)
def test_a_text_alone_and_padded_among_longer_ones_gives_the_same(variant):
    variant = {**variant, "crop": None, "dropout": 0.0}
    X, y = texts()
    network = model(**variant)
    together = network.predict_proba(X)
    sums = {name: 0 for name in network.params}
    for row, (x, label) in enumerate(zip(X, y, strict=True)):
        alone = x[x != 0][None]
        np.testing.assert_allclose(
            network.predict_proba(alone)[0], together[row], rtol=1e-12
        )
        for name, g in network.loss_and_grads(alone, np.array([label]))[1].items():
            sums[name] = sums[name] + g / len(X)
    _, grads = network.loss_and_grads(X, y)
    for name, g in grads.items():
        np.testing.assert_allclose(g, sums[name], atol=1e-14)


def test_what_padding_is_embedded_as_changes_nothing():
    X, y = texts()
    network, other = model(), model()
    other.params["embedding"][0] = 1e3
    loss, grads = network.loss_and_grads(X, y)
    other_loss, other_grads = other.loss_and_grads(X, y)
    assert loss == other_loss
    assert (grads["embedding"][0] == 0).all()
    for name in grads:
        np.testing.assert_array_equal(grads[name], other_grads[name])


def test_more_padding_is_bit_for_bit_the_same():
    X, y = texts()
    longer = np.pad(X, [(0, 0), (0, 50)])
    network = model()
    loss, grads = network.loss_and_grads(X, y)
    grads = {name: g.copy() for name, g in grads.items()}
    loss_longer, grads_longer = network.loss_and_grads(longer, y)
    assert loss == loss_longer
    for name in grads:
        np.testing.assert_array_equal(grads[name], grads_longer[name])


def test_the_states_are_those_of_the_formula():
    X, _ = texts(lengths=(6,))
    for readout in ("mean", "last"):
        network = model(readout=readout)
        p, h, states = network.params, np.zeros(5), []
        for token in X[0]:
            h = np.tanh(p["embedding"][token] @ p["wx"] + h @ p["wh"] + p["b"])
            states.append(h)
        r = states[-1] if readout == "last" else np.mean(states, axis=0)
        e = np.exp(r @ p["wy"] + p["by"])
        np.testing.assert_allclose(network.predict_proba(X)[0], e / e.sum())


def test_the_order_of_words_counts_only_with_recurrence():
    X, _ = texts(lengths=(6,))
    turned = X[:, ::-1].copy()
    network, control = model(), model(recurrent=False)
    assert not np.allclose(network.predict_proba(X), network.predict_proba(turned))
    np.testing.assert_allclose(
        control.predict_proba(X), control.predict_proba(turned), rtol=1e-12
    )


def test_segments_start_afresh():
    X, _ = texts(lengths=(6,))
    swapped = np.concatenate([X[:, 3:], X[:, :3]], axis=1)
    cut = model(segment=3)
    np.testing.assert_allclose(cut.predict_proba(X), cut.predict_proba(swapped))
    whole = model()
    assert not np.allclose(whole.predict_proba(X), whole.predict_proba(swapped))


def test_gradients_of_words_of_the_batch_before_do_not_linger():
    network = model()
    first, y = np.array([[3, 4]]), np.array([0])
    network.loss_and_grads(first, y)
    _, grads = network.loss_and_grads(np.array([[5, 6]]), y)
    assert np.flatnonzero(grads["embedding"].any(axis=1)).tolist() == [5, 6]


def test_norms_back_are_the_norms_of_the_gradient_at_each_state():
    X, y = texts(lengths=(5,))
    network = model(readout="last")
    norms = network.norms_back(X, y)
    # The loss as a function of h_t, by finite differences.
    p = network.params

    def loss(h, rest):
        for token in rest:
            h = np.tanh(p["embedding"][token] @ p["wx"] + h @ p["wh"] + p["b"])
        z = h @ p["wy"] + p["by"]
        return np.log(np.exp(z).sum()) - z[y[0]]

    h = np.zeros(5)
    for t, token in enumerate(X[0]):
        h = np.tanh(p["embedding"][token] @ p["wx"] + h @ p["wh"] + p["b"])
        numeric = [
            (loss(h + d, X[0, t + 1 :]) - loss(h - d, X[0, t + 1 :])) / 2e-6
            for d in 1e-6 * np.eye(5)
        ]
        assert norms[t] == pytest.approx(np.linalg.norm(numeric), rel=1e-5)


def test_training_learns_an_order_and_repeats_to_the_bit():
    X = np.array([[1, 2], [2, 1]] * 20)
    y = np.array([0, 1] * 20)
    runs = []
    for _ in range(2):
        network = RNNClassifier(3, 4, 8, readout="last", dropout=0.1)
        train(network, RMSprop(0.01), X, y, epochs=40, batch_size=8, progress=False)
        runs.append(network)
    assert (runs[0].predict(X) == y).all()
    for name, theta in runs[0].params.items():
        assert theta.dtype == np.float32
        np.testing.assert_array_equal(theta, runs[1].params[name])


X, Y = texts()


@pytest.mark.parametrize(
    "X, y, error, message",
    [
        (X.astype(float), Y, TypeError, "X: float64 was given"),
        (X.tolist(), Y, TypeError, "X: list was given"),
        (X[0], Y, ValueError, r"X: shape \(7,\)"),
        (X[:0], Y[:0], ValueError, "X: shape"),
        (X + 20, Y, ValueError, "expected 0 to 10"),
        (X - 1, Y, ValueError, "expected 0 to 10"),
        (X[:, ::-1], Y, ValueError, "only after the words"),
        (X * 0, Y, ValueError, "row 0 has no words"),
        (X, Y[:2], ValueError, r"y: shape \(2,\)"),
        (X, Y.astype(float), TypeError, "y: float64"),
        (X, Y + 3, ValueError, "expected 0 to 2"),
    ],
)
def test_bad_inputs_are_named(X, y, error, message):
    with pytest.raises(error, match=message):
        model().loss_and_grads(X, y)


@pytest.mark.parametrize(
    "setting, message",
    [
        (dict(hidden_size=0), "hidden_size: 0"),
        (dict(segment=2.5), "segment: 2.5"),
        (dict(readout="max"), "readout: 'max'"),
        (dict(readout="last", segment=4), "segment: only"),
        (dict(dropout=1), "dropout: 1"),
        (dict(dtype=int), "dtype"),
    ],
)
def test_bad_settings_are_named(setting, message):
    with pytest.raises(ValueError, match=message):
        model(**setting)
