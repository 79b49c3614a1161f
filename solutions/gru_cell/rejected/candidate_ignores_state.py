"""Mistake: candidate-ignores-state. Caught by: z1_replaces.

The learner built the candidate from the new input alone.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    """Every kernel is stored as one block: the rows of x first, the rows of h below."""

    hidden: int

    @nn.compact
    def __call__(self, x, h):
        D = x.shape[0]
        shape = (D + self.hidden, self.hidden)
        lecun, zeros = nn.initializers.lecun_normal(), nn.initializers.zeros

        reset_kernel = self.param("reset_kernel", lecun, shape)
        reset_bias = self.param("reset_bias", zeros, (self.hidden,))
        update_kernel = self.param("update_kernel", lecun, shape)
        update_bias = self.param("update_bias", zeros, (self.hidden,))
        cand_kernel = self.param("cand_kernel", lecun, shape)
        cand_bias = self.param("cand_bias", zeros, (self.hidden,))

        reset = nn.sigmoid(x @ reset_kernel[:D] + h @ reset_kernel[D:] + reset_bias)
        update = nn.sigmoid(x @ update_kernel[:D] + h @ update_kernel[D:] + update_bias)
        cand = jnp.tanh(x @ cand_kernel[:D] + cand_bias)
        return (1.0 - update) * h + update * cand


def gru_cell_step(seed, x, h_prev, hidden):
    model = MyGRUCell(hidden=hidden)
    params = model.init(jax.random.PRNGKey(seed), x, h_prev)
    return model.apply(params, x, h_prev).reshape(-1)
