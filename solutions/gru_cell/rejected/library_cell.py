"""Mistake: library-cell. Caught by: from_scratch.

The learner wrapped the cell of the library.
"""

import jax
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h_prev):
        h_new, _ = nn.GRUCell(features=self.hidden)(h_prev, x)
        return h_new


def gru_cell_step(seed, x, h_prev, hidden):
    model = MyGRUCell(hidden=hidden)
    params = model.init(jax.random.PRNGKey(seed), x, h_prev)
    return model.apply(params, x, h_prev).reshape(-1)
