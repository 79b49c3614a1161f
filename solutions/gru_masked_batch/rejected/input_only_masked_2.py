"""Mistake: input-only-masked + outputs-not-zeroed. Caught by: freezes."""

import jax
import jax.numpy as jnp
from jax import lax


def cell(P, h, x):
    both = jnp.concatenate((x, h), -1)
    r = jax.nn.sigmoid(both @ P["W_r"] + P["b_r"])
    z = jax.nn.sigmoid(both @ P["W_z"] + P["b_z"])
    cand = jnp.tanh(jnp.concatenate((x, r * h), -1) @ P["W_h"] + P["b_h"])
    return (1 - z) * h + z * cand


def gru_masked(P, xs, lengths, h0):
    batch, steps, _ = xs.shape
    xs = xs * (jnp.arange(steps)[None, :] < lengths[:, None])[..., None]

    def body(h, x):
        h = cell(P, h, x)
        return h, h

    h_last, full = lax.scan(body, h0, jnp.moveaxis(xs, 1, 0))
    full = jnp.moveaxis(full, 0, 1)  # (B, T, H)
    return h_last, full
