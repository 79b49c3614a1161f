"""Mistake: detached-gates. Caught by: differences.

The gates are computed once, outside the function that is differentiated.
"""

import jax
import jax.numpy as jnp


def gru_jacobian(P, x, h_prev):
    xh = jnp.concatenate([x, h_prev])
    r = jax.nn.sigmoid(xh @ P["W_r"] + P["b_r"])
    z = jax.nn.sigmoid(xh @ P["W_z"] + P["b_z"])

    def step(h):
        h_tilde = jnp.tanh(jnp.concatenate([x, r * h]) @ P["W_h"] + P["b_h"])
        return (1 - z) * h + z * h_tilde

    return jax.jacfwd(step)(h_prev), jnp.diag(1 - z)
