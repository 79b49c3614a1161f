"""Mistake: one-bias-for-all. Caught by: parameters.

The learner declared a single bias, since all three would be the same zeros.
"""

import flax.linen as nn
import jax
import jax.numpy as jnp


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h_prev):
        W = {
            k: self.param(k, nn.initializers.lecun_normal(), (x.size + self.hidden, self.hidden))
            for k in ("reset", "update", "candidate")
        }
        bias = self.param("bias", nn.initializers.zeros, (self.hidden,))

        def affine(k, state):
            return jnp.concatenate([x, state]) @ W[k] + bias

        r = nn.sigmoid(affine("reset", h_prev))
        z = nn.sigmoid(affine("update", h_prev))
        h_tilde = nn.tanh(affine("candidate", r * h_prev))
        return (1 - z) * h_prev + z * h_tilde


def gru_cell_step(seed, x, h_prev, hidden):
    """Initialise MyGRUCell with `seed` and run it once.

    Returns the new hidden state, shape (H,).
    """
    cell = MyGRUCell(hidden=hidden)
    init_key = jax.random.PRNGKey(seed)
    variables = cell.init(init_key, x, h_prev)
    return cell.apply(variables, x, h_prev).flatten()
