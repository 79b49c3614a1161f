"""A gated recurrent unit run along a sequence in NumPy.

The statement numbers its equations 1 to 5; the comments here use its symbols,
T for the number of steps, D for the size of an input and H for the size of the state.
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
    """Return the state after one step. It is finished: use it, or put your own in its place.

    The reset gate r says how much of the past the candidate h_tilde may read, the update gate z
    how much of the state is replaced by it.
    """
    r = sigmoid(params["W_r"] @ x_t + params["U_r"] @ h_prev + params["b_r"])  # (1)
    z = sigmoid(params["W_z"] @ x_t + params["U_z"] @ h_prev + params["b_z"])  # (2)
    h_tilde = np.tanh(params["W_h"] @ x_t + params["U_h"] @ (r * h_prev) + params["b_h"])  # (3)
    return (1 - z) * h_prev + z * h_tilde  # (4)


def gru_forward(
    X_seq: np.ndarray,  # (T, D), one input a row
    h0: np.ndarray,  # (H,)
    params: dict[str, np.ndarray],  # as for gru_cell_step
) -> list[np.ndarray]:  # T arrays (H,)
    """Return the state after every step, h_1 to h_T.

    The state h_t is what the cell remembers of x_1 to x_t; step t + 1 starts from it.
    """
    states = []
    h = h0
    for x_t in X_seq:
        h = gru_cell_step(x_t, h, params)  # (5)
        states.append(h)
    return states
