"""Mistake: list-output. Caught by: runs."""

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
    states = []
    for x in xs:
        h = gru_step(P, x, h)
        states.append(h)
    return h, states
