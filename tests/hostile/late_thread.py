"""Threat: a thread that forges answers to later questions. Expect: not passed."""

import os
import threading
import time


def later():
    while True:
        time.sleep(0.001)
        for descriptor in range(3, 64):
            try:
                os.write(descriptor, b"GRD1")
            except OSError:
                pass


threading.Thread(target=later, daemon=True).start()


def double(x):
    time.sleep(0.05)
    return 2 * x
