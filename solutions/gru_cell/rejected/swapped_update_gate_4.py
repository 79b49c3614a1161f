"""Mistake: swapped-update-gate. Caught by: z0_keeps.

The learner remembered from a textbook figure that the update gate lets the old state through.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int
    inputs: int

    def setup(self):
        lecun = nn.initializers.lecun_normal()
        zeros = nn.initializers.zeros
        n = self.inputs + self.hidden
        self.w_reset = self.param("w_reset", lecun, (n, self.hidden))
        self.w_update = self.param("w_update", lecun, (n, self.hidden))
        self.w_new = self.param("w_new", lecun, (n, self.hidden))
        self.b_reset = self.param("b_reset", zeros, (self.hidden,))
        self.b_update = self.param("b_update", zeros, (self.hidden,))
        self.b_new = self.param("b_new", zeros, (self.hidden,))

    def __call__(self, x, state):
        both = jnp.concatenate([x, state])
        reset = nn.sigmoid(both @ self.w_reset + self.b_reset)
        update = nn.sigmoid(both @ self.w_update + self.b_update)
        new = jnp.tanh(jnp.concatenate([x, reset * state]) @ self.w_new + self.b_new)
        return update * state + (1 - update) * new


def gru_cell_step(seed, x, h_prev, hidden):
    cell = MyGRUCell(hidden=hidden, inputs=x.shape[-1])
    variables = cell.init(jax.random.PRNGKey(seed), x, h_prev)
    return cell.apply(variables, x, h_prev).reshape(hidden)
