"""Fetching: what comes is verified before it gets its name, and nothing is lost."""

import functools
import gzip
import hashlib
import http.server
import multiprocessing
import socket
import threading
import time

import pytest

from rmsprop_lib.datasets import FetchError, download, fetch
from rmsprop_lib.datasets.sources import FILES, File

IMAGES, REVIEWS = b"pixels " * 40_000, b"PK good reviews"


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass

    def do_GET(self):
        if "hangs" in self.path and self.headers.get("User-Agent", "").startswith(
            "python"
        ):
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b"a few bytes, then nothing")
            self.wfile.flush()
            time.sleep(3)
        else:
            super().do_GET()


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A served folder with good files; the table has two files, with two homes each."""
    served = tmp_path / "served"
    for name in ("a/mnist", "a/reviews", "b/mnist", "b/reviews"):
        (served / name).mkdir(parents=True)
        content = gzip.compress(IMAGES) if "mnist" in name else REVIEWS
        (served / name / ("x.gz" if "mnist" in name else "y.zip")).write_bytes(content)
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=str(served))
    )
    threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
    ).start()
    url = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setattr(download, "FILES", table(f"{url}/a/", f"{url}/b/"))
    monkeypatch.setattr(download, "READ", 1)
    monkeypatch.delenv("RMSPROP_LIB_MIRROR", raising=False)
    yield served, url
    server.shutdown()
    server.server_close()


def table(*homes):
    def file(path, remote, content):
        digest = hashlib.sha256(content).hexdigest()
        urls = tuple(home + remote for home in homes)
        return File(path, len(content), digest, remote, urls)

    return (
        file("mnist/x", "mnist/x.gz", IMAGES),
        file("reviews/y.zip", "reviews/y.zip", REVIEWS),
    )


def assert_all_good(folder):
    assert (folder / "mnist/x").read_bytes() == IMAGES
    assert (folder / "reviews/y.zip").read_bytes() == REVIEWS
    names = sorted(p.name for p in folder.rglob("*") if p.is_file())
    assert names == [".lock", "x", "y.zip"]  # no temporary file is left


def test_fetches_unpacks_and_verifies(home, tmp_path):
    folder = tmp_path / "data"
    paths = fetch(folder, progress=False)
    assert paths == [folder / "mnist/x", folder / "reviews/y.zip"]
    assert_all_good(folder)


def test_what_is_there_and_good_is_left_alone(home, tmp_path, monkeypatch):
    folder = tmp_path / "data"
    fetch(folder, progress=False)
    before = (folder / "mnist/x").stat().st_mtime_ns
    (folder / "reviews/y.zip").write_bytes(b"XX good reviews")  # the same size
    fetch(folder, progress=False)
    assert (folder / "mnist/x").stat().st_mtime_ns == before
    assert_all_good(folder)


WRONG = {
    "altered": gzip.compress(b"pixelz " * 40_000),
    "truncated": gzip.compress(IMAGES)[:-30],
    "no gzip": b"<html>sign in to this network</html>",
    "empty": b"",
    "unpacks to far too much": gzip.compress(bytes(10_000_000), 1),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_file_leads_to_the_second_home(home, tmp_path, wrong):
    (home[0] / "a/mnist/x.gz").write_bytes(WRONG[wrong])
    fetch(tmp_path / "data", progress=False)
    assert_all_good(tmp_path / "data")


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_file_is_never_landed(home, tmp_path, wrong):
    for name in "ab":
        (home[0] / name / "mnist/x.gz").write_bytes(WRONG[wrong])
    folder = tmp_path / "data"
    with pytest.raises(FetchError, match="mnist/x.gz"):
        fetch(folder, progress=False)
    assert not list((folder / "mnist").iterdir())


def test_the_message_says_what_was_expected_and_found(home, tmp_path):
    for name in "ab":
        (home[0] / name / "reviews/y.zip").write_bytes(b"bad")
    with pytest.raises(FetchError) as caught:
        fetch(tmp_path / "data", progress=False)
    for part in ("reviews/y.zip", hashlib.sha256(REVIEWS).hexdigest(), "3 bytes",
                 hashlib.sha256(b"bad").hexdigest()):  # fmt: skip
        assert part in str(caught.value)


def test_a_missing_file_leads_to_the_second_home(home, tmp_path):
    (home[0] / "a/mnist/x.gz").unlink()
    fetch(tmp_path / "data", progress=False)
    assert_all_good(tmp_path / "data")


def test_a_server_that_hangs_is_given_up(home, tmp_path, monkeypatch):
    files = table(f"{home[1]}/hangs/", f"{home[1]}/b/")
    monkeypatch.setattr(download, "FILES", files)
    fetch(tmp_path / "data", progress=False)
    assert_all_good(tmp_path / "data")


def test_without_network_it_gives_up_at_once(tmp_path, monkeypatch):
    with socket.socket() as listener:  # a port that nobody answers on
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        url = f"http://127.0.0.1:{port}/"
        monkeypatch.setattr(download, "FILES", table(url, url))
        with pytest.raises(FetchError, match=rf"no answer from 127.0.0.1:{port}"):
            fetch(tmp_path / "data", progress=False)
    # Every wait is bounded, and together they stay below 15 seconds.
    assert download.PATIENCE + download.CONNECT < 15


def test_an_interruption_leaves_no_half_file_and_spoils_no_good_one(
    home, tmp_path, monkeypatch
):
    folder = tmp_path / "data"
    fetch(folder, progress=False)
    (folder / "mnist/x").write_bytes(b"old")

    def interrupted(url):
        yield gzip.compress(IMAGES)[:100]
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(download, "_pieces", interrupted)
        with pytest.raises(KeyboardInterrupt):
            fetch(folder, progress=False)
    assert (folder / "mnist/x").read_bytes() == b"old"
    assert len(list((folder / "mnist").iterdir())) == 1
    fetch(folder, progress=False)
    assert_all_good(folder)


def test_several_processes_at_once(home, tmp_path):
    folder = tmp_path / "data"
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=fetch, args=(folder, False)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0] * 4
    assert_all_good(folder)


NAMES = ["C# course", "50% off", "50%25 off", "what?", "Übung · 練習", "a'b\"c"]


@pytest.mark.parametrize("quoted", [True, False], ids=["quoted", "as it stands"])
@pytest.mark.parametrize("name", NAMES)
def test_a_mirror_is_found_in_a_folder_of_any_name(
    home, tmp_path, monkeypatch, name, quoted
):
    monkeypatch.setattr(download, "FILES", table("http://127.0.0.1:9/"))
    mirror = (home[0] / "b").rename(tmp_path / name)
    url = mirror.as_uri() if quoted else f"file://{mirror}"
    monkeypatch.setenv("RMSPROP_LIB_MIRROR", url)
    fetch(tmp_path / "data", progress=False)
    assert_all_good(tmp_path / "data")


def test_a_mirror_is_the_only_home_asked(home, tmp_path, monkeypatch):
    monkeypatch.setattr(download, "FILES", table("http://127.0.0.1:9/"))
    monkeypatch.setenv("RMSPROP_LIB_MIRROR", f"{home[1]}/b/")
    monkeypatch.setenv("HOME", str(tmp_path))
    fetch("~/data", progress=False)
    assert_all_good(tmp_path / "data")


@pytest.mark.parametrize("name", ["C# course", "what?"])
def test_an_address_that_would_be_cut_is_explained(tmp_path, monkeypatch, name):
    monkeypatch.setenv("RMSPROP_LIB_MIRROR", f"http://school/{name}")
    with pytest.raises(FetchError, match="is written %3F, and a # is written %23"):
        fetch(tmp_path / "data", progress=False)


def test_a_mirror_of_another_kind_is_refused(home, tmp_path, monkeypatch):
    monkeypatch.setenv("RMSPROP_LIB_MIRROR", "ftp://school/")
    with pytest.raises(FetchError, match="expected an http, https or file URL"):
        fetch(tmp_path / "data", progress=False)


def test_the_command_says_in_one_line_what_happened(
    home, tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr(
        "rmsprop_lib.datasets.sources.platformdirs.user_cache_dir",
        lambda name: str(tmp_path / "cache"),
    )
    monkeypatch.setenv("RMSPROP_LIB_DATA", "embedded")
    assert download.main() == 0
    assert "nothing is fetched" in capsys.readouterr().out
    monkeypatch.delenv("RMSPROP_LIB_DATA")
    assert download.main() == 0
    assert "2 files, verified" in capsys.readouterr().out
    monkeypatch.setattr(download, "FILES", table("http://127.0.0.1:9/no/"))
    monkeypatch.setenv("RMSPROP_LIB_MIRROR", (tmp_path / "none").as_uri())
    (tmp_path / "cache/mnist/x").unlink()
    assert download.main() == 1
    assert capsys.readouterr().out.count("\n") == 1


def test_the_table_names_files_by_sum_and_home():
    assert len(FILES) == 6 and len({file.path for file in FILES}) == 6
    for file in FILES:
        assert len(file.sha256) == 64 and file.size > 10_000
        assert all(url.startswith("https://") for url in file.urls)
    assert all(len(file.urls) == 2 for file in FILES if file.path.startswith("mnist"))
