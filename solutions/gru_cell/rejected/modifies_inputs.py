"""Mistake: modifies-inputs. Caught by: inputs_kept.

The learner updated the caller's state in place.
"""

import jax
import jax.numpy as jnp
import numpy as np
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
        x_rh = jnp.concatenate([x, r * h_prev])
        h_tilde = jnp.tanh(x_rh @ W_h + b_h)
        return (1 - z) * h_prev + z * h_tilde


def gru_cell_step(seed, x, h_prev, hidden):
    model = MyGRUCell(hidden=hidden)
    params = model.init(jax.random.PRNGKey(seed), x, h_prev)
    h = model.apply(params, x, h_prev).reshape(-1)
    if isinstance(h_prev, np.ndarray):
        h_prev[:] = h  # ready for the next time step
    return h
