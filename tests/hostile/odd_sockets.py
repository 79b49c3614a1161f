"""Threat: raw, packet, netlink, vsock, crypto and Bluetooth sockets. Expect: nothing.

Control: gets something
"""

import socket

FAMILIES = {
    "raw": (2, 3, 1), "packet": (17, 3, 0x300), "netlink": (16, 3, 0), "vsock": (40, 1, 0),
    "crypto": (38, 5, 0), "bluetooth": (31, 3, 1), "can": (29, 3, 1), "xdp": (44, 3, 0),
    "icmp": (2, 2, 1), "key": (15, 3, 2), "tipc": (30, 1, 0), "sctp": (2, 1, 132),
    "mptcp": (2, 1, 262), "smc": (43, 1, 0), "qipcrtr": (42, 2, 0),
}  # fmt: skip


def attack():
    got = []
    for name, arguments in FAMILIES.items():
        try:
            socket.socket(*arguments).close()
            got.append(name)
        except OSError:
            pass
    return got
