"""Accepted: an initializer by its general name; gates in a dictionary."""

import jax
import jax.numpy as jnp

GATES = {"f": jax.nn.sigmoid, "i": jax.nn.sigmoid, "g": jnp.tanh, "o": jax.nn.sigmoid}


def lstm_cell_step(p, x, h_prev, c_prev):
    xh = jnp.concatenate([x, h_prev])
    v = {name: squash(xh @ p[f"W_{name}"] + p[f"b_{name}"]) for name, squash in GATES.items()}
    c = v["f"] * c_prev + v["i"] * v["g"]
    return v["o"] * jnp.tanh(c), c


def init_lstm(key, D, H, forget_bias=1.0):
    weight = jax.nn.initializers.variance_scaling(1.0, "fan_in", "normal")
    bias = {"f": jax.nn.initializers.constant(forget_bias)}
    p = {}
    for name, k in zip(GATES, jax.random.split(key, 4), strict=True):
        p[f"W_{name}"] = weight(k, (D + H, H), jnp.float32)
        p[f"b_{name}"] = bias.get(name, jax.nn.initializers.zeros)(k, (H,), jnp.float32)
    return p
