"""Loading reviews: folders as people have them, the verified zips, the vocabulary."""

import hashlib
import os
import unicodedata
import zipfile
from dataclasses import replace

import numpy as np
import pytest

from rmsprop_lib.datasets import (
    CorruptFileError,
    Vocabulary,
    load_documents,
    load_review_folder,
    load_reviews,
    reviews,
    tokenize,
)


def test_without_network_it_is_the_toy_grammar_and_says_so(capsys):
    data = load_reviews()
    assert data.name == "toy" and len(data.X_train) == 4000
    assert capsys.readouterr().out.startswith("Data: toy reviews, 4,000 + 1,000")
    assert not set(data.X_train) & set(data.X_test)


def test_a_folder_without_reviews_gives_the_toy_ones(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("RMSPROP_LIB_DATA", str(tmp_path))
    assert load_reviews().name == "toy"
    said = f"embedded; no reviews/sentence_polarity.zip in {tmp_path}; the real ones"
    assert said in capsys.readouterr().out
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


def texts_of(folder, **how):
    data = load_review_folder(folder, **how)
    return [*data.X_train, *data.X_test]


TEXT = "“fine” – café 東京"


@pytest.mark.parametrize(
    "encoding, mark",
    [
        ("utf-8", b""),
        ("utf-8-sig", b""),
        ("utf-16", b""),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-32", b""),
        ("utf-32-le", b""),
        ("utf-32-be", b""),
        ("utf-32-be", b"\0\0\xfe\xff"),
    ],
)
def test_every_unicode_file_is_read_as_what_it_is(folder, capsys, encoding, mark):
    (folder / "pos" / "0.txt").write_bytes(mark + TEXT.encode(encoding))
    assert TEXT in texts_of(folder)
    assert "16 + 4 reviews (real data)" in capsys.readouterr().out


def test_bytes_that_are_no_unicode_are_windows_1252_and_said(folder, capsys):
    (folder / "pos" / "0.txt").write_bytes(b"\x93fine\x94 \x96 it\x92s a caf\xe9")
    assert "“fine” – it’s a café" in texts_of(folder)
    assert "1 read as Windows-1252)" in capsys.readouterr().out


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\x08\x02",
        b"\xff\xfeo",  # UTF-16 that was cut
        b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0\xdf\xa4\xd2lZ\x01",
        b"\x8d\x81",
        b"\0" * 8,
    ],
    ids=["picture", "cut", "document", "unused bytes", "zeros"],
)
def test_a_file_that_is_no_text_is_named(folder, content):
    (folder / "pos" / "0.txt").write_bytes(content)
    with pytest.raises(ValueError, match="0.txt' is no text in UTF-8, UTF-16"):
        load_review_folder(folder)


def test_what_is_no_review_is_left_out_and_counted(folder, capsys):
    expected = sorted(texts_of(folder, verbose=False))
    (folder / "neg" / "empty.txt").write_text(" \n")
    for name in (".DS_Store", "Thumbs.db", "desktop.ini", "._0.txt", "0.txt~", "~$0"):
        (folder / "pos" / name).write_bytes(b"\0\1\0of the system")
    for name in (".ipynb_checkpoints", "__MACOSX"):  # they are no classes
        (folder / name).mkdir()
        (folder / name / "0.txt").write_text("fine copy")
    (folder / "pos" / ".ipynb_checkpoints").mkdir()
    (folder / "pos" / "older").mkdir()
    (folder / "pos" / "older" / "0.txt").write_text("fine, older")
    (folder / "neg" / "gone.txt").symlink_to(folder / "nowhere")
    os.mkfifo(folder / "neg" / "pipe")
    (folder / "README").write_text("about")
    (folder / "notes").mkdir()  # nothing in it
    data = load_review_folder(folder)
    assert data.classes == ("neg", "pos")
    assert sorted([*data.X_train, *data.X_test]) == expected
    assert (
        "(real data; left out: 1 beside the classes, 1 empty, 2 not readable, 9 of the "
        "system, 1 subfolders)"
    ) in capsys.readouterr().out


@pytest.fixture
def acl_imdb(folder):
    """`aclImdb` as it is downloaded, but small."""
    (folder / "unsup").mkdir()
    for n in range(30):
        (folder / "unsup" / f"{n}_0.txt").write_text("who knows")
    for name in ("labeledBow.feat", "unsupBow.feat", "urls_neg.txt", "urls_pos.txt"):
        (folder / name).write_text("9 0:9 1:1")
    return folder


