"""Mistake: state-not-carried. Caught by: z1_replaces."""

import jax.numpy as jnp
from jax import lax
from jax.nn import sigmoid


def cell(params, h_prev, x):
    """One GRU step."""
    joined = jnp.concatenate((x, h_prev), axis=0)
    reset = sigmoid(jnp.dot(joined, params["W_r"]) + params["b_r"])
    update = sigmoid(jnp.dot(joined, params["W_z"]) + params["b_z"])
    masked = jnp.concatenate((x, reset * h_prev), axis=0)
    cand = jnp.tanh(jnp.dot(masked, params["W_h"]) + params["b_h"])
    return h_prev + update * (cand - h_prev)


def gru_scan(P, xs, h0):
    def body(carry, x_t):
        new = cell(P, carry, x_t)
        return carry, new

    last, every = lax.scan(body, h0, xs)
    return last, every
