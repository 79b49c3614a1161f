"""Threat: prints that are no UTF-8, and null bytes. Expect: not passed."""

import os

os.write(2, bytes(range(256)) * 20 + b"\xed\xa0\x80\xf4\x90\x80\x80\xc0\xaf")


def double(x):
    os.write(2, b"\xff\xfe\x00p\x00a\x00s\x00s")
    return None
