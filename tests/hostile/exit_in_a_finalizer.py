"""Threat: finalizers and atexit hooks that forge and exit. Expect: not passed."""

import atexit
import os
import threading
import weakref


class Last:
    def __del__(self):
        os.write(1, b"PASSED\n")
        os._exit(0)


atexit.register(os._exit, 0)
threading._register_atexit(os._exit, 0)
weakref.finalize(Last, os._exit, 0)
keep = Last()
keep.cycle = keep


def double(x):
    global keep
    keep = None
    return Last()
