"""Loading reviews: folders of every kind, archives that mean harm, the vocabulary."""

import stat
import zipfile

import numpy as np
import pytest

from rmsprop_lib.datasets import (
    CorruptFileError,
    Vocabulary,
    extract_zip,
    load_documents,
    load_review_folder,
    load_reviews,
)


def test_without_network_it_is_the_toy_grammar_and_says_so(capsys):
    data = load_reviews()
    assert data.name == "toy" and len(data.X_train) == 4000
    assert capsys.readouterr().out.startswith("Data: toy reviews, 4,000 + 1,000")
    assert not set(data.X_train) & set(data.X_test)


def test_a_folder_without_reviews_gives_the_toy_ones(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("RMSPROP_LIB_DATA", str(tmp_path))
    assert load_reviews().name == "toy"
    assert "make data" in capsys.readouterr().out
    with pytest.raises(FileNotFoundError, match="movie_reviews.zip"):
        load_documents()


@pytest.mark.parametrize(
    "load, name",
    [(load_reviews, "sentence_polarity.zip"), (load_documents, "movie_reviews.zip")],
)
def test_an_altered_file_is_refused(tmp_path, monkeypatch, load, name):
    (tmp_path / "reviews").mkdir()
    (tmp_path / "reviews" / name).write_bytes(b"PK altered")
    monkeypatch.setenv("RMSPROP_LIB_DATA", str(tmp_path))
    with pytest.raises(CorruptFileError, match="SHA-256"):
        load()


@pytest.fixture
def folder(tmp_path):
    for name, word in (("neg", "dull"), ("pos", "fine")):
        (tmp_path / name).mkdir()
        for n in range(10):
            (tmp_path / name / f"{n}.txt").write_text(f"{word} {n}", encoding="utf-8")
    return tmp_path


def test_a_folder_of_ones_own(folder, capsys):
    data = load_review_folder(folder)
    assert data.classes == ("neg", "pos")
    assert len(data.X_train) == 16 and np.bincount(data.y_test).tolist() == [2, 2]
    for texts, y in ((data.X_train, data.y_train), (data.X_test, data.y_test)):
        for text, label in zip(texts, y, strict=True):
            assert text.split()[0] == ("dull", "fine")[label]
    assert "16 + 4 reviews (real data)" in capsys.readouterr().out


def test_bytes_that_are_no_utf8_are_latin1_and_said(folder, capsys):
    (folder / "pos" / "0.txt").write_bytes("fine café".encode("latin-1"))
    (folder / "pos" / "1.txt").write_bytes("fine ça".encode("utf-8-sig"))
    data = load_review_folder(folder)
    texts = [*data.X_train, *data.X_test]
    assert "fine café" in texts and "fine ça" in texts
    assert "1 files read as Latin-1" in capsys.readouterr().out


def test_empty_files_are_left_out_and_said(folder, capsys):
    (folder / "neg" / "0.txt").write_text("")
    (folder / "neg" / "1.txt").write_text(" \n")
    data = load_review_folder(folder)
    assert len(data.X_train) + len(data.X_test) == 18
    assert "2 empty files left out" in capsys.readouterr().out


def test_bad_folders_are_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="nowhere"):
        load_review_folder(tmp_path / "nowhere")
    with pytest.raises(ValueError, match="found none"):
        load_review_folder(tmp_path)
    (tmp_path / "pos").mkdir()
    (tmp_path / "neg").mkdir()
    with pytest.raises(ValueError, match="found none"):
        load_review_folder(tmp_path)
    (tmp_path / "pos" / "a.txt").write_text("fine")
    (tmp_path / "pos" / "b.txt").write_text("good")
    with pytest.raises(ValueError, match="found only 'pos'"):
        load_review_folder(tmp_path)
    (tmp_path / "neg" / "a.txt").write_text("dull")
    with pytest.raises(ValueError, match="'neg' holds 1 reviews"):
        load_review_folder(tmp_path)
    (tmp_path / "neg" / "b.txt").write_text("bad")
    data = load_review_folder(tmp_path, verbose=False)
    assert sorted(data.y_train) == sorted(data.y_test) == [0, 1]


