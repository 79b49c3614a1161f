"""Threat: streams whose flush never returns. Expect: not passed.

Seconds: 0.5
Says: no answer in time
"""

import sys
import time


class Stuck:
    def write(self, text):
        return len(text)

    def flush(self):
        while True:
            time.sleep(1)


sys.stdout = sys.stderr = Stuck()


def double(x):
    return 2 * x
