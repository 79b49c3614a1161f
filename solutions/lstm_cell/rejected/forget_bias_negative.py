"""Mistake: forget-bias-negative. Caught by: biases.

A bias of -forget_bias.
"""

import jax
import jax.numpy as jnp
from jax import nn


def lstm_cell_step(p, x, h_prev, c_prev):
    W = jnp.concatenate([p[f"W_{k}"] for k in "figo"], axis=1)
    b = jnp.concatenate([p[f"b_{k}"] for k in "figo"])
    a_f, a_i, a_g, a_o = jnp.split(jnp.hstack((x, h_prev)) @ W + b, 4)
    cell = nn.sigmoid(a_f) * c_prev + nn.sigmoid(a_i) * nn.tanh(a_g)
    return nn.sigmoid(a_o) * nn.tanh(cell), cell


def init_lstm(key, D, H, forget_bias=1.0):
    keys = jax.random.split(key, 4)
    init = jax.nn.initializers.lecun_normal()
    p = {}
    for k, gate in zip(keys, "fiog", strict=True):
        p["W_" + gate] = init(k, (D + H, H))
        p["b_" + gate] = jnp.zeros(H)
    p["b_f"] = p["b_f"] - forget_bias
    return p
