"""Mistake: seed-ignored. Caught by: seed.

The learner kept the key as a field of the module with a default value.
"""

import flax.linen as nn
import jax
import jax.numpy as jnp


class MyGRUCell(nn.Module):
    hidden: int
    seed: int = 0

    @nn.compact
    def __call__(self, x, h_prev):
        rows, cols = x.shape[-1] + self.hidden, self.hidden
        w_init, b_init = nn.initializers.lecun_normal(), nn.initializers.zeros
        Wr, Wz, Wh = (self.param(f"W{g}", w_init, (rows, cols)) for g in "rzh")
        br, bz, bh = (self.param(f"b{g}", b_init, (cols,)) for g in "rzh")
        xh = jnp.concatenate([x, h_prev])
        r = nn.sigmoid(xh @ Wr + br)
        z = nn.sigmoid(xh @ Wz + bz)
        h_tilde = jnp.tanh(jnp.concatenate([x, r * h_prev]) @ Wh + bh)
        return (1 - z) * h_prev + z * h_tilde


def gru_cell_step(seed, x, h_prev, hidden):
    cell = MyGRUCell(hidden=hidden)
    variables = cell.init(jax.random.key(cell.seed), x, h_prev)
    return cell.apply(variables, x, h_prev).ravel()
