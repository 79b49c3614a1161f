"""Threat: unix sockets, by path and abstract. Expect: nothing.

Control: gets something
"""

import socket

ADDRESSES = [
    "@socket_path@", "\0@socket_name@", "/var/run/docker.sock", "/run/systemd/notify",
    "/run/dbus/system_bus_socket", "\0/tmp/.X11-unix/X0",
]  # fmt: skip


def attack():
    got = []
    for address in ADDRESSES:
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
            try:
                with socket.socket(socket.AF_UNIX, kind) as client:
                    client.connect(address)
                    client.send(b"hostile")
                    got.append(f"connected to {address!r}")
            except OSError:
                pass
    try:
        socket.socketpair()
        got.append("socketpair")
    except OSError:
        pass
    return got
