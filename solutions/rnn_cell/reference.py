"""One step of a plain recurrent cell, in NumPy or in JAX.

D is the size of the input and H the size of the state, as in the statement.
"""

import numpy as np


def rnn_cell_step(
    x: np.ndarray,  # (D,)
    h_prev: np.ndarray,  # (H,)
    params: dict[str, np.ndarray],  # W_xh (D, H), W_hh (H, H), b_h (H,)
) -> np.ndarray:  # (H,)
    """Return the state after reading `x` in state `h_prev`. The inputs stay as they are."""
    return np.tanh(x @ params["W_xh"] + h_prev @ params["W_hh"] + params["b_h"])  # (1)
