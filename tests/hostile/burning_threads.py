"""Threat: computing time, by C code on all cores at once. Expect: too much computing or timed out.

Seconds: 20
Computing: 1
Says: computed for more than
"""

import hashlib
import threading


def burn():
    while True:
        hashlib.pbkdf2_hmac("sha256", b"a", b"b", 1_000_000)


def attack():
    for _ in range(4):
        threading.Thread(target=burn, daemon=True).start()
    burn()
