"""Mistake: init-uniform-limit. Caught by: weights.

Uniform between plus and minus the standard deviation.
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
        a = (D + H) ** -0.5
        k = jax.random.fold_in(key, number)
        params[f"W_{gate}"] = jax.random.uniform(k, (D + H, H), minval=-a, maxval=a)
        params[f"b_{gate}"] = jnp.ones((H,)) * (forget_bias if gate == "f" else 0.0)
    return params
