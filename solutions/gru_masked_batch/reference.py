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

    def cell(h, x):  # (B, H), (B, D) -> (B, H)
        xh = jnp.concatenate([x, h], axis=1)
        r = jax.nn.sigmoid(xh @ P["W_r"] + P["b_r"])  # (1)
        z = jax.nn.sigmoid(xh @ P["W_z"] + P["b_z"])  # (2)
        h_tilde = jnp.tanh(jnp.concatenate([x, r * h], axis=1) @ P["W_h"] + P["b_h"])  # (3)
        return (1 - z) * h + z * h_tilde  # (4)

    def step(h, now):
        x, t = now
        counts = (t < lengths)[:, None]  # (5), one for each row
        h = jnp.where(counts, cell(h, x), h)  # (6)
        return h, jnp.where(counts, h, 0)  # (7)

    T = xs.shape[1]
    h_last, hs = jax.lax.scan(step, h0, (xs.swapaxes(0, 1), jnp.arange(T)))  # time first
    return h_last, hs.swapaxes(0, 1)
