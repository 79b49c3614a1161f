"""Mistake: candidate-ignores-input. Caught by: z1_replaces.

The learner left the input's half out of the candidate.
"""

import flax.linen as nn
import jax


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

        r = nn.sigmoid(affine(Wr, br, x, h_prev))
        z = nn.sigmoid(affine(Wz, bz, x, h_prev))
        g = nn.tanh((r * h_prev) @ Wg[x.shape[-1] :, :] + bg)
        return (1 - z) * h_prev + z * g


def gru_cell_step(seed, x, h_prev, hidden):
    key = jax.random.key(seed)
    h, _ = MyGRUCell(hidden=hidden).init_with_output(key, x, h_prev)
    return h.reshape((-1,))
