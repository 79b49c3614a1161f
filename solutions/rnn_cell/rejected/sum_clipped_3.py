"""Mistake: sum-clipped. Caught by: bias_alone."""

import jax.numpy as jnp


def rnn_cell_step(x, h_prev, params):
    a = jnp.dot(x, params["W_xh"]) + jnp.dot(h_prev, params["W_hh"]) + params["b_h"]
    return jnp.tanh(jnp.clip(a, -4, 4))
