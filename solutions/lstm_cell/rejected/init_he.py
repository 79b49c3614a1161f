"""Mistake: init-he. Caught by: weights.

He's scale.
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
    ct = ft * c_prev + it * c_tilde
    ht = ot * jnp.tanh(ct)
    return ht, ct


def init_lstm(key, D, H, forget_bias=1.0):
    keys = jax.random.split(key, 4)
    init = jax.nn.initializers.he_normal()
    p = {}
    for k, gate in zip(keys, "fiog", strict=True):
        p["W_" + gate] = init(k, (D + H, H))
        p["b_" + gate] = jnp.zeros(H)
    p["b_f"] = p["b_f"] + forget_bias
    return p
