"""Threat: entries that vanish while counted. Expect: nothing, raised or too much written."""

import os
import tempfile
import threading
import time

HERE = tempfile.gettempdir()


def busy(number):
    end = time.monotonic() + 1
    while time.monotonic() < end:
        for turn in range(20):
            try:
                os.mkdir(f"{HERE}/{number}-{turn}")
            except OSError:
                pass
        for turn in range(20):
            try:
                os.rmdir(f"{HERE}/{number}-{turn}")
            except OSError:
                pass


def attack():
    threads = [threading.Thread(target=busy, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return []
