"""Mistake: output-not-gated. Caught by: o0_hides.

Shows the whole memory.
"""

import jax
import jax.numpy as jnp
from jax import nn


def lstm_cell_step(p, x, h_prev, c_prev):
    W = jnp.concatenate([p[f"W_{k}"] for k in "figo"], axis=1)
    b = jnp.concatenate([p[f"b_{k}"] for k in "figo"])
    a_f, a_i, a_g, a_o = jnp.split(jnp.hstack((x, h_prev)) @ W + b, 4)
    cell = nn.sigmoid(a_f) * c_prev + nn.sigmoid(a_i) * nn.tanh(a_g)
    return nn.tanh(cell), cell


def init_lstm(key, D, H, forget_bias=1.0):
    std = 1 / jnp.sqrt(D + H)
    k_f, k_i, k_o, k_g = jax.random.split(key, 4)
    return {
        "W_f": std * jax.random.normal(k_f, (D + H, H)),
        "W_i": std * jax.random.normal(k_i, (D + H, H)),
        "W_o": std * jax.random.normal(k_o, (D + H, H)),
        "W_g": std * jax.random.normal(k_g, (D + H, H)),
        "b_f": jnp.full((H,), float(forget_bias)),
        "b_i": jnp.zeros((H,)),
        "b_o": jnp.zeros((H,)),
        "b_g": jnp.zeros((H,)),
    }
