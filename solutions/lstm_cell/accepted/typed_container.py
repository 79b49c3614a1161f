"""Accepted: a NamedTuple inside, and a scan of one step."""

from typing import NamedTuple

import jax
import jax.numpy as jnp


class State(NamedTuple):
    c: jax.Array
    h: jax.Array


def advance(p, state, x):
    """One step with the carry in the order of flax."""
    xh = jnp.concatenate([x, state.h])
    a_f, a_i, a_o, a_g = (xh @ p["W_" + k] + p["b_" + k] for k in ("f", "i", "o", "g"))
    c = jax.nn.sigmoid(a_f) * state.c + jax.nn.sigmoid(a_i) * jnp.tanh(a_g)
    return State(c=c, h=jax.nn.sigmoid(a_o) * jnp.tanh(c)), None


def lstm_cell_step(p, x, h_prev, c_prev):
    state, _ = jax.lax.scan(lambda s, item: advance(p, s, item), State(c_prev, h_prev), x[None])
    return state.h, state.c


def init_lstm(key, D, H, forget_bias: float = 1.0):
    keys = jax.random.split(key, 4)
    init = jax.nn.initializers.lecun_normal()
    p = {}
    for k, gate in zip(keys, "fiog", strict=True):
        p["W_" + gate] = init(k, (D + H, H))
        p["b_" + gate] = jnp.zeros(H)
    p["b_f"] = p["b_f"] + forget_bias
    return p
