"""Mistake: step-reads-h0. Caught by: z1_replaces.

All steps at once with vmap: a state cannot be known before the one it follows.
"""

import jax
import jax.numpy as jnp


def gru_step(P, x, h):
    xh = jnp.hstack([x, h])
    r = jax.nn.sigmoid(xh @ P["W_r"] + P["b_r"])
    z = jax.nn.sigmoid(xh @ P["W_z"] + P["b_z"])
    c = jnp.tanh(jnp.hstack([x, r * h]) @ P["W_h"] + P["b_h"])
    return (1 - z) * h + z * c


def gru_scan(P, xs, h0):
    hs = jax.vmap(gru_step, in_axes=(None, 0, None))(P, xs, h0)
    return hs[-1], hs
