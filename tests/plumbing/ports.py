"""Ports at which something else listens than a user thinks."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def listener(says: bytes) -> Iterator[str]:
    """Host and port where everybody is told these bytes, and then nothing any more."""
    taken = []

    def answer() -> None:
        while True:
            try:
                taken.append(server.accept()[0])
            except OSError:  # the end
                return
            taken[-1].sendall(says)

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=answer, daemon=True).start()
        yield f"127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
    for connection in taken:
        connection.close()
