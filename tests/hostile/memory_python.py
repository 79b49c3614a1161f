"""Threat: memory, in Python objects. Expect: too much memory or raised.

Says: of memory|MemoryError
"""


def attack():
    kept = []
    for _ in range(1000):  # 4 GB at most
        kept.append(b"\1" * (4 << 20))
    return ["took 4 GB"]
