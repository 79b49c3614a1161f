"""Mistake: keep-term-dropped. Caught by: whole_rows."""

import jax
import jax.numpy as jnp
from jax import lax


def cell(P, h, x):
    both = jnp.concatenate((x, h), -1)
    r = jax.nn.sigmoid(both @ P["W_r"] + P["b_r"])
    z = jax.nn.sigmoid(both @ P["W_z"] + P["b_z"])
    cand = jnp.tanh(jnp.concatenate((x, r * h), -1) @ P["W_h"] + P["b_h"])
    return z * cand


def gru_masked(P, xs, lengths, h0):
    batch, steps, _ = xs.shape

    def body(h, x):
        h = cell(P, h, x)
        return h, h

    # Run through the padding too, then pick what is wanted.
    _, full = lax.scan(body, h0, jnp.moveaxis(xs, 1, 0))
    full = jnp.moveaxis(full, 0, 1)  # (B, T, H)
    mask = jnp.arange(steps)[None, :] < lengths[:, None]
    hs = jnp.where(mask[..., None], full, 0.0)
    ends = full[jnp.arange(batch), jnp.maximum(lengths - 1, 0)]
    h_last = jnp.where((lengths > 0)[:, None], ends, h0)
    return h_last, hs
