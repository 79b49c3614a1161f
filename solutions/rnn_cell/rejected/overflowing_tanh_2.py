"""Mistake: overflowing-tanh. Caught by: bounded."""

import jax.numpy as jnp


def rnn_cell_step(x, h_prev, params):
    W, U, b = params["W_xh"], params["W_hh"], params["b_h"]
    e = jnp.exp(2 * jnp.asarray(x @ W + h_prev @ U + b))
    return (e - 1) / (e + 1)
