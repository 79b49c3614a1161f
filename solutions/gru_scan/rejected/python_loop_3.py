"""Mistake: python-loop. Caught by: program_size.

A scan of length 1 inside a Python loop.
"""

import jax
import jax.numpy as jnp


def gru_step(P, x, h):
    xh = jnp.concatenate([x, h])
    r = jax.nn.sigmoid(xh @ P["W_r"] + P["b_r"])
    z = jax.nn.sigmoid(xh @ P["W_z"] + P["b_z"])
    h_tilde = jnp.tanh(jnp.concatenate([x, r * h]) @ P["W_h"] + P["b_h"])
    return (1 - z) * h + z * h_tilde


def gru_scan(P, xs, h0):
    h = h0
    hs = jnp.zeros((xs.shape[0], h0.shape[0]))
    for t in range(xs.shape[0]):
        h, _ = jax.lax.scan(lambda h, x: (gru_step(P, x, h),) * 2, h, xs[t : t + 1])
        hs = hs.at[t].set(h)
    return h, hs
