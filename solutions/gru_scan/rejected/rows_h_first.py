"""Mistake: rows-h-first. Caught by: z1_replaces."""

import jax
import jax.numpy as jnp


def gru_scan(P, xs, h0):
    def step(h, x):
        xh = jnp.concatenate([h, x])
        r = jax.nn.sigmoid(xh @ P["W_r"] + P["b_r"])
        z = jax.nn.sigmoid(xh @ P["W_z"] + P["b_z"])
        h_tilde = jnp.tanh(jnp.concatenate([r * h, x]) @ P["W_h"] + P["b_h"])
        h_new = (1 - z) * h + z * h_tilde
        return h_new, h_new

    return jax.lax.scan(step, h0, xs)
