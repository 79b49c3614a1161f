"""Mistake: argument-ignored. Caught by: biases.

b_f starts at one, whatever is asked.
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
    params = {}
    for number, gate in enumerate("fiog"):
        draws = jax.random.normal(jax.random.fold_in(key, number), (D + H, H))
        params[f"W_{gate}"] = draws / (D + H) ** 0.5
        params[f"b_{gate}"] = jnp.ones((H,)) * (1.0 if gate == "f" else 0.0)
    return params
