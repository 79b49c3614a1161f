"""Mistake: gates-ignore-input. Caught by: equations.

The learner let the gates look at the old state only.
"""

import flax.linen as nn
import jax
import jax.numpy as jnp


def affine(W, b, x, h):
    """x W_x + h W_h + b, where W_x is the top of W and W_h the rest."""
    d = x.shape[-1]
    return x @ W[:d, :] + h @ W[d:, :] + b


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h_prev):
        shape = (x.shape[-1] + self.hidden, self.hidden)
        Wr = self.param("Wr", nn.initializers.lecun_normal(), shape)
        Wz = self.param("Wz", nn.initializers.lecun_normal(), shape)
        Wg = self.param("Wg", nn.initializers.lecun_normal(), shape)
        br = self.param("br", nn.initializers.zeros, shape[1:])
        bz = self.param("bz", nn.initializers.zeros, shape[1:])
        bg = self.param("bg", nn.initializers.zeros, shape[1:])

        r = nn.sigmoid(h_prev @ Wr[-self.hidden :, :] + br)
        z = nn.sigmoid(h_prev @ Wz[-self.hidden :, :] + bz)
        g = nn.tanh(affine(Wg, bg, x, r * h_prev))
        return (1 - z) * h_prev + z * g


def gru_cell_step(seed, x, h_prev, hidden):
    cell = MyGRUCell(hidden=hidden)
    params = cell.init(jax.random.PRNGKey(seed), x, h_prev)["params"]
    return jnp.reshape(cell.apply({"params": params}, x, h_prev), (hidden,))