def test_the_large_movie_review_data_set_is_read_as_downloaded(
    acl_imdb, capsys, tmp_path_factory
):
    data = load_review_folder(acl_imdb)
    assert data.classes == ("neg", "pos")
    said = "16 + 4 reviews (real data; left out: 4 beside the classes, 30 in unsup)"
    assert said in capsys.readouterr().out
    outer = tmp_path_factory.mktemp("aclImdb")
    for name in ("test", "train"):  # which are no classes
        (outer / name).symlink_to(acl_imdb)
    with pytest.raises(ValueError, match=r"subfolders of its own \(neg, pos, unsup\)"):
        load_review_folder(outer)


def test_classes_can_be_named(acl_imdb, capsys):
    data = load_review_folder(acl_imdb, classes=("pos", "unsup"))
    assert data.classes == ("pos", "unsup")
    for text, label in zip(data.X_test, data.y_test, strict=True):
        assert text.startswith(("fine", "who")[label])
    assert "10 in neg" in capsys.readouterr().out
    for wrong in ("pos", ["pos"], ["pos", "pos"], []):
        with pytest.raises(ValueError, match="classes: .* expected at least two names"):
            load_review_folder(acl_imdb, classes=wrong)
    with pytest.raises(ValueError, match="'good' was given; .* neg, pos, unsup"):
        load_review_folder(acl_imdb, classes=["neg", "good"])


def test_a_tilde_is_the_home_folder(folder, monkeypatch):
    monkeypatch.setenv("HOME", str(folder.parent))
    assert len(texts_of(f"~/{folder.name}")) == 20


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


def test_the_documents_are_read_without_being_unpacked(tmp_path, monkeypatch):
    """Whatever a zip holds, its sum is asked for first, and nothing is written."""
    path = tmp_path / reviews.DOCUMENTS.path
    path.parent.mkdir()
    names = [f"movie_reviews/{c}/{n}.txt" for c in ("neg", "pos") for n in range(5)]
    with zipfile.ZipFile(path, "w") as stream:
        for name in ("../outside.txt", "movie_reviews/README", *names):
            stream.writestr(name, name)
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    file = replace(reviews.DOCUMENTS, size=len(content), sha256=digest)
    monkeypatch.setenv("RMSPROP_LIB_DATA", str(tmp_path))
    with pytest.raises(CorruptFileError, match="SHA-256"):
        load_documents()
    monkeypatch.setattr(reviews, "DOCUMENTS", file)
    before = sorted(tmp_path.parent.rglob("*"))
    data = load_documents()
    assert sorted([*data.X_train, *data.X_test]) == names
    for text, label in zip(data.X_train, data.y_train, strict=True):
        assert text.split("/")[1] == ("neg", "pos")[label]
    assert sorted(tmp_path.parent.rglob("*")) == before


@pytest.mark.parametrize(
    "text, words",
    [
        ("यह फिल्म अच्छी है।", ["यह", "फिल्म", "अच्छी", "है", "।"]),
        ("படம் நன்றாக", ["படம்", "நன்றாக"]),
        ("หนังเรื่องนี้ดี", ["หนังเรื่องนี้ดี"]),
        ("فِيلْمٌ جَمِيلٌ", ["فِيلْمٌ", "جَمِيلٌ"]),
        ("می‌خواهم", ["می‌خواهم"]),
        ("סֶרֶט טוֹב", ["סֶרֶט", "טוֹב"]),
        ("İyi film, iyi oyun", ["iyi", "film", ",", "iyi", "oyun"]),
        ("Phim này rất hay", ["phim", "này", "rất", "hay"]),
        ("l’été, isn't", ["l’été", ",", "isn't"]),
        ("ẋ̣ ❤️ 5°", ["ẋ̣", "❤️", "5", "°"]),
    ],
    ids="hindi tamil thai arabic persian hebrew turkish vietnamese quote sign".split(),
)
def test_a_word_is_a_word_in_every_script_and_form(text, words):
    expected = [unicodedata.normalize("NFC", word) for word in words]
    for form in ("NFC", "NFD"):
        assert tokenize(unicodedata.normalize(form, text)) == expected


def test_a_text_in_one_form_meets_the_vocabulary_of_the_other():
    words = [unicodedata.normalize(form, "café") for form in ("NFC", "NFD")]
    assert Vocabulary(words[:1]).encode(words[1:]).tolist() == [[2]]


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
