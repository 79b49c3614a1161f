"""Mistake: residual-added. Caught by: no_memory."""

import jax.numpy as jnp


def rnn_cell_step(x, h_prev, params):
    W, U, b = params["W_xh"], params["W_hh"], params["b_h"]
    h = jnp.asarray(h_prev)
    h += jnp.tanh(x @ W + h_prev @ U + b)
    return h
