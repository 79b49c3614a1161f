"""Mistake: reset-leaks-into-blend. Caught by: z0_keeps.

The learner overwrote h_prev with the masked state before the blend needed the old one.
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
        b_reset = self.param("b_reset", nn.initializers.zeros, b_shape)
        W_update = self.param("W_update", nn.initializers.lecun_normal(), w_shape)
        b_update = self.param("b_update", nn.initializers.zeros, b_shape)
        W_cand = self.param("W_cand", nn.initializers.lecun_normal(), w_shape)
        b_cand = self.param("b_cand", nn.initializers.zeros, b_shape)

        # 2) glue input and state together
        concat = jnp.concatenate([x, h_prev])

        # 3) the two gates
        r = nn.sigmoid(concat @ W_reset + b_reset)
        z = nn.sigmoid(concat @ W_update + b_update)

        # 4) candidate
        h_prev = r * h_prev
        concat = jnp.concatenate([x, h_prev])
        h_cand = jnp.tanh(concat @ W_cand + b_cand)

        # 5) blend
        h = (1 - z) * h_prev + z * h_cand
        return h


def gru_cell_step(seed, x, h_prev, hidden):
    """Initialise MyGRUCell with `seed` and run it once.

    Returns the new hidden state, shape (H,).
    """
    cell = MyGRUCell(hidden=hidden)
    init_key = jax.random.PRNGKey(seed)
    variables = cell.init(init_key, x, h_prev)
    return cell.apply(variables, x, h_prev).flatten()
