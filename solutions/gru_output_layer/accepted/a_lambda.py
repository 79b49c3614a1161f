"""Accepted: a function in one line, which can have no docstring.

Remark: no-docstring
"""

import numpy as np

gru_output_layer = lambda h_states, W_hy, b_y: np.asarray(h_states) @ W_hy.T + b_y  # noqa: E731
