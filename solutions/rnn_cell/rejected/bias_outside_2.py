"""Mistake: bias-outside. Caught by: bias_alone."""

import jax.numpy as jnp


def rnn_cell_step(x, h_prev, params):
    W, U, b = params["W_xh"], params["W_hh"], params["b_h"]
    h = jnp.tanh(jnp.dot(x, W) + jnp.dot(h_prev, U))
    return jnp.add(h, b)
