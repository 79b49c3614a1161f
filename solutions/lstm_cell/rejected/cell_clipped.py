"""Mistake: cell-clipped. Caught by: counts_to_ten.

Clips the memory for safety, as some libraries can.
"""

import jax
import jax.numpy as jnp


def lstm_cell_step(p, x, h_prev, c_prev):
    xh = jnp.concatenate([x, h_prev])
    f = jax.nn.sigmoid(xh @ p["W_f"] + p["b_f"])
    i = jax.nn.sigmoid(xh @ p["W_i"] + p["b_i"])
    o = jax.nn.sigmoid(xh @ p["W_o"] + p["b_o"])
    g = jnp.tanh(xh @ p["W_g"] + p["b_g"])
    c = jnp.clip(f * c_prev + i * g, -5.0, 5.0)
    h = o * jnp.tanh(c)
    return h, c


def init_lstm(key, D, H, forget_bias=1.0):
    keys = jax.random.split(key, 4)
    init = jax.nn.initializers.lecun_normal()
    p = {}
    for k, gate in zip(keys, "fiog", strict=True):
        p["W_" + gate] = init(k, (D + H, H))
        p["b_" + gate] = jnp.zeros(H)
    p["b_f"] = p["b_f"] + forget_bias
    return p
