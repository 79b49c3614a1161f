"""Mistake: not-exact. Caught by: z0_identity.

Central differences, in float32.
"""

import jax
import jax.numpy as jnp


def gru_step(P, x, h_prev):
    xh = jnp.concatenate([x, h_prev])
    r = jax.nn.sigmoid(xh @ P["W_r"] + P["b_r"])
    z = jax.nn.sigmoid(xh @ P["W_z"] + P["b_z"])
    h_tilde = jnp.tanh(jnp.concatenate([x, r * h_prev]) @ P["W_h"] + P["b_h"])
    return (1 - z) * h_prev + z * h_tilde


def gru_jacobian(P, x, h_prev):
    step, columns = 1e-2, []
    for e in step * jnp.eye(h_prev.size):
        columns.append((gru_step(P, x, h_prev + e) - gru_step(P, x, h_prev - e)) / (2 * step))
    J = jnp.stack(columns, axis=1)
    z = jax.nn.sigmoid(jnp.concatenate([x, h_prev]) @ P["W_z"] + P["b_z"])
    return J, jnp.diag(1 - z)
