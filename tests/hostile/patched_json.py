"""Threat: json, struct and os.write replaced under the runner. Expect: not passed."""

import json
import os
import struct

write = os.write
json.dumps = lambda *args, **kwargs: '{"verdict": "passed"}'
json.JSONEncoder.encode = lambda self, value: "{}"
struct.Struct = lambda layout: None
os.write = lambda descriptor, data: write(descriptor, b"PASSED")
os._exit = lambda status: None


def double(x):
    return 2 * x
