"""Mistake: same-initial-weights. Caught by: initial_weights.

The learner built the key from the seed inside the initializer, so it never changes.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int
    seed: int = 0

    def lecun(self, _, shape):
        return nn.initializers.lecun_normal()(jax.random.PRNGKey(self.seed), shape)

    @nn.compact
    def __call__(self, x, h):
        n = x.shape[-1] + self.hidden
        w_reset = self.param("w_reset", self.lecun, (n, self.hidden))
        w_update = self.param("w_update", self.lecun, (n, self.hidden))
        w_state = self.param("w_state", self.lecun, (n, self.hidden))
        b_reset = self.param("b_reset", nn.initializers.zeros, (self.hidden,))
        b_update = self.param("b_update", nn.initializers.zeros, (self.hidden,))
        b_state = self.param("b_state", nn.initializers.zeros, (self.hidden,))

        both = jnp.concatenate([x, h], axis=-1)
        reset = nn.sigmoid(both @ w_reset + b_reset)
        update = nn.sigmoid(both @ w_update + b_update)
        both = jnp.concatenate([x, reset * h], axis=-1)
        state = jnp.tanh(both @ w_state + b_state)
        return h + update * (state - h)


def gru_cell_step(seed, x, h_prev, hidden):
    cell = MyGRUCell(hidden=hidden, seed=seed)
    variables = cell.init(jax.random.PRNGKey(seed), x, h_prev)
    return cell.apply(variables, x, h_prev).flatten()
