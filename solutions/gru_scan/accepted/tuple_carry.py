"""Accepted: the carry is a tuple with a counter."""

import jax
import jax.numpy as jnp


def gru_scan(P, xs, h0):
    def step(carry, x):
        h, count = carry
        xh = jnp.concatenate([x, h])
        r = jax.nn.sigmoid(xh @ P["W_r"] + P["b_r"])
        z = jax.nn.sigmoid(xh @ P["W_z"] + P["b_z"])
        h_tilde = jnp.tanh(jnp.concatenate([x, r * h]) @ P["W_h"] + P["b_h"])
        h_new = (1 - z) * h + z * h_tilde
        return (h_new, count + 1), h_new

    (h_T, count), hs = jax.lax.scan(step, (h0, 0), xs)
    return h_T, hs
