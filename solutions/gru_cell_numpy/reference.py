"""One step of a gated recurrent unit in NumPy, with the weights handed in.

The statement numbers its equations 1 to 4; the comments here use its symbols,
D for the size of the input and H for the size of the state.
"""

import numpy as np


def sigmoid(a: np.ndarray) -> np.ndarray:
    """Return 1 / (1 + exp(-a)), entry by entry, for sums of any size."""
    return 0.5 * (1 + np.tanh(a / 2))


def gru_cell_step(
    x_t: np.ndarray,  # (D,)
    h_prev: np.ndarray,  # (H,)
    params: dict[str, np.ndarray],  # W_r, W_z, W_h (H, D); U_r, U_z, U_h (H, H); b_* (H,)
) -> np.ndarray:  # (H,)
    """Return the state after one step.

    The reset gate r says how much of the past the candidate may read. The update gate z says how
    much of each unit is replaced. The candidate h_tilde is what would replace it. The state h is
    all that the cell remembers of the inputs so far.
    """
    W_r, U_r, b_r = params["W_r"], params["U_r"], params["b_r"]
    W_z, U_z, b_z = params["W_z"], params["U_z"], params["b_z"]
    W_h, U_h, b_h = params["W_h"], params["U_h"], params["b_h"]

    r = sigmoid(W_r @ x_t + U_r @ h_prev + b_r)  # (1)
    z = sigmoid(W_z @ x_t + U_z @ h_prev + b_z)  # (2)
    h_tilde = np.tanh(W_h @ x_t + U_h @ (r * h_prev) + b_h)  # (3)
    return (1 - z) * h_prev + z * h_tilde  # (4)
