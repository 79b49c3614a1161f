"""A gated recurrent unit along a sequence, as one loop of the compiler's.

The statement numbers its equations 1 to 5; D is the size of an input, H the size of the state,
T the number of steps.
"""

import jax
import jax.numpy as jnp


def gru_scan(
    P: dict[str, jax.Array],  # W_r, W_z, W_h: (D + H, H); b_r, b_z, b_h: (H,)
    xs: jax.Array,  # (T, D)
    h0: jax.Array,  # (H,)
) -> tuple[jax.Array, jax.Array]:  # (H,), (T, H)
    """Return the state after the last step, and the states after every step."""
    raise NotImplementedError("TODO: equations 1 to 4 as a step, equation 5 with jax.lax.scan")
