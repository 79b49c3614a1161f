"""Mistake: swapped-update-gate. Caught by: z0_keeps.

The learner copied the blend from the PyTorch documentation, where z says how much to keep.
"""

import flax.linen as nn
import jax


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
        n = nn.tanh(x @ W_in + (r * h) @ W_hn + b_n)
        h_new = (1 - z) * n + z * h
        return h_new


def gru_cell_step(seed, x, h_prev, hidden):
    model = MyGRUCell(hidden=hidden)
    params = model.init(jax.random.PRNGKey(seed), x, h_prev)
    return model.apply(params, x, h_prev).reshape(-1)
