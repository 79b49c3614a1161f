"""Mistake: bracket-first. Caught by: orientation."""

import jax
import jax.numpy as jnp


def gru_jacobian(P, x, h_prev):
    D = x.shape[0]
    xh = jnp.concatenate([x, h_prev])
    r = jax.nn.sigmoid(xh @ P["W_r"] + P["b_r"])
    z = jax.nn.sigmoid(xh @ P["W_z"] + P["b_z"])
    n = jnp.tanh(jnp.concatenate([x, r * h_prev]) @ P["W_h"] + P["b_h"])
    U_r, U_z, U_h = P["W_r"][D:], P["W_z"][D:], P["W_h"][D:]
    keep = jnp.diag(1 - z)
    by_update = jnp.diag((n - h_prev) * z * (1 - z)) @ U_z.T
    mask = jnp.diag(r) + jnp.diag(h_prev * r * (1 - r)) @ U_r.T
    by_candidate = mask @ jnp.diag(z * (1 - n**2)) @ U_h.T
    return keep + by_update + by_candidate, keep
