"""Mistake: matrices-stacked-out-of-order. Caught by: no_memory."""

import jax.numpy as jnp


def rnn_cell_step(x, h_prev, params):
    W, U, b = params["W_xh"], params["W_hh"], params["b_h"]
    stacked = jnp.concatenate([U, W])
    return jnp.tanh(jnp.concatenate([x, h_prev]) @ stacked + b)
