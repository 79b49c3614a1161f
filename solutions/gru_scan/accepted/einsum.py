"""Accepted: einsum in the place of @, the three weights stacked."""

import jax
import jax.numpy as jnp


def gru_scan(P, xs, h0):
    gates = jnp.stack([P["W_r"], P["W_z"]])
    bias = jnp.stack([P["b_r"], P["b_z"]])

    def step(h, x):
        r, z = jax.nn.sigmoid(jnp.einsum("n,gnh->gh", jnp.append(x, h), gates) + bias)
        h_tilde = jnp.tanh(jnp.einsum("n,nh->h", jnp.append(x, r * h), P["W_h"]) + P["b_h"])
        return ((1 - z) * h + z * h_tilde,) * 2

    h_T, hs = jax.lax.scan(step, h0, xs)
    return h_T, hs
