"""Accepted: JAX inside, which answers in float32."""

import jax
import jax.numpy as jnp


def gru_cell_step(x_t, h_prev, params):
    """One step: r gates what the candidate reads, z what of it is taken up into the state h."""

    def total(g, h):
        return jnp.dot(params["W_" + g], x_t) + jnp.dot(params["U_" + g], h) + params["b_" + g]

    r, z = jax.nn.sigmoid(total("r", h_prev)), jax.nn.sigmoid(total("z", h_prev))
    return (1 - z) * h_prev + z * jnp.tanh(total("h", r * h_prev))
