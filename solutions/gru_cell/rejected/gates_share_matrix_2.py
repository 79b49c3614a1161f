"""Mistake: gates-share-matrix. Caught by: parameters.

The learner gave both gates one matrix, since they read the same vector.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    """GRU cell: one projection for the gates, one for the candidate."""

    hidden: int

    @nn.compact
    def __call__(self, x, h_prev):
        shape = (x.shape[-1] + self.hidden, self.hidden)
        w_gate = self.param("w_gate", nn.initializers.lecun_normal(), shape)
        w_cand = self.param("w_cand", nn.initializers.lecun_normal(), shape)
        b_reset = self.param("b_reset", nn.initializers.zeros, (self.hidden,))
        b_update = self.param("b_update", nn.initializers.zeros, (self.hidden,))
        b_cand = self.param("b_cand", nn.initializers.zeros, (self.hidden,))

        gate_in = jnp.concatenate([x, h_prev]) @ w_gate
        reset = nn.sigmoid(gate_in + b_reset)
        update = nn.sigmoid(gate_in + b_update)
        cand = jnp.tanh(jnp.concatenate([x, reset * h_prev]) @ w_cand + b_cand)
        return h_prev * (1 - update) + cand * update


def gru_cell_step(seed, x, h_prev, hidden):
    model = MyGRUCell(hidden=hidden)
    params = model.init(jax.random.PRNGKey(seed), x, h_prev)
    return model.apply(params, x, h_prev).reshape(-1)
