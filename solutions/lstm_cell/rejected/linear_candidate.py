"""Mistake: linear-candidate. Caught by: f0_i1_rewrites.

The candidate is a plain sum.
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
    c_tilde = jnp.dot(joined, p["W_g"]) + p["b_g"]
    ct = ft * c_prev + it * c_tilde
    ht = ot * jnp.tanh(ct)
    return ht, ct


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
