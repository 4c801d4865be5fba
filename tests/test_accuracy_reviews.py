"""On the real reviews: they are what they should be, and the goal is reached."""

import numpy as np
import pytest

from rmsprop_lib.datasets import Vocabulary, load_documents, load_reviews, tokenize
from rmsprop_lib.networks import RNNClassifier
from rmsprop_lib.optimizers import RMSprop, linear_decay
from rmsprop_lib.training import train

pytestmark = pytest.mark.real_data


def test_the_sets_are_what_they_should_be():
    sentences, documents = load_reviews(verbose=False), load_documents(verbose=False)
    assert sentences.name == "sentences"
    # The counts of the papers: 5,331 sentences and 1,000 documents of each class.
    for data, count in ((sentences, 5331), (documents, 1000)):
        y = np.concatenate([data.y_train, data.y_test])
        assert np.bincount(y).tolist() == [count, count]
        assert len(data.X_train) + len(data.X_test) == 2 * count
    words = [len(tokenize(text)) for text in [*documents.X_train, *documents.X_test]]
    assert 740 < np.mean(words) < 760  # notebook 14 says about 750


def test_sentences_reach_what_is_stated():
    data = load_reviews(verbose=False)
    vocabulary = Vocabulary(data.X_train, min_count=2)
    X, X_test = vocabulary.encode(data.X_train), vocabulary.encode(data.X_test)
    model = RNNClassifier(len(vocabulary), embedding_scale=0.02, dropout=0.5)
    optimizer = RMSprop(linear_decay(0.003, 6 * 134), 0.99)
    train(model, optimizer, X, data.y_train, epochs=6, batch_size=64, clip_norm=5)
    assert np.mean(model.predict(X_test) == data.y_test) >= 0.755
