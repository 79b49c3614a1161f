"""Mistake: init-he-normal. Caught by: initial_weights.

The learner knew the initializer by its other name from PyTorch.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h_prev):
        wshape = (x.shape[-1] + self.hidden, self.hidden)
        bshape = (self.hidden,)
        kernel_init = nn.initializers.kaiming_normal()
        bias_init = nn.initializers.zeros_init()

        W_z = self.param("W_z", kernel_init, wshape)
        b_z = self.param("b_z", bias_init, bshape)
        W_r = self.param("W_r", kernel_init, wshape)
        b_r = self.param("b_r", bias_init, bshape)
        W_h = self.param("W_h", kernel_init, wshape)
        b_h = self.param("b_h", bias_init, bshape)

        cat = jnp.concatenate([x, h_prev])
        z = nn.sigmoid(cat @ W_z + b_z)
        r = nn.sigmoid(cat @ W_r + b_r)
        h_tilde = nn.tanh(jnp.concatenate([x, r * h_prev]) @ W_h + b_h)
        # move from the old state towards the candidate
        return h_prev + z * (h_tilde - h_prev)


def gru_cell_step(seed, x, h_prev, hidden):
    model = MyGRUCell(hidden=hidden)
    params = model.init(jax.random.PRNGKey(seed), x, h_prev)
    h = model.apply(params, x, h_prev)
    return h.reshape(-1)


if __name__ == "__main__":
    print(gru_cell_step(0, jnp.array([0.1, 0.2, 0.3]), jnp.zeros(4), 4))
