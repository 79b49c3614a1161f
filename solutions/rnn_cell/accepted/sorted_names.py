"""Accepted: the arrays in the order of their sorted names, which is fixed, and float32 JAX."""

import jax.numpy as jnp


def rnn_cell_step(x, h_prev, params):
    W_hh, W_xh, b_h = (jnp.asarray(params[name]) for name in sorted(params))
    return jnp.tanh(h_prev @ W_hh + x @ W_xh + b_h)
