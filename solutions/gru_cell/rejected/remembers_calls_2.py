"""Mistake: remembers-calls. Caught by: seed.

The learner cached the weights to save time and left the seed out of the cache's key.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h_prev):
        def lin(name, inp):
            w = self.param(f"{name}_w", nn.initializers.lecun_normal(), (inp.size, self.hidden))
            b = self.param(f"{name}_b", nn.initializers.zeros, (self.hidden,))
            return inp @ w + b

        xh = jnp.concatenate([x, h_prev])
        r, z = nn.sigmoid(lin("r", xh)), nn.sigmoid(lin("z", xh))
        rh = r * h_prev
        n = nn.tanh(lin("n", jnp.concatenate([x, rh])))
        return h_prev * (1 - z) + n * z


CACHE = {}


def gru_cell_step(seed, x, h_prev, hidden):
    cell = MyGRUCell(hidden=hidden)
    sizes = (x.shape[-1], hidden)
    if sizes not in CACHE:
        CACHE[sizes] = cell.init(jax.random.PRNGKey(seed), x, h_prev)
    return cell.apply(CACHE[sizes], x, h_prev).ravel()
