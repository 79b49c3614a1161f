"""Threat: the runner's own encoder and packer replaced. Expect: not passed."""

import json
import struct
import sys

wire = sys.modules["grader.runner.wire"]


def forged(number, outcome):
    header = {
        "answer": number, "kind": "value", "value": ["bool", True], "echo": ["none"],
        "verdict": "passed", "status": "passed",
    }  # fmt: skip
    text = json.dumps(header).encode()
    return struct.pack(">4sIQ", b"GRD1", len(text), 0) + text


wire.encode_outcome = forged
wire.sendable = lambda value: True
wire.MAGIC = b"PASS"
wire._Encoder.array = lambda self, value: ["bool", True]


def double(x):
    return True
