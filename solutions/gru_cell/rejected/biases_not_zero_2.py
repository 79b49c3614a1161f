"""Mistake: biases-not-zero. Caught by: initial_biases.

The learner drew the biases at random like the weights.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


# My GRU cell.
# r decides how much of the past the candidate may see,
# z decides how far we move to the candidate.
class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h_prev):
        input_dim = x.shape[-1]
        w_shape = (input_dim + self.hidden, self.hidden)
        b_shape = (self.hidden,)

        # 1) parameters
        W_reset = self.param("W_reset", nn.initializers.lecun_normal(), w_shape)
        b_reset = self.param("b_reset", nn.initializers.normal(0.1), b_shape)
        W_update = self.param("W_update", nn.initializers.lecun_normal(), w_shape)
        b_update = self.param("b_update", nn.initializers.normal(0.1), b_shape)
        W_cand = self.param("W_cand", nn.initializers.lecun_normal(), w_shape)
        b_cand = self.param("b_cand", nn.initializers.normal(0.1), b_shape)

        # 2) glue input and state together
        concat = jnp.concatenate([x, h_prev])

        # 3) the two gates
        r = nn.sigmoid(concat @ W_reset + b_reset)
        z = nn.sigmoid(concat @ W_update + b_update)

        # 4) candidate
        concat_r = jnp.concatenate([x, r * h_prev])
        h_cand = jnp.tanh(concat_r @ W_cand + b_cand)

        # 5) blend
        h = (1 - z) * h_prev + z * h_cand
        return h


def gru_cell_step(seed: int, x: jax.Array, h_prev: jax.Array, hidden: int) -> jax.Array:
    """One step from `h_prev`, with weights drawn from `seed`."""
    cell = MyGRUCell(hidden)
    variables = cell.init(jax.random.key(seed), x, h_prev)
    h = cell.apply(variables, x, h_prev)
    return jnp.ravel(h)
