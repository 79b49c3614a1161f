"""Mistake: gate-bias-missing. Caught by: z0_keeps.

The learner made the bias of the helper optional and passed it for the candidate only.
"""

import flax.linen as nn
import jax
import jax.numpy as jnp


def affine(W, x, h, b=0.0):
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

        r = nn.sigmoid(affine(Wr, x, h_prev))
        z = nn.sigmoid(affine(Wz, x, h_prev))
        g = nn.tanh(affine(Wg, x, r * h_prev, bg))
        return (1 - z) * h_prev + z * g


def gru_cell_step(seed, x, h_prev, hidden):
    x = jnp.asarray(x, dtype=jnp.float32)
    h_prev = jnp.asarray(h_prev, dtype=jnp.float32)

    gru = MyGRUCell(hidden=hidden)
    rng = jax.random.PRNGKey(seed)
    p = gru.init(rng, x, h_prev)
    out = gru.apply(p, x, h_prev)
    return out.flatten()
