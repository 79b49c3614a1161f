"""Mistake: sigmoid-state. Caught by: bias_alone."""

import jax
import jax.numpy as jnp


def rnn_cell_step(x, h_prev, params):
    W, U, b = params["W_xh"], params["W_hh"], params["b_h"]
    return jax.nn.sigmoid(jnp.asarray(x @ W + h_prev @ U + b))
