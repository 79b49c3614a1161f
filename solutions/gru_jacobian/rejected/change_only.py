"""Mistake: change-only. Caught by: z0_identity."""

import jax
import jax.numpy as jnp


def gru_step(P, x, h_prev):
    xh = jnp.concatenate([x, h_prev])
    r = jax.nn.sigmoid(xh @ P["W_r"] + P["b_r"])
    z = jax.nn.sigmoid(xh @ P["W_z"] + P["b_z"])
    h_tilde = jnp.tanh(jnp.concatenate([x, r * h_prev]) @ P["W_h"] + P["b_h"])
    return (1 - z) * h_prev + z * h_tilde


def gru_jacobian(P, x, h_prev):
    J = jax.jacrev(lambda h: gru_step(P, x, h) - h)(h_prev)
    z = jax.nn.sigmoid(jnp.concatenate([x, h_prev]) @ P["W_z"] + P["b_z"])
    return J, jnp.diag(1 - z)
