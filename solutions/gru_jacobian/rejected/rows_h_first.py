"""Mistake: rows-h-first. Caught by: keep."""

import jax
import jax.numpy as jnp


def gru_step(h_prev, x, P):
    xh = jnp.concatenate([h_prev, x])
    r = jax.nn.sigmoid(xh @ P["W_r"] + P["b_r"])
    z = jax.nn.sigmoid(xh @ P["W_z"] + P["b_z"])
    h_tilde = jnp.tanh(jnp.concatenate([r * h_prev, x]) @ P["W_h"] + P["b_h"])
    h = (1 - z) * h_prev + z * h_tilde
    return h, z


def gru_jacobian(P, x, h_prev):
    J, z = jax.jacfwd(gru_step, has_aux=True)(h_prev, x, P)
    return J, jnp.diag(1 - z)
