"""Mistake: swapped-update-gate + reset-after-matmul. Caught by: z0_keeps.

The learner rebuilt the cell of PyTorch from its documentation.
"""

import flax.linen as nn
import jax
import jax.numpy as jnp


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h):
        d = x.shape[-1]

        def kernel(name):
            W = self.param(name, nn.initializers.lecun_normal(), (d + self.hidden, self.hidden))
            return W[:d], W[d:]

        def bias(name):
            return self.param(name, nn.initializers.zeros, (self.hidden,))

        W_ir, W_hr = kernel("weight_r")
        W_iz, W_hz = kernel("weight_z")
        W_in, W_hn = kernel("weight_n")
        b_r, b_z, b_n = bias("bias_r"), bias("bias_z"), bias("bias_n")

        r = nn.sigmoid(x @ W_ir + h @ W_hr + b_r)
        z = nn.sigmoid(x @ W_iz + h @ W_hz + b_z)
        n = nn.tanh(x @ W_in + b_n + r * (h @ W_hn))
        return (1 - z) * n + z * h


def gru_cell_step(seed: int, x: jax.Array, h_prev: jax.Array, hidden: int) -> jax.Array:
    """One step from `h_prev`, with weights drawn from `seed`."""
    cell = MyGRUCell(hidden)
    variables = cell.init(jax.random.key(seed), x, h_prev)
    h = cell.apply(variables, x, h_prev)
    return jnp.ravel(h)
