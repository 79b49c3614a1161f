"""Threat: threads and hooks that run on after the answer. Expect: nothing."""

import atexit
import os
import threading
import time


def stay():
    while True:
        time.sleep(0.01)
        try:
            os.write(2, b".")
        except OSError:
            pass


def attack():
    atexit.register(stay)
    threading._register_atexit(stay)
    for _ in range(5):
        threading.Thread(target=stay).start()
    return []
