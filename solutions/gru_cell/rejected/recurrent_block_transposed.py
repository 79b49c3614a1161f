"""Mistake: recurrent-block-transposed. Caught by: z1_replaces.

The learner wrote column-vector equations from a paper and turned the recurrent block round.
"""

import flax.linen as nn
import jax


def affine(W, b, x, h):
    """x W_x + h W_h + b, where W_x is the top of W and W_h the rest."""
    d = x.shape[-1]
    Wx, U = W[:d, :], W[d:, :]
    return x @ Wx + h @ U.T + b


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
        g = nn.tanh(affine(Wg, bg, x, r * h_prev))
        return (1 - z) * h_prev + z * g


def gru_cell_step(seed, x, h_prev, hidden):
    """Initialise MyGRUCell with `seed` and run it once.

    Returns the new hidden state, shape (H,).
    """
    cell = MyGRUCell(hidden=hidden)
    init_key = jax.random.PRNGKey(seed)
    variables = cell.init(init_key, x, h_prev)
    return cell.apply(variables, x, h_prev).flatten()
