"""Mistake: init-glorot-uniform. Caught by: initial_weights.

The learner used the name under which PyTorch knows it.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h_prev):
        def lin(name, inp):
            w = self.param(f"{name}_w", nn.initializers.xavier_uniform(), (inp.size, self.hidden))
            b = self.param(f"{name}_b", nn.initializers.zeros, (self.hidden,))
            return inp @ w + b

        xh = jnp.concatenate([x, h_prev])
        r, z = nn.sigmoid(lin("r", xh)), nn.sigmoid(lin("z", xh))
        rh = r * h_prev
        n = nn.tanh(lin("n", jnp.concatenate([x, rh])))
        return h_prev * (1 - z) + n * z


def gru_cell_step(seed, x, h_prev, hidden):
    """Initialise MyGRUCell with `seed` and run it once.

    Returns the new hidden state, shape (H,).
    """
    cell = MyGRUCell(hidden=hidden)
    init_key = jax.random.PRNGKey(seed)
    variables = cell.init(init_key, x, h_prev)
    return cell.apply(variables, x, h_prev).flatten()
