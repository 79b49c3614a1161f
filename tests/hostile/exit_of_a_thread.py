"""Threat: the main thread ends, another goes on. Expect: died or timed out.

Seconds: 0.5
"""

import ctypes
import threading
import time

threading.Thread(target=time.sleep, args=(60,)).start()


def attack():
    ctypes.CDLL(None).pthread_exit(None)
