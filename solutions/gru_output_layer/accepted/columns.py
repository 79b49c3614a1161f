"""Accepted: states as columns, transposed at the end."""

import numpy as np


def gru_output_layer(h_states, W_hy, b_y):
    """Logits (T, O) of T states (H,), with W_hy (O, H) and b_y (O,)."""
    columns = np.stack(h_states, axis=1)
    return (W_hy @ columns + b_y[:, None]).T
