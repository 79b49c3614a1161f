"""Mistake: swapped-update-gate. Caught by: z0_identity."""

import jax
import jax.numpy as jnp


def gru_jacobian(P, x, h_prev):
    def gate(name, h):
        return jax.nn.sigmoid(jnp.concatenate([x, h]) @ P["W_" + name] + P["b_" + name])

    def step(h):
        z = gate("z", h)
        new = jnp.tanh(jnp.concatenate([x, gate("r", h) * h]) @ P["W_h"] + P["b_h"])
        return new + z * (h - new)

    return jax.jacobian(step)(h_prev), jnp.diag(1 - gate("z", h_prev))
