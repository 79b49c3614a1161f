"""Threat: an answer that announces four exabytes. Expect: not passed.

Says: larger than allowed
"""

import os
import struct


def double(x):
    for descriptor in range(3, 64):
        try:
            os.write(descriptor, struct.pack(">4sIQ", b"GRD1", 100, 1 << 62))
        except OSError:
            pass
    os._exit(0)
