"""Threat: a child that reads nothing any more and fills its pipes. Expect: timed out, garbled.

Seconds: 1
Calls: 2
"""

import os
import threading
import time


def fill():
    for descriptor in range(3, 64):
        try:
            os.set_blocking(descriptor, False)
            while os.write(descriptor, bytes(4096)):
                pass
        except OSError:
            pass


def attack():
    threading.Thread(target=fill, daemon=True).start()
    time.sleep(3600)
