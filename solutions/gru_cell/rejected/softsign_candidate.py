"""Mistake: softsign-candidate. Caught by: z1_replaces.

The learner tried another activation.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h_prev):
        D, H = x.shape[-1], self.hidden
        W_r = self.param("W_r", nn.initializers.lecun_normal(), (D + H, H))
        b_r = self.param("b_r", nn.initializers.zeros, (H,))
        W_z = self.param("W_z", nn.initializers.lecun_normal(), (D + H, H))
        b_z = self.param("b_z", nn.initializers.zeros, (H,))
        W_h = self.param("W_h", nn.initializers.lecun_normal(), (D + H, H))
        b_h = self.param("b_h", nn.initializers.zeros, (H,))

        xh = jnp.concatenate([x, h_prev])
        r = nn.sigmoid(xh @ W_r + b_r)
        z = nn.sigmoid(xh @ W_z + b_z)
        h_tilde = nn.soft_sign(jnp.concatenate([x, r * h_prev]) @ W_h + b_h)
        return (1 - z) * h_prev + z * h_tilde


def gru_cell_step(seed, x, h_prev, hidden):
    cell = MyGRUCell(hidden=hidden)
    variables = cell.init(jax.random.PRNGKey(seed), x, h_prev)
    return cell.apply(variables, x, h_prev).reshape(-1)
