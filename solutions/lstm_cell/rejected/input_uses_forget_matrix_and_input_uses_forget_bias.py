"""Mistake: input-uses-forget-matrix + input-uses-forget-bias. Caught by: f1_i0_holds.

A line was copied and nothing in it renamed.
"""

import jax
import jax.numpy as jnp


def lstm_cell_step(p, x, h_prev, c_prev):
    xh = jnp.concatenate([x, h_prev])
    f = jax.nn.sigmoid(xh @ p["W_f"] + p["b_f"])
    i = jax.nn.sigmoid(xh @ p["W_f"] + p["b_f"])
    o = jax.nn.sigmoid(xh @ p["W_o"] + p["b_o"])
    g = jnp.tanh(xh @ p["W_g"] + p["b_g"])
    c = f * c_prev + i * g
    h = o * jnp.tanh(c)
    return h, c


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
