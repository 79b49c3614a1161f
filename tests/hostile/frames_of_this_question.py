"""Threat: a forged answer with the right number, found on the stack. Expect: not passed.

A forged answer is only an answer: it says nothing about being right.
"""

import json
import os
import struct
import sys


def double(x):
    frame, numbers = sys._getframe(), set()
    while frame is not None:
        numbers |= {v for v in frame.f_locals.values() if type(v) is int and 0 <= v < 1 << 62}
        frame = frame.f_back
    for number in sorted(numbers | {n + 1 for n in numbers} | set(range(30))):
        header = {"answer": number, "kind": "value", "value": ["bool", True], "echo": ["none"]}
        text = json.dumps(header).encode()
        for descriptor in range(3, 64):
            try:
                os.write(descriptor, struct.pack(">4sIQ", b"GRD1", len(text), 0) + text)
            except OSError:
                pass
    os._exit(0)
