#!/usr/bin/env python3
"""End with a sentence unless the port can be served on. Runs before anything is installed, on any Python 3."""

import socket
import sys


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as gunicorn does: a closed server leaves traces
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            return False
    return True


wanted = sys.argv[1]
if not wanted.isdigit():
    sys.exit(f"PORT must be a number, not {wanted!r}")
if not is_free(int(wanted)):
    free = next(filter(is_free, range(int(wanted) + 1, 65536)), 8000)
    sys.exit(f"port {wanted} is taken; PORT={free} make run takes another")
