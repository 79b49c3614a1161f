"""A gated recurrent unit along a batch of padded sequences, each with its own length.

The statement numbers its equations 1 to 7; B is the number of sequences, T the number of steps
after padding, D the size of an input, H the size of the state.
"""

import jax
import jax.numpy as jnp


def gru_masked(
    P: dict[str, jax.Array],  # W_r, W_z, W_h: (D + H, H); b_r, b_z, b_h: (H,)
    xs: jax.Array,  # (B, T, D); row b is padding from step lengths[b] on
    lengths: jax.Array,  # (B,), int32, from 0 to T
    h0: jax.Array,  # (B, H)
) -> tuple[jax.Array, jax.Array]:  # (B, H), (B, T, H)
    """Return the state of each row at its own end, and all states with zeros after it."""
    raise NotImplementedError("TODO: equations 1 to 7")
