"""Threat: one character at a time, from threads. Expect: flooded, raised or timed out."""

import os
import threading


def flood():
    while True:
        os.write(2, b"\x1b" * 50)


def attack():
    for _ in range(4):
        threading.Thread(target=flood, daemon=True).start()
    while True:
        os.write(1, b"\0")
