"""Mistake: gate-bias-outside. Caught by: z0_keeps.

The learner closed the brackets of both sigmoids before the bias.
"""

import jax
import jax.numpy as jnp
from flax.linen import Module, compact
from flax.linen.initializers import lecun_normal, zeros
from jax.nn import sigmoid


class MyGRUCell(Module):
    hidden: int

    @compact
    def __call__(self, x_t, h_tm1):
        mat = (x_t.shape[0] + self.hidden, self.hidden)
        vec = (self.hidden,)
        Wr, br = self.param("Wr", lecun_normal(), mat), self.param("br", zeros, vec)
        Wz, bz = self.param("Wz", lecun_normal(), mat), self.param("bz", zeros, vec)
        Wc, bc = self.param("Wc", lecun_normal(), mat), self.param("bc", zeros, vec)

        v = jnp.concatenate([x_t, h_tm1])
        r_t = sigmoid(v @ Wr) + br
        z_t = sigmoid(v @ Wz) + bz
        c_t = jnp.tanh(jnp.concatenate([x_t, r_t * h_tm1]) @ Wc + bc)
        h_t = (1 - z_t) * h_tm1 + z_t * c_t
        return h_t


def gru_cell_step(seed, x, h_prev, hidden):
    """Initialise MyGRUCell with `seed` and run it once.

    Returns the new hidden state, shape (H,).
    """
    cell = MyGRUCell(hidden=hidden)
    init_key = jax.random.PRNGKey(seed)
    variables = cell.init(init_key, x, h_prev)
    return cell.apply(variables, x, h_prev).flatten()
