"""Bad networks and bad disks: a good file, or a clear message and nothing changed.

A server on this machine misbehaves in every way that the table below knows. Time-outs
are shortened; `tests/soak/test_time_outs.py` keeps the real ones.
"""

import contextlib
import ctypes
import gzip
import hashlib
import http.server
import io
import multiprocessing
import os
import resource
import signal
import socket
import struct
import subprocess
import threading
import time
from collections import Counter

import numpy as np
import pytest

from rmsprop_lib.datasets import (
    FetchError,
    download,
    fetch,
    load_images,
    load_reviews,
)
from rmsprop_lib.datasets.sources import File

# Random bytes: what is sent is then about as long as what it unpacks to.
IMAGES = np.random.default_rng(0).bytes(200_000) + b"pixels " * 20_000
REVIEWS = b"PK" + np.random.default_rng(1).bytes(100_000)
SENT = {"x.gz": gzip.compress(IMAGES), "y.zip": REVIEWS}
ENDLESS = 100_000_000  # bytes: what an endless answer is cut at, if nobody else does
ROOT = os.geteuid() == 0
FORK = multiprocessing.get_context("fork")


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.over = threading.Event()
        self.asked = Counter()  # (method, path)
        self.sent = Counter()  # bytes of endless answers
        self.arrived = threading.Event()  # somebody hangs in the middle
        self.lock = threading.Lock()

    def handle_error(self, *about):  # clients that turn away are what is tested
        pass


