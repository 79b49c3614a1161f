"""Threat: TCP to the judge's machine, and a server of its own. Expect: nothing.

Control: gets something
"""

import socket


def attack():
    got = []
    for family, address in (
        (socket.AF_INET, ("127.0.0.1", int("@tcp_port@"))),
        (socket.AF_INET6, ("::1", int("@tcp_port@"))),
    ):
        try:
            with socket.socket(family, socket.SOCK_STREAM) as client:
                client.settimeout(2)
                client.connect(address)
                client.sendall(b"hostile")
                got.append(f"connected to {address}")
        except OSError:
            pass
        try:
            with socket.socket(family, socket.SOCK_STREAM) as server:
                server.bind((address[0], 0))
                server.listen()
                got.append("listens")
        except OSError:
            pass
    return got
