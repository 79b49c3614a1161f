"""NumPy's arithmetic as XLA does it on a CPU: no warnings, and 0 for the smallest numbers.

XLA takes float32 below 1e-38 for 0, where NumPy goes on to 1e-45: log(softmax) is -inf there, and a
learner who wrote it must see that. The processor has a mode for it, which belongs to the thread.
"""

from __future__ import annotations

import contextlib
import ctypes
import platform
from collections.abc import Iterator

import numpy as np

# Where C's fenv_t keeps the processor's control word, and its bits for subnormal results and, where
# they are bits of their own, arguments. Sources: fenv(3), Intel's and Arm's manuals on MXCSR, FPCR.
PLACES = {"x86_64": (28, 0x8040), "aarch64": (0, 1 << 24)}
SIZE = 64  # bytes, more than any fenv_t


def _library() -> ctypes.CDLL | None:
    with contextlib.suppress(OSError, AttributeError):
        found = ctypes.CDLL("libm.so.6")
        if found.fegetenv and found.fesetenv and platform.machine() in PLACES:
            return found
    return None


_libm = _library()


@contextlib.contextmanager
def as_xla() -> Iterator[None]:
    """Compute as XLA does, in this thread. Where the mode cannot be set, small numbers stay."""
    with np.errstate(all="ignore"):
        if _libm is None:
            yield
            return
        before = ctypes.create_string_buffer(SIZE)
        _libm.fegetenv(before)
        place, bits = PLACES[platform.machine()]
        changed = ctypes.create_string_buffer(before.raw, SIZE)
        word = ctypes.c_uint32.from_buffer(changed, place)
        word.value |= bits
        _libm.fesetenv(changed)
        try:
            yield
        finally:
            _libm.fesetenv(before)
