"""Threat: UDP to the judge's machine. Expect: nothing.

Control: gets something
"""

import socket


def attack():
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
            client.sendto(b"hostile", ("127.0.0.1", int("@udp_port@")))
            return ["sent"]
    except OSError:
        return []
