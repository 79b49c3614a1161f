"""Mistake: keep-term-dropped. Caught by: z0_keeps.

The learner tried the cell from a zero state only, where the kept part is zero anyway.
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
        concat_r = jnp.concatenate([x, r * h_prev])
        h_cand = jnp.tanh(concat_r @ W_cand + b_cand)

        # 5) the update gate scales the candidate
        h = z * h_cand
        return h


def gru_cell_step(seed, x, h_prev, hidden):
    model = MyGRUCell(hidden=hidden)
    params = model.init(jax.random.PRNGKey(seed), x, h_prev)
    h = model.apply(params, x, h_prev)
    return h.reshape(-1)


if __name__ == "__main__":
    print(gru_cell_step(0, jnp.array([0.1, 0.2, 0.3]), jnp.zeros(4), 4))
