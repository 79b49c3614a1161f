"""Mistake: writes-into-input. Caught by: inputs_kept."""

import jax
import jax.numpy as jnp


def gru_jacobian(P, x, h_prev):
    D = x.shape[0]
    for g in "rzh":
        P["U_" + g] = P["W_" + g][D:]
        P["W_" + g] = P["W_" + g][:D]

    def total(g, h):
        return x @ P["W_" + g] + h @ P["U_" + g] + P["b_" + g]

    def step(h):
        r, z = jax.nn.sigmoid(total("r", h)), jax.nn.sigmoid(total("z", h))
        return (1 - z) * h + z * jnp.tanh(total("h", r * h))

    J = jax.jacrev(step)(h_prev)
    return J, jnp.diag(1 - jax.nn.sigmoid(total("z", h_prev)))
