"""One step of a long short-term memory, and the parameters that it starts from.

The statement numbers its equations 1 to 6; the comments here use its symbols,
D for the size of the input and H for the size of the state.
"""

import jax
import jax.numpy as jnp


def lstm_cell_step(
    p: dict[str, jax.Array],  # W_f, W_i, W_o, W_g: (D+H, H); b_f, b_i, b_o, b_g: (H,)
    x: jax.Array,  # (D,)
    h_prev: jax.Array,  # (H,)
    c_prev: jax.Array,  # (H,)
) -> tuple[jax.Array, jax.Array]:  # h (H,), c (H,)
    """Return the state after one step: what is shown, then the memory. `p` stays as it is."""
    raise NotImplementedError("TODO: equations 1 to 6")


def init_lstm(
    key: jax.Array, D: int, H: int, forget_bias: float = 1.0
) -> dict[str, jax.Array]:  # the eight arrays of `p`
    """Return the eight parameters at the start of training, all float32.

    Weights have mean 0 and standard deviation 1 / sqrt(D + H); biases are zero, except b_f.

    Args:
        key: decides the weights; the same key gives the same parameters.
        D: the size of the input.
        H: the size of the state.
        forget_bias: every entry of b_f.
    """
    raise NotImplementedError("TODO: four weights drawn with keys of their own, four biases")
