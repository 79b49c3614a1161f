"""One GRU, two ways to store it: a matrix on [x; h], or W on x and U on h.

D is the size of the input and H the size of the state, as in the statement. Write it in NumPy, as
here, or in JAX: the arrays that come in are NumPy arrays, which both can read.
"""

import numpy as np


def sigmoid(a: np.ndarray) -> np.ndarray:
    """Return 1 / (1 + exp(-a)), in a form that cannot overflow."""
    return 0.5 * (1 + np.tanh(0.5 * a))


def split_params(P: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return W_g (D, H), U_g (H, H) and b_g (H,) for g in r, z, h.

    Args:
        P: W_g (D+H, H) and b_g (H,). It stays as it is.
    """
    raise NotImplementedError("TODO: equation 6")


def join_params(p: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return W_g (D+H, H) and b_g (H,) for g in r, z, h: what `split_params` has taken apart.

    Args:
        p: W_g (D, H), U_g (H, H) and b_g (H,). It stays as it is.
    """
    raise NotImplementedError("TODO: equation 7")


def gru_step_split(
    x: np.ndarray,  # (D,)
    h_prev: np.ndarray,  # (H,)
    p: dict[str, np.ndarray],  # as split_params returns it
) -> np.ndarray:  # (H,)
    """Return the state after one step, computed with the split weights."""
    raise NotImplementedError("TODO: equations 1 to 4")
