"""Seeded draws: the same seed and check give the same questions on any machine."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import numpy as np


class Draw:
    """Random numbers for one check, all float32 so that both sides start from the same values.

    Args:
        seed: the grade's seed.
        name: the check's name; every check has its own stream, so adding one changes no other.
    """

    def __init__(self, seed: int, name: str) -> None:
        digest = hashlib.sha256(f"{seed}/{name}".encode()).digest()
        self._rng = np.random.default_rng(int.from_bytes(digest[:8], "big"))

    def normal(self, *shape: int, scale: float = 1.0) -> np.ndarray:
        """Independent normal numbers of standard deviation `scale`, shape `shape`, float32."""
        return (scale * self._rng.standard_normal(shape)).astype(np.float32)

    def arrays(
        self, shapes: Mapping[str, tuple[int, ...]], scale: float = 1.0
    ) -> dict[str, np.ndarray]:
        """One random array for each name. Every one is random: a zero bias would hide a bug."""
        return {name: self.normal(*shape, scale=scale) for name, shape in shapes.items()}

    def integer(self, low: int, high: int) -> int:
        """A whole number, low <= n < high."""
        return int(self._rng.integers(low, high))
