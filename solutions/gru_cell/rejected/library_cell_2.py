"""Mistake: library-cell. Caught by: from_scratch.

The learner looked the cell up and let it do the work under another name.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn
from flax.linen import GRUCell as Cell


class MyGRUCell(nn.Module):
    """Gated recurrent unit with `hidden` units."""

    hidden: int

    def setup(self):
        self.cell = Cell(self.hidden, kernel_init=nn.initializers.lecun_normal())

    def __call__(self, x, h_prev):
        carry, out = self.cell(h_prev, x)
        return out


def gru_cell_step(seed, x, h_prev, hidden):
    cell = MyGRUCell(hidden=hidden)
    params = cell.init(jax.random.PRNGKey(seed), x, h_prev)["params"]
    return jnp.reshape(cell.apply({"params": params}, x, h_prev), (hidden,))
