"""Accepted: the carry holds how many steps each row still has."""

import jax
import jax.numpy as jnp


def gru_masked(P, xs, lengths, h0):
    def cell(h, x):
        xh = jnp.concatenate([x, h], axis=1)
        r = jax.nn.sigmoid(xh @ P["W_r"] + P["b_r"])
        z = jax.nn.sigmoid(xh @ P["W_z"] + P["b_z"])
        h_tilde = jnp.tanh(jnp.concatenate([x, r * h], axis=1) @ P["W_h"] + P["b_h"])
        return (1 - z) * h + z * h_tilde

    def step(carry, x):
        h, left = carry
        mask = (left > 0)[:, None]
        h_new = cell(h, x)
        h = jnp.where(mask, h_new, h)
        return (h, left - 1), jnp.where(mask, h, 0.0)

    (h_last, _), hs = jax.lax.scan(step, (h0, lengths), jnp.swapaxes(xs, 0, 1))
    return h_last, jnp.swapaxes(hs, 0, 1)
