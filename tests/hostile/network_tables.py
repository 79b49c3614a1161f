"""Threat: addresses and connections of this machine, by /proc/self/net. Expect: nothing.

Control: gets something
"""

import glob


def attack():
    got = []
    for path in [
        "/proc/net/tcp", "/proc/net/unix", "/proc/net/arp", "/proc/net/route",
        "/proc/net/if_inet6", "/proc/net/fib_trie", *glob.glob("/proc/self/net/*"),
        *glob.glob("/proc/thread-self/net/*"), *glob.glob("/proc/self/task/*/net/*"),
        *(f"/proc/self/net/{n}" for n in ("tcp", "udp", "unix", "route", "dev", "fib_trie")),
    ]:  # fmt: skip
        try:
            with open(path, "rb") as file:
                lines = file.read().split(b"\n")
        except OSError:
            continue
        text = b"\n".join(lines)
        port = b":%04X " % int("@tcp_port@")
        if port in text or b"@socket_name@" in text:
            got.append(f"{path} shows the judge's sockets")
    return got
