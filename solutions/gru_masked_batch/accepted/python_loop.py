"""Accepted: a Python loop over the steps.

Remark: python-loop
"""

import jax
import jax.numpy as jnp


def gru_masked(P, xs, lengths, h0):
    h, hs = h0, []
    for t in range(xs.shape[1]):
        x = xs[:, t]
        xh = jnp.concatenate([x, h], axis=1)
        r = jax.nn.sigmoid(xh @ P["W_r"] + P["b_r"])
        z = jax.nn.sigmoid(xh @ P["W_z"] + P["b_z"])
        h_tilde = jnp.tanh(jnp.concatenate([x, r * h], axis=1) @ P["W_h"] + P["b_h"])
        counts = (t < lengths)[:, None]
        h = jnp.where(counts, (1 - z) * h + z * h_tilde, h)
        hs.append(jnp.where(counts, h, 0))
    return h, jnp.stack(hs, axis=1)
