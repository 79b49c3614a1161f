"""The blend of a gated recurrent unit: old state and candidate, mixed unit by unit.

H is the size of the state, as in the statement.
"""

import numpy as np


def gru_blend(
    h_prev: np.ndarray,  # (H,)
    h_tilde: np.ndarray,  # (H,)
    z: np.ndarray,  # (H,), every entry between 0 and 1
) -> np.ndarray:  # (H,)
    """Return the new state: `z` says how much of it is new. The inputs stay as they are."""
    return (1 - z) * h_prev + z * h_tilde  # (1)
