"""Accepted: `setup` declares the parameters, with a field for the input size.
Remark: setup-instead-of-compact
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int
    inputs: int

    def setup(self):
        D, H = self.inputs, self.hidden
        self.W_r = self.param("W_r", nn.initializers.lecun_normal(), (D + H, H))
        self.b_r = self.param("b_r", nn.initializers.zeros, (H,))
        self.W_z = self.param("W_z", nn.initializers.lecun_normal(), (D + H, H))
        self.b_z = self.param("b_z", nn.initializers.zeros, (H,))
        self.W_h = self.param("W_h", nn.initializers.lecun_normal(), (D + H, H))
        self.b_h = self.param("b_h", nn.initializers.zeros, (H,))

    def __call__(self, x, h_prev):
        xh = jnp.concatenate([x, h_prev])
        r = nn.sigmoid(xh @ self.W_r + self.b_r)
        z = nn.sigmoid(xh @ self.W_z + self.b_z)
        h_tilde = jnp.tanh(jnp.concatenate([x, r * h_prev]) @ self.W_h + self.b_h)
        return (1 - z) * h_prev + z * h_tilde


def gru_cell_step(seed, x, h_prev, hidden):
    cell = MyGRUCell(hidden=hidden, inputs=x.shape[-1])
    variables = cell.init(jax.random.PRNGKey(seed), x, h_prev)
    return cell.apply(variables, x, h_prev).reshape(-1)
