"""Accepted: the carry is a NamedTuple."""

from typing import NamedTuple

import jax
import jax.numpy as jnp


class State(NamedTuple):
    h: jax.Array


def gru_scan(P, xs, h0):
    W = jnp.hstack([P["W_r"], P["W_z"]])
    b = jnp.hstack([P["b_r"], P["b_z"]])

    def step(s, x):
        r, z = jnp.split(
            jax.nn.sigmoid(
                jnp.concatenate([x, s.h]) @ W + b,
            ),
            2,
        )
        c = jnp.tanh(jnp.concatenate([x, r * s.h]) @ P["W_h"] + P["b_h"])
        h = (1 - z) * s.h + z * c
        return State(h), h

    s, hs = jax.lax.scan(step, State(h0), xs)
    return s.h, hs
