"""The output layer of a recurrent network: one row of logits for each state.

T is the number of steps, H the size of the state, O the number of outputs, as in the statement.
"""

import numpy as np


def gru_output_layer(
    h_states: list[np.ndarray] | np.ndarray,  # T arrays (H,), or one array (T, H)
    W_hy: np.ndarray,  # (O, H)
    b_y: np.ndarray,  # (O,)
) -> np.ndarray:  # (T, O)
    """Return the logits of every step. The inputs stay as they are."""
    raise NotImplementedError("TODO: equation 2")
