"""Mistake: mask-one-short. Caught by: whole_rows."""

import jax
import jax.numpy as jnp


def gru_masked(P, xs, lengths, h0):
    W_r, W_z, W_h = (P[k] for k in ("W_r", "W_z", "W_h"))
    b_r, b_z, b_h = (P[k] for k in ("b_r", "b_z", "b_h"))
    B, T, D = xs.shape
    H = h0.shape[1]

    def body(t, carry):
        h, out = carry
        x = xs[:, t]
        r = jax.nn.sigmoid(jnp.hstack([x, h]) @ W_r + b_r)
        z = jax.nn.sigmoid(jnp.hstack([x, h]) @ W_z + b_z)
        c = jnp.tanh(jnp.hstack([x, r * h]) @ W_h + b_h)
        new = (1 - z) * h + z * c
        alive = jnp.expand_dims(t < lengths - 1, 1)
        h = jnp.where(alive, new, h)
        return h, out.at[:, t].set(jnp.where(alive, h, 0))

    return jax.lax.fori_loop(0, T, body, (h0, jnp.zeros((B, T, H))))
