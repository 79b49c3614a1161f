"""Mistake: gates-ignore-state. Caught by: equations.

The learner let the gates look at the input only.
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

        r = nn.sigmoid(x @ W_ir + b_r)
        z = nn.sigmoid(x @ W_iz + b_z)
        n = nn.tanh(x @ W_in + (r * h) @ W_hn + b_n)
        return (1 - z) * h + z * n


def gru_cell_step(seed, x, h_prev, hidden):
    key = jax.random.key(seed)
    h, _ = MyGRUCell(hidden=hidden).init_with_output(key, x, h_prev)
    return h.reshape((-1,))
