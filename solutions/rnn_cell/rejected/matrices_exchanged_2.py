"""Mistake: matrices-exchanged. Caught by: runs."""

import jax.numpy as jnp


def rnn_cell_step(h_prev, x, params):
    a = jnp.dot(x, params["W_xh"]) + jnp.dot(h_prev, params["W_hh"])
    return jnp.tanh(a + params["b_h"])
