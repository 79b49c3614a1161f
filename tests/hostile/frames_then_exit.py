"""Threat: forged answers on every descriptor, then exit status 0. Expect: not passed."""

import json
import os
import struct


def frame(number):
    node = ["array", "float32", [3]]
    header = {"answer": number, "kind": "value", "value": node, "echo": ["none"]}
    text = json.dumps(header).encode()
    return struct.pack(">4sIQ", b"GRD1", len(text), 12) + text + bytes(12)


def double(x):
    for descriptor in range(64):
        try:
            os.write(descriptor, b"".join(frame(number) for number in range(10)))
        except OSError:
            pass
    os._exit(0)
