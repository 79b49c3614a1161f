"""Mistake: fused-weights. Caught by: parameters.

The learner saw that both gates read the same vector and gave them one wide matrix.
"""

import flax.linen as nn
import jax
import jax.numpy as jnp


class MyGRUCell(nn.Module):
    """GRU cell, both gates in one product."""

    hidden: int

    @nn.compact
    def __call__(self, x: jax.Array, h: jax.Array) -> jax.Array:
        rows = x.shape[-1] + self.hidden
        lecun, zeros = nn.initializers.lecun_normal(), nn.initializers.zeros
        W_gates = self.param("W_gates", lecun, (rows, 2 * self.hidden))
        b_gates = self.param("b_gates", zeros, (2 * self.hidden,))
        W_cand = self.param("W_cand", lecun, (rows, self.hidden))
        b_cand = self.param("b_cand", zeros, (self.hidden,))

        r, z = jnp.split(nn.sigmoid(jnp.concatenate([x, h]) @ W_gates + b_gates), 2, axis=-1)
        cand = jnp.tanh(jnp.concatenate([x, r * h]) @ W_cand + b_cand)
        return h + z * (cand - h)


def gru_cell_step(seed, x, h_prev, hidden):
    cell = MyGRUCell(hidden=hidden)
    params = cell.init(jax.random.PRNGKey(seed), x, h_prev)["params"]
    return jnp.reshape(cell.apply({"params": params}, x, h_prev), (hidden,))
