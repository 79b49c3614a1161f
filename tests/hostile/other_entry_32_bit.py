"""Threat: the 32-bit entry to the kernel, from machine code of its own. Expect: died or nothing."""

import ctypes
import mmap
import os

# push rbx; mov eax, 20 (getpid); int 0x80; pop rbx; ret
CODE = bytes.fromhex("53b814000000cd805bc3")


def attack():
    if os.uname().machine != "x86_64":
        return []
    page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    page.write(CODE)
    address = ctypes.addressof(ctypes.c_char.from_buffer(page))
    result = ctypes.CFUNCTYPE(ctypes.c_int)(address)()
    return [f"int 0x80 said {result}"] if result > 0 else []
