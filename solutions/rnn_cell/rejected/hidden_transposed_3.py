"""Mistake: hidden-transposed. Caught by: state_goes_by_rows."""

import jax.numpy as jnp


def rnn_cell_step(x, h_prev, params):
    W, U, b = params["W_xh"], params["W_hh"], params["b_h"]
    a = jnp.einsum("d,dh->h", x, W) + jnp.einsum("k,hk->h", h_prev, U)
    return jnp.tanh(a + b)
