"""Mistake: no-reset. Caught by: r0_forgets."""

import numpy as np


def gru_cell_step(x_t, h_prev, params):
    """All three products at once, so that the candidate never meets r."""
    W = np.concatenate([params[k] for k in ("W_r", "W_z", "W_h")])
    U = np.concatenate([params[k] for k in ("U_r", "U_z", "U_h")])
    b = np.concatenate([params[k] for k in ("b_r", "b_z", "b_h")])
    a_r, a_z, a_h = np.split(W @ x_t + U @ h_prev + b, 3)
    r = 1 / (1 + np.exp(-a_r))
    z = 1 / (1 + np.exp(-a_z))
    h_tilde = np.tanh(a_h)
    return (1 - z) * h_prev + z * h_tilde
