"""How initial weights are spread: enough to tell the usual initializers apart, and to name them.

Statistics over several seeds, never exact numbers: two right programs may draw different ones.
"""

from __future__ import annotations

import dataclasses
import math

import numpy as np

# jax.nn.initializers cuts the normal at two standard deviations and divides by the standard
# deviation of what is left, so that the variance comes out as asked.
TRUNCATED = 0.87962566
FLAT, CUT, FULL = 1.8, 2.37, 3.0  # kurtosis of uniform, cut normal and normal numbers


@dataclasses.dataclass(frozen=True)
class Spread:
    """What a sample of (seed, fan_in, fan_out) matrices looks like.

    Args:
        deviation: standard deviation times sqrt(fan_in): 1 for any LeCun initializer.
        mean: in the same unit.
        kurtosis: fourth moment over squared variance: the shape of the distribution.
        largest: of all |entries|, in the same unit.
        orthogonal: columns (or rows) at right angles and of equal length.
    """

    deviation: float
    mean: float
    kurtosis: float
    largest: float
    orthogonal: bool
    fan_in: int
    fan_out: int
    size: int

    @classmethod
    def of(cls, matrices: np.ndarray) -> Spread:
        """Measure `matrices`, shape (seeds, fan_in, fan_out)."""
        count, fan_in, fan_out = matrices.shape
        unit = matrices.astype(np.float64) * math.sqrt(fan_in)
        variance = float(unit.var())
        centred = unit - unit.mean()
        kurtosis = float((centred**4).mean() / variance**2) if variance > 1e-12 else 0.0
        gram = np.swapaxes(matrices, 1, 2) @ matrices
        length = np.trace(gram, axis1=1, axis2=2).mean() / fan_out
        square = bool(length > 1e-9) and np.allclose(gram / length, np.eye(fan_out), atol=1e-3)
        return cls(
            math.sqrt(variance), float(unit.mean()), kurtosis, float(np.abs(unit).max()),
            square and fan_out > 1, fan_in, fan_out, matrices.size,
        )  # fmt: skip

    @staticmethod
    def lecun_normal() -> str:
        """The text to hold a sample's against."""
        return f"standard deviation 1.00, largest at most {2 / TRUNCATED:.2f}"

    def __str__(self) -> str:
        return (
            f"standard deviation {self.deviation:.2f} / sqrt({self.fan_in}), "
            f"largest {self.largest:.2f} / sqrt({self.fan_in})"
        )

    def near(self, deviation: float) -> bool:
        """Within 5 %, or four standard errors where that is more, of `deviation`."""
        error = 4 / math.sqrt(self.size)
        return abs(self.deviation / deviation - 1) < max(0.05, error)

    def shaped(self, kurtosis: float) -> bool:
        """Nearest to this kurtosis of the three that are known."""
        return min((FLAT, CUT, FULL), key=lambda known: abs(known - self.kurtosis)) == kurtosis

    def is_lecun_normal(self) -> bool:
        """Whether this is what lecun_normal() draws."""
        return (
            self.near(1.0)
            and self.shaped(CUT)
            and abs(self.mean) < 5 / math.sqrt(self.size)
            and self.largest <= 2 / TRUNCATED * 1.001
            and not self.orthogonal
        )

    def name(self) -> str | None:
        """The usual initializer that this is, as a mistake's name; None when it is none."""
        both = self.fan_in + self.fan_out
        he, glorot = math.sqrt(2), math.sqrt(2 * self.fan_in / both)
        outputs, unit = math.sqrt(self.fan_in / self.fan_out), math.sqrt(self.fan_in)
        if self.deviation < 1e-9:
            return "init-zeros" if self.largest == 0 else "init-constant"
        if self.orthogonal:
            return "init-orthogonal"
        if abs(self.mean) > 0.2 * self.deviation:
            return None
        named = [
            ("init-he-normal", he, CUT), ("init-he-uniform", he, FLAT),
            ("init-glorot-normal", glorot, CUT), ("init-glorot-uniform", glorot, FLAT),
            ("init-lecun-uniform", 1.0, FLAT), ("init-untruncated-normal", 1.0, FULL),
            ("init-transposed-fan", outputs, CUT), ("init-unit-normal", unit, FULL),
        ]  # fmt: skip
        for name, deviation, kurtosis in named:
            if self.near(deviation) and self.shaped(kurtosis):
                return name
        return None if self.near(1.0) else "init-wrong-scale"