class Handler(http.server.BaseHTTPRequestHandler):
    """Behaves as the first part of the path says: /good/mnist/x.gz."""

    def log_message(self, *args):
        pass

    def do_HEAD(self):
        with self.server.lock:
            self.server.asked["HEAD", self.path] += 1
        if self.path.startswith("/hangs_before"):
            self.server.over.wait(60)
        else:
            self.answer(b"", length=0)

    def do_GET(self):
        with self.server.lock:
            self.server.asked["GET", self.path] += 1
        _, how, *_, name = self.path.split("/")
        getattr(self, how)(SENT[name])

    def answer(self, content, status=200, length=None, **headers):
        self.send_response(status)
        self.send_header("Content-Length", len(content) if length is None else length)
        for header, value in headers.items():
            self.send_header(header.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)
        self.wfile.flush()

    def endless(self, start, rest):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(start)
        while self.server.sent[self.path] < ENDLESS and not self.server.over.is_set():
            self.wfile.write(rest)
            self.server.sent[self.path] += len(rest)

    def good(self, content):
        self.answer(content)

    def slow_but_good(self, content):
        time.sleep(0.3)
        self.answer(content)

    def sent_as_an_encoding(self, content):
        self.answer(content, Content_Encoding="gzip")

    def hangs_before(self, content):
        self.server.over.wait(60)

    def hangs_in_the_middle(self, content):
        self.answer(content[: len(content) // 2], length=len(content))
        self.server.arrived.set()
        self.server.over.wait(60)

    def trickles(self, content):
        self.answer(b"", length=len(content))
        for byte in content:
            self.wfile.write(bytes([byte]))
            if self.server.over.wait(0.05):
                break

    def drops_at_once(self, content):
        self.connection.shutdown(socket.SHUT_RDWR)

    def drops_after_the_headers(self, content):
        self.answer(b"", length=len(content))

    def drops_after_1000_bytes(self, content):
        self.answer(content[:1000], length=len(content))

    def drops_before_the_last_byte(self, content):
        self.answer(content[:-1], length=len(content))

    def sends_a_wrong_byte(self, content):
        middle = len(content) // 2
        self.answer(
            content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
        )

    def sends_another_file(self, content):
        other = np.random.default_rng(9).bytes(100_002)
        self.answer(other if content is REVIEWS else gzip.compress(other))

    def announces_too_little(self, content):
        self.answer(content, length=len(content) - 10)

    def announces_too_much(self, content):
        self.answer(content, length=len(content) + 10)

    def sends_far_more_than_announced(self, content):
        self.answer(content + bytes(10_000_000), length=1000)

    def never_ends(self, content):
        self.endless(content, bytes(100_000))

    def never_ends_and_is_empty(self, content):
        # gzip: a name in the header that goes on for ever, so that nothing comes out
        self.endless(b"\x1f\x8b\x08\x08" + bytes(6), b"a" * 100_000)

    def unpacks_to_far_more(self, content):
        self.answer(BOMB)

    def sends_404(self, content):
        self.answer(b"not here", status=404)

    def sends_500(self, content):
        self.answer(b"sorry", status=500)

    def sends_500_once(self, content):
        if self.server.asked["GET", self.path] == 1:
            self.sends_500(content)
        else:
            self.good(content)

    def redirects_in_a_loop(self, content):
        self.answer(b"", status=302, Location=self.path)

    def redirects_to_a_file(self, content):
        self.answer(b"", status=302, Location="file:///etc/hostname")

    def sends_html(self, content):
        self.answer(b"<html>Sign in to this network</html>", Content_Type="text/html")

    def sends_nothing(self, content):
        self.answer(b"")

    def speaks_no_http(self, content):
        self.wfile.write(b"220 mail.example.org ESMTP\r\n" * 3)


BOMB = gzip.compress(bytes(50_000_000), 1)
# What a home does, and what the message says of it.
MISCHIEF = {
    "refuses": "no answer from 127.0.0.1:9",
    "hangs_before": "no answer",
    "hangs_in_the_middle": "no answer in time",
    "trickles": "no answer in time",
    "drops_at_once": "no connection",
    "drops_after_the_headers": "broke off",
    "drops_after_1000_bytes": "broke off",
    "drops_before_the_last_byte": "broke off",
    "sends_a_wrong_byte": "SHA-256|whole gzip file",
    "sends_another_file": "expected 100,002 bytes with SHA-256",
    "announces_too_little": "expected 100,002 bytes .* found 99,992 bytes",
    "announces_too_much": "broke off",
    "sends_far_more_than_announced": "found 1,000 bytes",
    "never_ends": "more than the expected 100,002 bytes",
    "never_ends_and_is_empty": "more than the expected 340,000 bytes",
    "unpacks_to_far_more": "more than the expected 340,000 bytes",
    "sends_404": "answers 404 Not Found",
    "sends_500": "answers 500 Internal Server Error",
    "redirects_in_a_loop": "redirects without end",
    "redirects_to_a_file": "file:///etc/hostname",
    "sends_html": "'<html>Sign in to thi'",
    "sends_nothing": "found 0 bytes",
    "speaks_no_http": "no connection|broke off",
}
each_mischief = pytest.mark.parametrize("how", MISCHIEF)


@pytest.fixture
def server(monkeypatch):
    server = Server()
    threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
    ).start()
    for name, seconds in (("CONNECT", 1), ("READ", 0.7), ("PATIENCE", 1.5)):
        monkeypatch.setattr(download, name, seconds)
    monkeypatch.delenv("RMSPROP_LIB_MIRROR", raising=False)
    yield server
    server.over.set()
    server.shutdown()
    server.server_close()


def url(server, how):
    port = 9 if how == "refuses" else server.server_port
    return f"http://127.0.0.1:{port}/{how}"


def file(path, remote, content, homes):
    digest = hashlib.sha256(content).hexdigest()
    return File(
        path, len(content), digest, remote, tuple(h + "/" + remote for h in homes)
    )


def ask(monkeypatch, server, *hows, progress=False, folder):
    """Fetch from homes that behave so; it must come to an end."""
    homes = [url(server, how) for how in hows]
    table = (
        file("mnist/x", "mnist/x.gz", IMAGES, homes),
        file("reviews/y.zip", "reviews/y.zip", REVIEWS, homes),
    )
    monkeypatch.setattr(download, "FILES", table)
    ends = []

    def run():
        try:
            ends.append(fetch(folder, progress=progress))
        except Exception as error:
            ends.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(timeout=15)
    assert ends, "it did not come to an end"
    if isinstance(ends[0], Exception):
        raise ends[0]
    return ends[0]


def files(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".lock"
    }


GOOD = {"mnist/x": IMAGES, "reviews/y.zip": REVIEWS}


@each_mischief
def test_the_other_home_gives_the_good_files(server, tmp_path, monkeypatch, how):
    ask(monkeypatch, server, how, "good", folder=tmp_path)
    assert files(tmp_path) == GOOD


@each_mischief
def test_without_another_home_a_clear_message_and_nothing_landed(
    server, tmp_path, monkeypatch, how
):
    with pytest.raises(FetchError, match=MISCHIEF[how]) as caught:
        ask(monkeypatch, server, how, folder=tmp_path)
    # One kind of file may come whole from a home that spoils the other kind.
    landed = files(tmp_path)
    assert landed.items() <= GOOD.items() and landed != GOOD
    for name in ("mnist/x.gz", "reviews/y.zip"):  # each that is not there is named
        named = url(server, how) + "/" + name in str(caught.value)
        silent = "Is there a network?" in str(caught.value)
        assert named or silent or name.removesuffix(".gz") in landed
    assert max(server.sent.values(), default=0) < ENDLESS / 2  # and not read on
    ask(monkeypatch, server, "good", folder=tmp_path)
    assert files(tmp_path) == GOOD


@each_mischief
def test_what_is_there_is_not_replaced_by_anything_worse(
    server, tmp_path, monkeypatch, how
):
    (tmp_path / "mnist").mkdir()
    (tmp_path / "mnist/x").write_bytes(IMAGES)
    (tmp_path / "reviews").mkdir()
    (tmp_path / "reviews/y.zip").write_bytes(b"an older one")
    try:
        ask(monkeypatch, server, how, folder=tmp_path)
        expected = REVIEWS  # its trouble is with .gz files
    except FetchError:
        expected = b"an older one"
    assert files(tmp_path) == {"mnist/x": IMAGES, "reviews/y.zip": expected}


@pytest.mark.parametrize("how", ["good", "slow_but_good", "sent_as_an_encoding"])
def test_homes_that_are_merely_peculiar_are_good_enough(
    server, tmp_path, monkeypatch, how
):
    ask(monkeypatch, server, how, folder=tmp_path)
    assert files(tmp_path) == GOOD


def test_500_and_then_success(server, tmp_path, monkeypatch):
    with pytest.raises(FetchError, match="answers 500"):
        ask(monkeypatch, server, "sends_500_once", folder=tmp_path)
    ask(monkeypatch, server, "sends_500_once", folder=tmp_path)
    assert files(tmp_path) == GOOD


def test_a_home_that_lets_us_wait_is_not_asked_for_every_file(
    server, tmp_path, monkeypatch
):
    homes = [url(server, "hangs_in_the_middle"), url(server, "good")]
    table = [file(f"mnist/{k}", "mnist/x.gz", IMAGES, homes) for k in range(5)]
    monkeypatch.setattr(download, "FILES", table)
    fetch(tmp_path, progress=False)
    assert len(files(tmp_path)) == 5
    assert server.asked["GET", "/hangs_in_the_middle/mnist/x.gz"] == 1


def test_what_one_home_cannot_give_does_not_keep_the_rest_away(
    server, tmp_path, monkeypatch
):
    table = (
        file("mnist/x", "mnist/x.gz", IMAGES, [url(server, "sends_404")]),
        file("reviews/y.zip", "reviews/y.zip", REVIEWS, [url(server, "good")]),
    )
    monkeypatch.setattr(download, "FILES", table)
    with pytest.raises(FetchError, match="mnist/x.gz: it answers 404"):
        fetch(tmp_path, progress=False)
    assert files(tmp_path) == {"reviews/y.zip": REVIEWS}


def test_without_network_all_homes_together_take_no_longer_than_one(
    server, tmp_path, monkeypatch
):
    before = time.monotonic()
    with pytest.raises(FetchError, match="Is there a network"):
        ask(monkeypatch, server, "hangs_before", "refuses", folder=tmp_path)
    assert time.monotonic() - before < download.PATIENCE + 2
    assert not any(method == "GET" for method, _ in server.asked)


def test_the_bar_takes_back_what_a_bad_home_sent(server, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("RMSPROP_LIB_PROGRESS", "1")
    ask(monkeypatch, server, "drops_before_the_last_byte", "good", progress=True,
        folder=tmp_path)  # fmt: skip
    last = capsys.readouterr().err.split("\r")[-1]
    assert "y.zip: 100%" in last and "440k/440k" in last


# ---- many at once, and one that is killed --------------------------------------------


def exactly(processes):
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    return [process.exitcode for process in processes]


def test_thirty_at_once_cause_one_download_and_have_thirty_good_copies(
    server, tmp_path, monkeypatch
):
    homes = [url(server, "slow_but_good")]
    table = (
        file("mnist/x", "mnist/x.gz", IMAGES, homes),
        file("reviews/y.zip", "reviews/y.zip", REVIEWS, homes),
    )
    monkeypatch.setattr(download, "FILES", table)
    monkeypatch.setattr(download, "PATIENCE", 10)
    together = FORK.Barrier(30)

    def one():
        together.wait(30)
        content = [path.read_bytes() for path in fetch(tmp_path, progress=False)]
        os._exit(0 if content == [IMAGES, REVIEWS] else 3)

    assert exactly([FORK.Process(target=one) for _ in range(30)]) == [0] * 30
    downloads = {key: n for key, n in server.asked.items() if key[0] == "GET"}
    assert list(downloads.values()) == [1, 1], downloads
    assert files(tmp_path) == GOOD


def test_nobody_waits_for_ever(server, tmp_path, monkeypatch):
    fcntl = pytest.importorskip("fcntl", reason="Windows has no such lock")
    monkeypatch.setattr(download, "WAIT", 0.2)
    with open(tmp_path / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(FetchError, match="another process has been fetching for 0"):
            ask(monkeypatch, server, "good", folder=tmp_path)


def test_a_killed_process_leaves_nothing_that_counts_and_lets_others_in(
    server, tmp_path, monkeypatch
):
    table = (
        file("mnist/x", "mnist/x.gz", IMAGES, [url(server, "hangs_in_the_middle")]),
    )
    monkeypatch.setattr(download, "FILES", table)
    monkeypatch.setattr(download, "READ", 20)
    process = FORK.Process(target=fetch, args=(tmp_path, False))
    process.start()
    assert server.arrived.wait(10)
    deadline = time.monotonic() + 10
    while not any(files(tmp_path).values()) and time.monotonic() < deadline:
        time.sleep(0.02)  # until half a file is on the disk
    os.kill(process.pid, signal.SIGKILL)
    process.join(10)
    assert all(name.endswith(".part") for name in files(tmp_path))
    ask(monkeypatch, server, "good", folder=tmp_path)
    assert files(tmp_path) == GOOD


# ---- bad disks -----------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path):
    """A disk of its own, of 256 kB: less than the files need."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(place)]
    if not ROOT or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("only root may mount a small disk; the next test does without")
    yield place
    subprocess.run(["umount", str(place)], check=True)


FULL = r"data: cannot be written to \({}\); expected a folder of yours with room for"


def test_a_full_disk_is_said_and_no_other_home_is_asked(
    server, small_disk, monkeypatch
):
    folder = small_disk / "data"
    with pytest.raises(FetchError, match=FULL.format("No space left on device")):
        ask(monkeypatch, server, "good", "slow_but_good", folder=folder)
    assert files(folder) == {}
    assert ("GET", "/slow_but_good/mnist/x.gz") not in server.asked
    monkeypatch.setenv("RMSPROP_LIB_DATA", str(folder))
    assert load_images(verbose=False).name == "digits"


def test_a_quota_is_said_as_well(server, tmp_path, monkeypatch):
    """A file that may not grow, which any user can ask for."""
    server_url = [url(server, "good")]
    table = (file("mnist/x", "mnist/x.gz", IMAGES, server_url),)
    monkeypatch.setattr(download, "FILES", table)
    said = FORK.Queue()

    def one():
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        try:
            fetch(tmp_path / "data", progress=False)
        except FetchError as error:
            said.put(str(error))

    assert exactly([FORK.Process(target=one)]) == [0]
    assert "data: cannot be written to (File too large)" in said.get(timeout=5)
    assert files(tmp_path / "data") == {}


def give_up_rights():
    """Let root be refused what its files' modes refuse to their owner.

    To become another user would not do: it could not read the packages that stand in
    root's private home, nor those that were installed with umask 077.
    """
    version_3, process, nothing = 0x20080522, 0, bytes(24)
    if ctypes.CDLL(None).capset(struct.pack("Ii", version_3, process), nothing):
        raise OSError("capset refused")


def said_without_rights():
    """Fetch and load as a user whom modes bind; return the lines that are printed."""
    if ROOT and not hasattr(ctypes.CDLL(None), "capset"):
        pytest.skip("root can give up its rights on Linux only; run it as another user")
    load_images(verbose=False), load_reviews(verbose=False)  # all is imported now
    ours, theirs = FORK.Pipe()

    def run():
        if ROOT:
            give_up_rights()
        if not os.access(np.__file__, os.R_OK):  # somebody else's private folder
            return theirs.send("the packages cannot be read without root's rights")
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            print("exit", download.main())
            load_images()
            load_reviews()
        theirs.send(out.getvalue().splitlines())

    assert exactly([FORK.Process(target=run)]) == [0]
    said = ours.recv()
    if isinstance(said, str):
        pytest.skip(said)
    return said


def assert_said(lines, reason):
    said, code, images, texts = lines
    assert f"rmsprop_lib: cannot be written to ({reason})" in said
    assert "Or name another" in said and code == "exit 1"
    assert "8×8 digits, 1,437 + 360 images" in images and "toy reviews" in texts


def test_a_read_only_cache_is_said_and_the_embedded_data_work(tmp_path, monkeypatch):
    cache = tmp_path / "cache"
    cache.mkdir(mode=0o555)
    monkeypatch.delenv("RMSPROP_LIB_DATA", raising=False)
    monkeypatch.setenv("RMSPROP_LIB_MIRROR", "file:///nowhere")
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    assert_said(said_without_rights(), "Permission denied")


def test_a_home_that_cannot_be_read_is_said_and_the_embedded_data_work(
    tmp_path, monkeypatch
):
    """As after `su` or `sudo -u` that leave HOME as it was: root's."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.delenv("RMSPROP_LIB_DATA", raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("RMSPROP_LIB_MIRROR", "file:///nowhere")
    monkeypatch.setenv("HOME", str(home))
    home.chmod(0o000)
    try:
        assert_said(said_without_rights(), "Permission denied")
    finally:
        home.chmod(0o700)


@pytest.mark.parametrize("version", ["raises", "leaves the tilde"])
def test_no_home_folder(monkeypatch, capsys, version, tmp_path):
    """platformdirs, newer and older, where there is neither HOME nor a known user."""

    def user_cache_dir(name):
        if version == "raises":
            raise RuntimeError("could not determine the home directory")
        return f"~/.cache/{name}"

    monkeypatch.setattr(
        "rmsprop_lib.datasets.sources.platformdirs.user_cache_dir", user_cache_dir
    )
    monkeypatch.delenv("RMSPROP_LIB_DATA", raising=False)
    monkeypatch.chdir(tmp_path)
    assert download.main() == 1
    assert "no home folder to keep a cache in; name a folder" in capsys.readouterr().out
    assert load_images().name == "digits"
    assert 'MNIST: "make data"' in capsys.readouterr().out
    assert not list(tmp_path.iterdir())  # no folder called "~"
