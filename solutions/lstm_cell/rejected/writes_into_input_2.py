"""Mistake: writes-into-input. Caught by: inputs_kept.

Leaves a fused matrix in the caller's dictionary, to save time.
"""

import jax
import jax.numpy as jnp


def lstm_cell_step(p, x, h_prev, c_prev):
    if "W" not in p:
        p["W"] = jnp.concatenate([p[f"W_{k}"] for k in "fiog"], axis=1)
    H = h_prev.shape[0]
    a = jnp.concatenate([x, h_prev]) @ p["W"]
    f, i, o, g = (a[n * H : (n + 1) * H] + p["b_" + "fiog"[n]] for n in range(4))
    c = jax.nn.sigmoid(f) * c_prev + jax.nn.sigmoid(i) * jnp.tanh(g)
    return jax.nn.sigmoid(o) * jnp.tanh(c), c


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
