"""Which images are loaded, and that a file which is not right is never used."""

import gzip
import hashlib
from dataclasses import replace

import numpy as np
import pytest
from sklearn.datasets import load_digits

from rmsprop_lib.datasets import CorruptFileError, images, load_digits8, load_images


def idx(array):
    header = bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">u4").tobytes()
    return header + array.astype(np.uint8).tobytes()


@pytest.fixture
def mnist_like(monkeypatch, tmp_path):
    """A folder with four files of MNIST's form, and the table that describes them."""
    rng = np.random.default_rng(0)
    arrays = {
        "X_train": rng.integers(0, 256, (6_000, 28, 28)),
        "y_train": rng.integers(0, 10, 6_000),
        "X_test": rng.integers(0, 256, (1_000, 28, 28)),
        "y_test": rng.integers(0, 10, 1_000),
    }
    table = {}
    (tmp_path / "mnist").mkdir()
    for part, array in arrays.items():
        content, file = idx(array), images.MNIST[part]
        path = tmp_path / file.path
        if part == "X_test":  # one of them not compressed
            path.write_bytes(content)
        else:
            compressed = gzip.compress(content, compresslevel=0)
            path.with_name(path.name + ".gz").write_bytes(compressed)
        digest = hashlib.sha256(content).hexdigest()
        table[part] = replace(file, size=len(content), sha256=digest)
    monkeypatch.setattr(images, "MNIST", table)
    monkeypatch.setenv("RMSPROP_LIB_DATA", str(tmp_path))
    return tmp_path, arrays


def test_mnist_is_read_from_the_named_folder(mnist_like, capsys):
    _, arrays = mnist_like
    data = load_images()
    assert capsys.readouterr().out == (
        "Data: MNIST, 6,000 + 1,000 images of 28×28 (real data)\n"
    )
    assert data.name == "mnist" and data.image_shape == (28, 28)
    for part, array in arrays.items():
        np.testing.assert_array_equal(
            getattr(data, part),
            array.reshape(len(array), -1) if array.ndim == 3 else array,
        )
    assert (data.X_train.dtype, data.y_test.dtype) == (np.uint8, np.intp)


@pytest.mark.parametrize(
    "damage", ["altered", "truncated", "gzip cut", "gzip bent", "other"]
)
def test_a_file_that_is_not_right_is_never_used(mnist_like, damage):
    path = mnist_like[0] / "mnist" / "train-labels-idx1-ubyte.gz"
    content = bytearray(gzip.decompress(path.read_bytes()))
    if damage == "altered":
        content[100] ^= 1
    if damage == "truncated":
        content = content[:-1]
    if damage == "other":
        content += b"more"
    packed = gzip.compress(bytes(content))
    if damage == "gzip cut":
        packed = packed[:-20]
    if damage == "gzip bent":  # no block of a deflate stream begins with ones
        packed = packed[:10] + b"\xff\xff" + packed[12:]
    path.write_bytes(packed)
    with pytest.raises(CorruptFileError, match="train-labels-idx1-ubyte.gz: "):
        load_images()


def test_the_message_says_what_was_expected_and_found(mnist_like):
    path = mnist_like[0] / "mnist" / "t10k-images-idx3-ubyte"
    path.write_bytes(b"not images")
    with pytest.raises(CorruptFileError) as caught:
        load_images()
    message = str(caught.value)
    assert images.MNIST["X_test"].sha256 in message and "10 bytes" in message
    assert hashlib.sha256(b"not images").hexdigest() in message


def test_a_part_of_mnist_in_the_named_folder_is_an_error(mnist_like):
    (mnist_like[0] / "mnist" / "t10k-images-idx3-ubyte").unlink()
    with pytest.raises(
        FileNotFoundError, match="missing: mnist/t10k-images-idx3-ubyte"
    ):
        load_images()


def test_a_part_of_mnist_in_the_cache_is_said(mnist_like, monkeypatch, capsys):
    (mnist_like[0] / "mnist" / "t10k-images-idx3-ubyte").unlink()
    monkeypatch.delenv("RMSPROP_LIB_DATA")
    monkeypatch.setattr(
        "rmsprop_lib.datasets.sources.platformdirs.user_cache_dir",
        lambda name: str(mnist_like[0]),
    )
    assert load_images().name == "digits"
    assert "a part of MNIST is there" in capsys.readouterr().out


def test_a_folder_without_images_gives_the_digits_and_says_so(
    monkeypatch, tmp_path, capsys
):
    monkeypatch.setenv("RMSPROP_LIB_DATA", str(tmp_path))
    assert load_images().name == "digits"
    out = capsys.readouterr().out
    assert "8×8 digits, 1,437 + 360 images" in out and 'MNIST: "make data"' in out
    assert "; no mnist/train-images-idx3-ubyte, mnist/train-labels" in out
    assert f"nor with .gz, in {tmp_path};" in out


def test_who_has_the_wheel_alone_is_not_told_to_make(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr("rmsprop_lib.datasets.sources.PROJECT", tmp_path)
    load_images()
    out = capsys.readouterr().out
    assert 'MNIST: "python -m rmsprop_lib.datasets" without' in out
    assert "make" not in out


def test_what_is_loaded_is_the_readers_to_change(mnist_like):
    for data in (load_images(verbose=False), load_digits8(verbose=False)):
        for array in (data.X_train, data.y_train, data.X_test, data.y_test):
            array[...] = 0
    assert load_images(verbose=False).X_train.any()


def test_embedded_is_taken_even_if_mnist_is_in_the_cache(
    mnist_like, monkeypatch, capsys
):
    monkeypatch.setenv("RMSPROP_LIB_DATA", "embedded")
    monkeypatch.setattr(
        "rmsprop_lib.datasets.sources.platformdirs.user_cache_dir",
        lambda name: str(mnist_like[0]),
    )
    assert load_images().name == "digits"
    assert "RMSPROP_LIB_DATA asks for it" in capsys.readouterr().out


def test_a_named_folder_that_does_not_exist_is_an_error(monkeypatch, tmp_path):
    monkeypatch.setenv("RMSPROP_LIB_DATA", str(tmp_path / "nowhere"))
    with pytest.raises(
        FileNotFoundError, match="RMSPROP_LIB_DATA: .*nowhere.* expected"
    ):
        load_images()


def test_the_digits_are_split_once_and_for_all(capsys):
    data = load_digits8()
    assert capsys.readouterr().out.count("\n") == 1
    together = np.concatenate([data.X_train, data.X_test])
    X, _ = load_digits(return_X_y=True)
    assert sorted(map(tuple, together)) == sorted(map(tuple, X.astype(np.uint8)))
    shares = np.bincount(data.y_test) / np.bincount(data.y_train)
    np.testing.assert_allclose(shares, 0.25, atol=0.02)
    assert data.X_train.max() == data.max_value == 16
    np.testing.assert_array_equal(data.X_test, load_digits8(verbose=False).X_test)
