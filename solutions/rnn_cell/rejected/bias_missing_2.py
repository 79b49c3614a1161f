"""Mistake: bias-missing. Caught by: bias_alone."""

import jax.numpy as jnp


def rnn_cell_step(x, h_prev, params):
    W, U, b = params["W_xh"], params["W_hh"], params["b_h"]
    a = jnp.concatenate([x, h_prev]) @ jnp.concatenate([W, U])
    return jnp.tanh(a)
