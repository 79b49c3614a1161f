"""Accepted: einsum, in JAX."""

import jax.numpy as jnp


def rnn_cell_step(x, h_prev, params):
    W, U, b = params["W_xh"], params["W_hh"], params["b_h"]
    a = jnp.einsum("d,dh->h", x, W) + jnp.einsum("k,kh->h", h_prev, U) + b
    return jnp.tanh(a)
