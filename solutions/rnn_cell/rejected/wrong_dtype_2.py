"""Mistake: wrong-dtype. Caught by: runs."""

import jax.numpy as jnp


def rnn_cell_step(x, h_prev, params):
    W, U, b = params["W_xh"], params["W_hh"], params["b_h"]
    return jnp.tanh(x @ W + h_prev @ U + b).astype(jnp.bfloat16)
