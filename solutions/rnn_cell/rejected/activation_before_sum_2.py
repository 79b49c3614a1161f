"""Mistake: activation-before-sum. Caught by: equation."""

import jax.numpy as jnp


def rnn_cell_step(x, h_prev, params):
    W, U, b = params["W_xh"], params["W_hh"], params["b_h"]
    new = jnp.tanh(jnp.dot(x, W) + b)
    old = jnp.tanh(jnp.dot(h_prev, U))
    return new + old
