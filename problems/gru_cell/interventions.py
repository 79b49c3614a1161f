"""Gates held where the answer is plain: properties of every GRU step with the track's equations.

Weights are {W_r, W_z, W_h: (D+H, H), b_r, b_z, b_h: (H,)}, rows [x; h], whatever layout a problem
hands to its learners. What must come out is written down directly, not taken from the truth.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping

import numpy as np

Weights = Mapping[str, np.ndarray]
SHUT, OPEN = -50.0, 50.0  # sigmoid gives 0 and 1 to float32; beyond 100 gradients may be NaN


@dataclasses.dataclass(frozen=True)
class Intervention:
    """A check's name and sentence, how the gates are held, and what must come out."""

    name: str
    sentence: str
    fixed: Mapping[str, float]
    want: Callable[[Weights, np.ndarray, np.ndarray], np.ndarray]
    fan: str = ""  # this bias differs from unit to unit

    def hold(self, weights: Weights) -> dict[str, np.ndarray]:
        """`weights` with the gates held."""
        held = dict(weights)
        for role, value in self.fixed.items():
            held[role] = np.full_like(weights[role], value)
        if self.fan:
            old = weights[self.fan]
            held[self.fan] = np.linspace(-2, 2, len(old)).astype(old.dtype)
        return held


def candidate(w: Weights, x: np.ndarray, h: np.ndarray, r: np.ndarray | float) -> np.ndarray:
    """tanh([x; r * h] W_h + b_h) in float64."""
    seen = np.concatenate([x, r * h]).astype(np.float64)
    return np.tanh(seen @ w["W_h"] + w["b_h"])


ALL = (
    Intervention(
        "z0_keeps",
        "z = 0 keeps the previous state",
        {"W_z": 0, "b_z": SHUT},  # equation 4 reduces to h = h_prev, whatever x is
        lambda w, x, h: h.astype(np.float64),
    ),
    Intervention(
        "z1_replaces",
        "z = 1 replaces it by the candidate",
        {"W_z": 0, "b_z": OPEN, "W_r": 0, "b_r": OPEN},  # with r = 1 too: a plain RNN step
        lambda w, x, h: candidate(w, x, h, 1.0),
    ),
    Intervention(
        "r0_forgets",
        "r = 0 hides the previous state from the candidate",
        {"W_z": 0, "b_z": OPEN, "W_r": 0, "b_r": SHUT},
        lambda w, x, h: candidate(w, x, h, 0.0),
    ),
    Intervention(
        "r_per_unit",
        "r masks the state before the product, each unit by itself",
        # Needs a different r in each unit: with equal r, before and after are the same.
        {"W_z": 0, "b_z": OPEN, "W_r": 0},
        lambda w, x, h: candidate(w, x, h, 1 / (1 + np.exp(-w["b_r"]))),
        fan="b_r",
    ),
)
