"""Mistake: hidden-hard-coded. Caught by: runs.

The learner built the cell with the example's size instead of the argument.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int

    def layer(self, name, v, activation):
        W = self.param(name + "_W", nn.initializers.lecun_normal(), (v.shape[-1], self.hidden))
        b = self.param(name + "_b", nn.initializers.zeros, (self.hidden,))
        return activation(v @ W + b)

    @nn.compact
    def __call__(self, x, h):
        xh = jnp.concatenate([x, h])
        reset = self.layer("reset", xh, nn.sigmoid)
        update = self.layer("update", xh, nn.sigmoid)
        new = self.layer("new", jnp.concatenate([x, reset * h]), nn.tanh)
        return (1.0 - update) * h + update * new


def gru_cell_step(seed, x, h_prev, hidden):
    """Initialise MyGRUCell with `seed` and run it once.

    Returns the new hidden state, shape (H,).
    """
    cell = MyGRUCell(hidden=4)
    init_key = jax.random.PRNGKey(seed)
    variables = cell.init(init_key, x, h_prev)
    return cell.apply(variables, x, h_prev).flatten()
