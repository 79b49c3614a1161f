"""Threat: the libraries' own ways to the network. Expect: nothing.

Control: gets something
"""

import asyncio
import http.client
import urllib.request

PORT = int("@tcp_port@")


async def connect():
    await asyncio.open_connection("127.0.0.1", PORT)


def attack():
    got = []
    for attempt in (
        lambda: http.client.HTTPConnection("127.0.0.1", PORT, timeout=1).connect(),
        lambda: urllib.request.urlopen(f"http://127.0.0.1:{PORT}/", timeout=0.3),
        lambda: urllib.request.urlopen("file://@secret_file@"),
        lambda: asyncio.run(connect()),
    ):
        try:
            attempt()
            got.append(f"line {attempt.__code__.co_firstlineno}")
        except Exception:
            pass
    return got
