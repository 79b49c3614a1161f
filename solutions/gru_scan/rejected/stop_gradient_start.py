"""Mistake: stop-gradient-start. Caught by: gradients."""

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

    return jax.lax.scan(step, jax.lax.stop_gradient(h0), xs)
