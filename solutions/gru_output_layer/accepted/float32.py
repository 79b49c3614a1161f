"""Accepted: computed in float32."""

import numpy as np


def gru_output_layer(h_states, W_hy, b_y):
    """Logits (T, O) of T states (H,), with W_hy (O, H) and b_y (O,)."""
    states = np.asarray(h_states, dtype=np.float32)
    return states @ W_hy.T.astype(np.float32) + b_y.astype(np.float32)
