"""Accepted: a batch of column vectors, squeezed at their last axis."""

import numpy as np


def gru_output_layer(h_states, W_hy, b_y):
    """Logits (T, O) of T states (H,), with W_hy (O, H) and b_y (O,)."""
    columns = np.asarray(h_states)[..., None]  # (T, H, 1)
    return (W_hy @ columns).squeeze(-1) + b_y
