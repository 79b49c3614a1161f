"""Threat: memory taken by many threads at once, each a little. Expect: too much memory or raised.

Says: of memory|MemoryError|start new thread
"""

import threading
import time


def take(kept):
    for _ in range(100):
        kept.append(bytearray(b"\1" * (1 << 20)))
    time.sleep(10)


def attack():
    kept = []
    threads = [threading.Thread(target=take, args=(kept,), daemon=True) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ["took 4 GB"]
