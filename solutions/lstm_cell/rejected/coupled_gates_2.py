"""Mistake: coupled-gates. Caught by: o0_hides.

Replaces the forget gate before it is used.
"""

import jax
import jax.numpy as jnp


def sigmoid(a):
    return 1.0 / (1.0 + jnp.exp(-a))


def lstm_cell_step(p, x, h_prev, c_prev):
    joined = jnp.concatenate((x, h_prev), axis=0)
    ft = sigmoid(jnp.dot(joined, p["W_f"]) + p["b_f"])
    it = sigmoid(jnp.dot(joined, p["W_i"]) + p["b_i"])
    ot = sigmoid(jnp.dot(joined, p["W_o"]) + p["b_o"])
    c_tilde = jnp.tanh(jnp.dot(joined, p["W_g"]) + p["b_g"])
    ft = 1.0 - it
    ct = ft * c_prev + it * c_tilde
    ht = ot * jnp.tanh(ct)
    return ht, ct


def init_lstm(key, D, H, forget_bias=1.0):
    params = {}
    for number, gate in enumerate("fiog"):
        draws = jax.random.normal(jax.random.fold_in(key, number), (D + H, H))
        params[f"W_{gate}"] = draws / (D + H) ** 0.5
        params[f"b_{gate}"] = jnp.ones((H,)) * (forget_bias if gate == "f" else 0.0)
    return params
