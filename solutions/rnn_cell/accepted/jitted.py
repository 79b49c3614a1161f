"""Accepted: JAX under jit."""

import jax
import jax.numpy as jnp


@jax.jit
def rnn_cell_step(x, h_prev, params):
    a = jnp.dot(x, params["W_xh"]) + jnp.dot(h_prev, params["W_hh"])
    return jnp.tanh(a + params["b_h"])