def test_hidden_folders_and_loose_files_do_no_harm(folder):
    (folder / "README").write_text("about")
    (folder / "notes").mkdir()  # nothing in it
    assert load_review_folder(folder, verbose=False).classes == ("neg", "pos")


def archive(path, name, content=b"x", kind=stat.S_IFREG):
    with zipfile.ZipFile(path, "w") as stream:
        stream.writestr("good.txt", b"good")
        member = zipfile.ZipInfo("placeholder")
        member.filename = name
        member.external_attr = (kind | 0o644) << 16
        stream.writestr(member, content)
    return path


@pytest.mark.parametrize(
    "name",
    [
        "../evil.txt",
        "pos/../../evil.txt",
        "/tmp/evil.txt",
        "C:/evil.txt",
        "C:evil.txt",
        "..\\evil.txt",
        "\\evil.txt",
        "\\\\server\\evil.txt",
    ],
)
def test_a_zip_that_would_write_outside_is_refused(tmp_path, name):
    path = archive(tmp_path / "a.zip", name)
    with pytest.raises(CorruptFileError, match="outside the folder"):
        extract_zip(path, tmp_path / "to" / "folder")
    assert [p.name for p in tmp_path.rglob("*")] == ["a.zip"]


def test_links_and_devices_are_refused(tmp_path):
    for kind in (stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO):
        path = archive(tmp_path / "a.zip", "link", b"/etc/passwd", kind)
        with pytest.raises(CorruptFileError, match="is a link or a device"):
            extract_zip(path, tmp_path / "to")
        assert not (tmp_path / "to").exists()


def test_a_file_that_is_a_folder_as_well_is_refused(tmp_path):
    path = archive(tmp_path / "a.zip", "good.txt/inner.txt")
    with pytest.raises(CorruptFileError, match="'good.txt' is a file and a folder"):
        extract_zip(path, tmp_path / "to")
    assert not (tmp_path / "to").exists()


@pytest.mark.parametrize("method", ["ZIP_DEFLATED", "ZIP_BZIP2", "ZIP_LZMA"])
def test_whatever_is_damaged_it_is_refused_by_name(tmp_path, method):
    path, rng = tmp_path / "a.zip", np.random.default_rng(0)
    with zipfile.ZipFile(path, "w", getattr(zipfile, method)) as stream:
        stream.writestr("pos/a.txt", bytes(rng.integers(97, 123, 400, np.uint8)))
    whole, refused = path.read_bytes(), 0
    for _ in range(300):
        content = bytearray(whole)
        for place in rng.integers(0, len(content), 4):
            content[place] = rng.integers(256)
        path.write_bytes(content)
        try:
            extract_zip(path, tmp_path / "to")
        except CorruptFileError as error:
            refused += 1
            assert str(path) in str(error)
    assert refused > 250


def test_a_zip_bomb_and_what_is_no_zip_are_refused(tmp_path, monkeypatch):
    from rmsprop_lib.datasets import archives

    monkeypatch.setattr(archives, "MOST", 1000)
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as stream:
        stream.writestr("zeros", bytes(10_000))
    with pytest.raises(CorruptFileError, match="would unpack to 10,000 bytes"):
        extract_zip(path, tmp_path / "to")
    path.write_bytes(b"<html>")
    with pytest.raises(CorruptFileError, match="no zip file"):
        extract_zip(path, tmp_path / "to")
    assert not (tmp_path / "to").exists()


def test_a_good_zip_is_unpacked(tmp_path):
    path = archive(tmp_path / "a.zip", "pos/a..b.txt")
    extract_zip(path, tmp_path / "to")
    assert (tmp_path / "to/pos/a..b.txt").read_bytes() == b"x"


def test_the_vocabulary_knows_training_words_only():
    vocabulary = Vocabulary(["good good film", "film"], min_count=2)
    assert vocabulary.words[2:] == ["good", "film"]
    assert vocabulary.encode(["unseen good", ""]).tolist() == [[1, 2], [1, 0]]


def test_a_single_text_is_not_taken_for_a_list():
    with pytest.raises(TypeError, match="expected a list"):
        Vocabulary("good")
    with pytest.raises(TypeError, match="expected a list"):
        Vocabulary(["good"]).encode("good")
    with pytest.raises(ValueError, match="no word occurs 2 times"):
        Vocabulary(["good"], min_count=2)
