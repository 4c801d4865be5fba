"""No connection off this machine, in any Python that has this folder on its path.

Python imports `sitecustomize` when it starts: `conftest.py` puts this folder on the
PYTHONPATH of the tests, of the processes that they start, and of the kernels.
"""

import ipaddress
import socket
import sys


class OffThisMachineError(RuntimeError):
    """No OSError: code that expects a network to fail must not hide it."""


def is_local(host):
    if host in (None, "", b"", "localhost", socket.gethostname()):
        return True
    host = host.decode() if isinstance(host, bytes) else host
    try:
        address = ipaddress.ip_address(host.split("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def is_number(host):
    try:
        return bool(ipaddress.ip_address(host))
    except ValueError:
        return False


def guard(event, arguments):
    if event == "socket.getaddrinfo":
        host = arguments[0]
        allowed = is_local(host) or is_number(host)  # a number is not looked up
    elif event in ("socket.connect", "socket.sendto"):
        connection, address = arguments
        # To connect a datagram socket sends nothing: it asks for one's own address.
        silent = event == "socket.connect" and connection.type == socket.SOCK_DGRAM
        allowed = silent or not isinstance(address, tuple) or is_local(address[0])
        host = address
    else:
        return
    if not allowed:
        raise OffThisMachineError(f"tests do not leave this machine: {event} {host!r}")


sys.addaudithook(guard)
