"""The recurrent network: its gradients, and that padding changes nothing."""

import itertools

import numpy as np
import pytest

from rmsprop_lib.networks import RNNClassifier, check_gradients
from rmsprop_lib.optimizers import RMSprop
from rmsprop_lib.training import train

VARIANTS = [
    dict(readout=readout, recurrent=recurrent, dropout=dropout)
    for readout, recurrent, dropout in itertools.product(
        ("mean", "last"), (True, False), (0.0, 0.3)
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


def test_gradients_of_words_of_the_batch_before_do_not_linger():
    network = model()
    first, y = np.array([[3, 4]]), np.array([0])
    network.loss_and_grads(first, y)
    _, grads = network.loss_and_grads(np.array([[5, 6]]), y)
    assert np.flatnonzero(grads["embedding"].any(axis=1)).tolist() == [5, 6]


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


@pytest.mark.parametrize("readout", ["last", "mean"])
def test_float32_throughout(readout):
    X, y = texts()
    network = model(readout=readout, dropout=0.2, dtype="float32")
    _, grads = network.loss_and_grads(X, y)
    arrays = [*network.params.values(), *grads.values(), network.predict_proba(X)]
    assert {a.dtype for a in arrays} == {np.dtype(np.float32)}


def test_columns_of_padding_alone_are_not_computed():
    X, y = texts()
    longer = np.pad(X, [(0, 0), (0, 9)])
    np.testing.assert_array_equal(model().check(longer, y)[0], X)


def test_two_words_make_a_vocabulary():
    network = RNNClassifier(2, 1, 1)
    assert network.predict_proba(np.array([[1, 1], [1, 0]])).shape == (2, 2)


@pytest.mark.parametrize("readout", ["last", "mean"])
def test_many_texts_are_predicted_as_one_by_one(readout):
    lengths = np.random.default_rng(5).integers(1, 9, 600)
    X, y = texts(lengths)
    network = model(readout=readout, dropout=0.3)
    together = network.predict_proba(X)
    alone = [network.predict_proba(x[None, :n])[0] for x, n in zip(X, lengths)]  # noqa: B905
    np.testing.assert_allclose(together, alone, rtol=1e-12)
    np.testing.assert_array_equal(network.predict(X), together.argmax(axis=1))
    expected = -np.log(together[np.arange(600), y]).mean()
    assert network.loss(X, y) == pytest.approx(expected, rel=1e-12)


def test_dropout_changes_every_loss_but_no_prediction():
    X, y = texts()
    network = model(dropout=0.5)
    assert len({network.loss_and_grads(X, y)[0] for _ in range(3)}) == 3
    assert len({network.loss(X, y) for _ in range(3)}) == 1
    still = model()
    state = still.rng.bit_generator.state
    assert len({still.loss_and_grads(X, y)[0] for _ in range(3)}) == 1
    assert still.rng.bit_generator.state == state


def test_dropout_treats_the_places_of_a_word_alike():
    X = np.full((1, 6), 3)
    _, f = model(dropout=0.5, recurrent=False).forward(X, 0.5)
    np.testing.assert_array_equal(f.h[0], f.h[5])
    assert set(np.unique(f.e_mask)) <= {0, 2} and set(np.unique(f.r_mask)) <= {0, 2}


def test_first_parameters():
    settings = dict(embedding_size=400, hidden_size=300, classes=4)
    network = RNNClassifier(50, **settings)
    p, other = network.params, RNNClassifier(50, seed=1, **settings).params
    assert p["embedding"].shape == (50, 400) and p["wy"].shape == (300, 4)
    assert p["embedding"].std() == pytest.approx(0.1, rel=0.03)
    assert p["wx"].std() == pytest.approx(400**-0.5, rel=0.03)
    assert p["wy"].std() == pytest.approx(300**-0.5, rel=0.06)
    np.testing.assert_allclose(p["wh"] @ p["wh"].T, np.eye(300), atol=1e-5)
    for name in ("embedding", "wx", "wy"):
        assert abs(p[name].mean()) < 0.1 * p[name].std()
    assert not p["b"].any() and not p["by"].any()
    assert {a.dtype for a in p.values()} == {np.dtype(np.float32)}
    assert (p["wx"] != other["wx"]).any()
    wide = RNNClassifier(9, embedding_scale=2)
    assert wide.params["embedding"].std() == pytest.approx(2, rel=0.1)
    assert {n: a.shape for n, a in wide.params.items()} == {
        **{"embedding": (9, 64), "wx": (64, 64), "b": (64,)},
        **{"wh": (64, 64), "wy": (64, 2), "by": (2,)},
    }
    assert (wide.readout, wide.recurrent, wide.dropout) == ("mean", True, 0)


def test_numpys_whole_numbers_are_as_good():
    network = RNNClassifier(np.int64(11), np.int32(1), np.uint8(1), classes=np.int64(1))
    X, y = texts()
    assert network.loss_and_grads(X, y * 0)[0] == 0


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("name", ["wy", "by", "embedding"])
def test_scores_that_are_not_finite_are_no_class(name):
    X, y = texts()
    network = model()
    network.params[name][...] = np.nan if name == "embedding" else np.inf
    for ask in (
        lambda: network.predict(X),
        lambda: network.predict_proba(X),
        lambda: network.loss(X, y),
    ):
        with pytest.raises(ValueError, match="params: the scores of X are not finite"):
            ask()
    assert np.isnan(network.loss_and_grads(X, y)[0])


def test_a_hopeless_answer_costs_what_it_costs():
    network = model(dtype=np.float32)
    network.params["by"][...] = [0, 1000, 0]
    X, _ = texts()
    assert network.loss(X, np.zeros(5, int)) == pytest.approx(1000, abs=5)


def test_parameters_that_do_not_belong_to_it_are_named():
    X, y = texts()
    network = model()
    by = network.params.pop("by")
    for given, message in (
        ({}, r"params: names .* \(missing: \['by'\], unexpected: \[\]\)"),
        ({"by": by, "bz": by}, r"unexpected: \['bz'\]"),
        ({"by": by[:2]}, r"params\['by'\]: float64 \(2,\) was given; expected .*3"),
        ({"by": by.astype(np.float32)}, r"params\['by'\]: float32"),
    ):
        whole = network.params
        network.params = {**whole, **given}
        for ask in (network.loss_and_grads, network.check):
            with pytest.raises(ValueError, match=message):
                ask(X, y)
        network.params = whole
    network.params = [by]
    with pytest.raises(TypeError, match="params: list was given"):
        network.predict(X)


def changed(array, index, value):
    array = array.copy()
    array[index] = value
    return array


X, Y = texts()


@pytest.mark.parametrize(
    "X, y, error, message",
    [
        (X.astype(float), Y, TypeError, "X: an array of float64 was given"),
        (X.tolist(), Y, TypeError, "X: list was given"),
        (np.ma.masked_equal(X, 0), Y, TypeError, "X: MaskedArray was given"),
        (X.view(np.matrix), Y, TypeError, "X: matrix was given"),
        (X[0], Y, ValueError, r"X: shape \(7,\)"),
        (X[:0], Y[:0], ValueError, r"X: shape \(0, 7\) was given; expected \(texts, w"),
        (X[:, :0], Y, ValueError, r"X: shape \(5, 0\)"),
        (X[:, :, None], Y, ValueError, r"X: shape \(5, 7, 1\)"),
        (changed(X, (3, 2), 11), Y, ValueError, "token 11 in row 3 .* 0 to 10"),
        (changed(X, (4, 1), -1), Y, ValueError, "token -1 in row 4 .* 0 to 10"),
        (X[:, ::-1], Y, ValueError, "before a word in row 1 .* only after the words"),
        (changed(X, (2, 1), 0), Y, ValueError, "before a word in row 2"),
        (changed(X, 3, 0), Y, ValueError, "row 3 of padding alone"),
        (X, Y[:2], ValueError, r"y: shape \(2,\)"),
        (X, Y.astype(float), TypeError, "y: an array of float64"),
        (X, changed(Y, 3, 3), ValueError, "class 3 in row 3 .* 0 to 2"),
        (X, changed(Y, 1, -1), ValueError, "class -1 in row 1"),
        (X, None, TypeError, "y: NoneType"),
    ],
)
def test_bad_inputs_are_named(X, y, error, message):
    network = model(dropout=0.3)
    state = network.rng.bit_generator.state
    for ask in (network.loss_and_grads, network.check, network.loss):
        with pytest.raises(error, match=message):
            ask(X, y)
    assert network.rng.bit_generator.state == state


@pytest.mark.parametrize(
    "setting, message",
    [
        (dict(hidden_size=0), "hidden_size: 0"),
        (dict(embedding_size=0), "embedding_size: 0 .* 1 or more"),
        (dict(embedding_size=2.5), "embedding_size: 2.5"),
        (dict(classes=0), "classes: 0"),
        (dict(vocabulary_size=1), "vocabulary_size: 1 .* 2 or more"),
        (dict(readout="max"), "readout: 'max' was given; expected 'mean' or 'last'"),
        (dict(readout=np.array(["mean"])), "readout: array"),
        (dict(recurrent="no"), "recurrent: 'no' was given; expected True or False"),
        (dict(dropout=1), "dropout: 1"),
        (dict(dropout="0.5"), "dropout: str"),
        (dict(embedding_scale=np.nan), "embedding_scale: nan"),
        (dict(embedding_scale=np.inf), "embedding_scale: inf"),
        (dict(embedding_scale=-1), "embedding_scale: -1"),
        (dict(seed=-1), "seed: -1"),
        (dict(dtype=int), "dtype"),
        (dict(dtype="banana"), "dtype: 'banana'"),
    ],
)
def test_bad_settings_are_named(setting, message):
    with pytest.raises((TypeError, ValueError), match=message):
        RNNClassifier(**{"vocabulary_size": 11, **setting})
