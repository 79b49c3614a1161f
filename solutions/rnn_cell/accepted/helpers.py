"""Accepted: in helpers, with names of its own."""

import jax.numpy as jnp


def affine(v, W):
    return jnp.matmul(jnp.asarray(v), jnp.asarray(W))


def rnn_cell_step(inputs, state, weights):
    drive = affine(inputs, weights["W_xh"])
    memory = affine(state, weights["W_hh"])
    return jnp.tanh(drive + memory + weights["b_h"])
