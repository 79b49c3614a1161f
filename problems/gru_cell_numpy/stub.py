"""One step of a gated recurrent unit in NumPy, with the weights handed in.

The statement numbers its equations 1 to 4; the comments here use its symbols,
D for the size of the input and H for the size of the state.
"""

import numpy as np


def sigmoid(a: np.ndarray) -> np.ndarray:
    """Return 1 / (1 + exp(-a)), entry by entry, for sums of any size."""
    raise NotImplementedError("TODO: the sigmoid")


def gru_cell_step(
    x_t: np.ndarray,  # (D,)
    h_prev: np.ndarray,  # (H,)
    params: dict[str, np.ndarray],  # W_r, W_z, W_h (H, D); U_r, U_z, U_h (H, H); b_* (H,)
) -> np.ndarray:  # (H,)
    """Return the state after one step.

    In a sentence each, say what the reset gate r, the update gate z, the candidate h_tilde and the
    state h are for: TODO.
    """
    raise NotImplementedError("TODO: equations 1 to 4")
