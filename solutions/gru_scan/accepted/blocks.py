"""Accepted: two loops, one inside the other, when T can be divided by 5."""

import jax
import jax.numpy as jnp


def gru_scan(P, xs, h0):
    def step(h, x):
        xh = jnp.concatenate([x, h])
        r = jax.nn.sigmoid(xh @ P["W_r"] + P["b_r"])
        z = jax.nn.sigmoid(xh @ P["W_z"] + P["b_z"])
        h_tilde = jnp.tanh(jnp.concatenate([x, r * h]) @ P["W_h"] + P["b_h"])
        h_new = (1 - z) * h + z * h_tilde
        return h_new, h_new

    T, D = xs.shape
    if T % 5:
        return jax.lax.scan(step, h0, xs)
    blocks = xs.reshape(T // 5, 5, D)
    h_T, hs = jax.lax.scan(lambda h, block: jax.lax.scan(step, h, block), h0, blocks)
    return h_T, hs.reshape(T, -1)
