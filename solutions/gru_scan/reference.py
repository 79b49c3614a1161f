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

    def step(h, x):
        xh = jnp.concatenate([x, h])
        r = jax.nn.sigmoid(xh @ P["W_r"] + P["b_r"])  # (1)
        z = jax.nn.sigmoid(xh @ P["W_z"] + P["b_z"])  # (2)
        h_tilde = jnp.tanh(jnp.concatenate([x, r * h]) @ P["W_h"] + P["b_h"])  # (3)
        h_new = (1 - z) * h + z * h_tilde  # (4)
        return h_new, h_new  # what is carried on, what is collected

    return jax.lax.scan(step, h0, xs)  # (5)
