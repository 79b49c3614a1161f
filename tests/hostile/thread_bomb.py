"""Threat: threads without end. Expect: too many threads or raised.

Says: threads or processes|start new thread|more than [0-9]+ threads
"""

import threading
import time


def attack():
    for _ in range(5000):
        threading.Thread(target=time.sleep, args=(20,), daemon=True).start()
    time.sleep(1)
    return ["started 5000 threads"]
