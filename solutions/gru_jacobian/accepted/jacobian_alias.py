"""Accepted: jax.jacobian, one function inside the other."""

import jax
import jax.numpy as jnp


def gru_jacobian(P, x, h_prev):
    def gate(name, h):
        return jax.nn.sigmoid(jnp.concatenate([x, h]) @ P["W_" + name] + P["b_" + name])

    def step(h):
        new = jnp.tanh(jnp.concatenate([x, gate("r", h) * h]) @ P["W_h"] + P["b_h"])
        return h + gate("z", h) * (new - h)

    keep = (1 - gate("z", h_prev)) * jnp.eye(h_prev.size)
    return jax.jacobian(step)(h_prev), keep
