"""Mistake: transposed-weights. Caught by: eight_arrays.

Matrices transposed as they are drawn.
"""

import jax
import jax.numpy as jnp


def lstm_cell_step(p, x, h_prev, c_prev):
    xh = jnp.concatenate([x, h_prev])
    f = jax.nn.sigmoid(xh @ p["W_f"] + p["b_f"])
    i = jax.nn.sigmoid(xh @ p["W_i"] + p["b_i"])
    o = jax.nn.sigmoid(xh @ p["W_o"] + p["b_o"])
    g = jnp.tanh(xh @ p["W_g"] + p["b_g"])
    c = f * c_prev + i * g
    h = o * jnp.tanh(c)
    return h, c


def init_lstm(key, D, H, forget_bias=1.0):
    params = {}
    for number, gate in enumerate("fiog"):
        draws = jax.random.normal(jax.random.fold_in(key, number), (H, D + H))
        params[f"W_{gate}"] = draws / (D + H) ** 0.5
        params[f"b_{gate}"] = jnp.ones((H,)) * (forget_bias if gate == "f" else 0.0)
    return params
