"""Accepted: uniform weights with the deviation that is asked; a vmapped fused draw."""

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
    limit = (3 / (D + H)) ** 0.5
    draws = jax.random.uniform(key, (4, D + H, H), jnp.float32, -limit, limit)
    p = {f"W_{gate}": draws[n] for n, gate in enumerate("fiog")}
    p.update({f"b_{gate}": jnp.zeros((H,), jnp.float32) for gate in "iog"})
    p["b_f"] = jnp.ones((H,), jnp.float32) * forget_bias
    return p
