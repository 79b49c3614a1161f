"""Mistake: hard-tanh-candidate. Caught by: z1_replaces.

The learner picked the hard variant of the activation from the list of the library.
"""

import jax.numpy as jnp
from flax import linen as nn
from jax import random


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h_prev):
        d, n = x.shape[-1], self.hidden
        W_r = self.param("W_r", nn.initializers.lecun_normal(), (d + n, n))
        b_r = self.param("b_r", nn.initializers.zeros, (n,))
        W_z = self.param("W_z", nn.initializers.lecun_normal(), (d + n, n))
        b_z = self.param("b_z", nn.initializers.zeros, (n,))
        W_h = self.param("W_h", nn.initializers.lecun_normal(), (d + n, n))
        b_h = self.param("b_h", nn.initializers.zeros, (n,))

        cat = jnp.concatenate([x, h_prev])
        r = nn.sigmoid(cat @ W_r + b_r)
        z = nn.sigmoid(cat @ W_z + b_z)
        cat_r = jnp.concatenate([x, r * h_prev])
        h_tilde = nn.hard_tanh(cat_r @ W_h + b_h)
        return (1 - z) * h_prev + z * h_tilde


def gru_cell_step(seed, x, h_prev, hidden):
    rng = random.PRNGKey(seed)
    cell = MyGRUCell(hidden=hidden)
    variables = cell.init(rng, x, h_prev)
    new_state = cell.apply(variables, x, h_prev)
    return new_state.ravel()
