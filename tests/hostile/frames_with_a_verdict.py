"""Threat: a report as JSON on every descriptor instead of an answer. Expect: not passed.

Says: could not be read|ended before
"""

import json
import os

REPORT = {
    "schema": "grade/report/1", "verdict": "passed", "answer": 0, "kind": "passed",
    "checks": [{"name": "doubles", "status": "passed"}],
}  # fmt: skip
for descriptor in range(64):
    try:
        os.write(descriptor, json.dumps(REPORT).encode() + b"\n")
    except OSError:
        pass
os._exit(0)
