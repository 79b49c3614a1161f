"""Mistake: no-reset. Caught by: r0_cuts.

A closed form without a reset gate.
"""

import jax
import jax.numpy as jnp


def gru_jacobian(P, x, h_prev):
    D = x.shape[0]
    xh = jnp.concatenate([x, h_prev])
    z = jax.nn.sigmoid(xh @ P["W_z"] + P["b_z"])
    n = jnp.tanh(xh @ P["W_h"] + P["b_h"])
    J = jnp.diag(1 - z)
    J += ((n - h_prev) * z * (1 - z))[:, None] * P["W_z"][D:].T
    J += (z * (1 - n**2))[:, None] * P["W_h"][D:].T
    return J, jnp.diag(1 - z)
