"""Accepted: P is part of the carry, states collected in a dict."""

import jax
import jax.numpy as jnp


def step(carry, x):
    P, h = carry
    xh = jnp.concatenate([x, h])
    r = jax.nn.sigmoid(xh @ P["W_r"] + P["b_r"])
    z = jax.nn.sigmoid(xh @ P["W_z"] + P["b_z"])
    h_tilde = jnp.tanh(jnp.concatenate([x, r * h]) @ P["W_h"] + P["b_h"])
    h = (1 - z) * h + z * h_tilde
    return (P, h), {"state": h, "update": z}


def gru_scan(P, xs, h0):
    (_, h_T), out = jax.lax.scan(step, (P, h0), xs)
    return h_T, out["state"]
