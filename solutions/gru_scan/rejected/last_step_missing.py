"""Mistake: last-step-missing. Caught by: z0_keeps."""

import jax
import jax.numpy as jnp


def gru_step(P, x, h):
    xh = jnp.hstack([x, h])
    r = jax.nn.sigmoid(xh @ P["W_r"] + P["b_r"])
    z = jax.nn.sigmoid(xh @ P["W_z"] + P["b_z"])
    c = jnp.tanh(jnp.hstack([x, r * h]) @ P["W_h"] + P["b_h"])
    return (1 - z) * h + z * c


def gru_scan(P, xs, h0):
    T = xs.shape[0]
    hs = jnp.zeros((T, h0.shape[0]), jnp.float32)

    def body(t, state):
        h, hs = state
        h = gru_step(P, xs[t], h)
        return h, hs.at[t].set(h)

    return jax.lax.fori_loop(0, T - 1, body, (h0, hs))
