"""How one GRU step passes on a small change of its state: the whole matrix, and the kept part.

D is the size of the input and H the size of the state, as in the statement.
"""

import jax
import jax.numpy as jnp


def gru_jacobian(
    P: dict[str, jax.Array],  # W_r, W_z, W_h (D+H, H) and b_r, b_z, b_h (H,)
    x: jax.Array,  # (D,)
    h_prev: jax.Array,  # (H,)
) -> tuple[jax.Array, jax.Array]:  # (H, H), (H, H)
    """Return J, whose entry [i, j] is the derivative of h[i] by h_prev[j], and keep, diag(1 - z).

    Args:
        P: the weights, rows [x; h]. They stay as they are.
        x: the input of the step.
        h_prev: the state before it: the point at which the derivative is taken.
    """
    raise NotImplementedError("TODO: equations 1 to 4 for the step, then 5 and 6")
