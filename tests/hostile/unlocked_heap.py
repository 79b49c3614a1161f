"""Threat: machine code of its own. Expect: nothing.

It may run, as ctypes does, and gets no further than Python.
"""

import ctypes
import mmap
import os

OPEN_SECRET = "@secret_file@"
# mov eax, edi; mov rdi, rsi; xor esi, esi; xor edx, edx; syscall; ret
CODE = bytes.fromhex("89f84889f731f631d20f05c3")


def attack():
    if os.uname().machine != "x86_64":
        return []
    page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    page.write(CODE)
    kind = ctypes.CFUNCTYPE(ctypes.c_long, ctypes.c_long, ctypes.c_char_p)
    call = kind(ctypes.addressof(ctypes.c_char.from_buffer(page)))
    descriptor = call(2, OPEN_SECRET.encode())
    return [f"opened {OPEN_SECRET}"] if descriptor >= 0 else []
