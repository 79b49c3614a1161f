"""Threat: the runner's frames and their variables. Expect: nothing.

The runner's own settings are there, and nothing of the judge's.
"""

import re
import sys
import threading

WORDS = re.compile(r"hostile-canary|reference|expected|solutions|truth|catalogue|seed")


def attack():
    got = []
    for frame in sys._current_frames().values():
        while frame is not None:
            for name, value in frame.f_locals.items():
                if name in ("text", "code", "value", "module") or frame.f_globals is globals():
                    continue
                if WORDS.search(name):
                    got.append(f"{frame.f_code.co_name}: {name}")
                if isinstance(value, dict):
                    got += [f"{name}[{key!r}]" for key in value if WORDS.search(str(key))]
            frame = frame.f_back
    return got + [t.name for t in threading.enumerate() if t is not threading.main_thread()]
