"""Homes that keep us waiting, the real time-outs: `python tests/soak/time_outs.py`.

`tests/test_bad_networks.py` shortens them. Here every kind of waiting takes as long as
it takes a reader; the table says how long, and the end is an error if it was too long.
"""

import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from test_bad_networks import IMAGES, MISCHIEF, Server, file, url  # noqa: E402

from rmsprop_lib.datasets import FetchError, download, fetch  # noqa: E402

NO_NETWORK = 15  # seconds until it gives up without a network
SILENT = 12  # for a home that answers, and then no longer


def seconds(server, *hows):
    """Return how long it takes to fetch from homes that behave so, and what is said."""
    homes = [url(server, how) for how in hows]
    download.FILES = (file("mnist/x", "mnist/x.gz", IMAGES, homes),)
    before = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        try:
            fetch(folder, progress=False)
            said = "fetched"
        except FetchError as error:
            said = str(error)[:90]
    return time.monotonic() - before, said


def main():
    server = Server()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    late = []
    for how in MISCHIEF:
        for hows in ((how,), (how, "good")):
            took, said = seconds(server, *hows)
            print(f"{took:5.1f} s  {' + '.join(hows):36} {said}", flush=True)
            if took > (NO_NETWORK if "network" in said else SILENT):
                late.append(hows)
    server.over.set()
    if late:
        raise SystemExit(f"too long: {late}")


if __name__ == "__main__":
    main()
