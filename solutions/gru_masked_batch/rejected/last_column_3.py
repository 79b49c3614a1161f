"""Mistake: mask-multiplies. Caught by: freezes."""

import jax
import jax.numpy as jnp


def gru_masked(P, xs, lengths, h0):
    def cell(h, x):
        xh = jnp.concatenate([x, h], axis=1)
        r = jax.nn.sigmoid(xh @ P["W_r"] + P["b_r"])
        z = jax.nn.sigmoid(xh @ P["W_z"] + P["b_z"])
        h_tilde = jnp.tanh(jnp.concatenate([x, r * h], axis=1) @ P["W_h"] + P["b_h"])
        return (1 - z) * h + z * h_tilde

    def step(h, now):
        x, t = now
        mask = (t < lengths)[:, None]
        h = cell(h, jnp.where(mask, x, 0))
        return h, jnp.where(mask, h, 0.0)

    inputs = (jnp.swapaxes(xs, 0, 1), jnp.arange(xs.shape[1]))
    _, hs = jax.lax.scan(step, h0, inputs)
    return hs[-1], jnp.swapaxes(hs, 0, 1)
