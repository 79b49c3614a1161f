"""Mistake: recurrent-block-transposed. Caught by: keep."""

import jax
import jax.numpy as jnp


def affine(P, g, x, h):
    D = x.shape[0]
    return x @ P["W_" + g][:D] + P["W_" + g][D:] @ h + P["b_" + g]


def gru_step(h_prev, x, P):
    r = jax.nn.sigmoid(affine(P, "r", x, h_prev))
    z = jax.nn.sigmoid(affine(P, "z", x, h_prev))
    h_tilde = jnp.tanh(affine(P, "h", x, r * h_prev))
    return (1 - z) * h_prev + z * h_tilde, z


def gru_jacobian(P, x, h_prev):
    J, z = jax.jacfwd(gru_step, has_aux=True)(h_prev, x, P)
    return J, jnp.diag(1 - z)
