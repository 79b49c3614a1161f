"""Threat: memory, before any question. Expect: too much memory or raised.

Says: of memory|MemoryError
"""

KEPT = [bytearray(b"\1" * (16 << 20)) for _ in range(256)]


def attack():
    return ["took 4 GB"]
