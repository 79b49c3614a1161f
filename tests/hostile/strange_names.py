"""Threat: file names with line ends, escapes and no UTF-8. Expect: nothing or raised."""

import os
import tempfile

NAMES = [
    b"a\nb", b"\x1b[31m", b"\xff\xfe", b"-rf", b"*", b"n" * 255, b"\xe2\x80\xae", b" ", b"..x",
    b"grade-", b"$(touch @token@)", b"`id`", b";x", b"%s%n",
]  # fmt: skip


def attack():
    here = os.fsencode(tempfile.gettempdir())
    for name in NAMES:
        for make in (os.mkdir, lambda path: os.close(os.open(path, os.O_CREAT))):
            try:
                make(here + b"/" + name)
            except OSError:
                pass
    return []
