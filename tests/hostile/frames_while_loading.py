"""Threat: forged answers on every descriptor, at import. Expect: not passed.

Says: a question that was not asked
"""

import json
import os
import struct


def frame(number):
    header = {"answer": number, "kind": "value", "value": ["bool", True], "echo": ["none"]}
    text = json.dumps(header).encode()
    return struct.pack(">4sIQ", b"GRD1", len(text), 0) + text


for descriptor in range(64):
    try:
        os.write(descriptor, b"".join(frame(number) for number in range(30)))
    except OSError:
        pass


def double(x):
    return True
