"""Mistake: modifies-inputs. Caught by: inputs_kept.

The learner saved an array by masking the state where it lies.
"""

import jax
import jax.numpy as jnp
import numpy as np
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h_prev):
        H = self.hidden
        W, b = {}, {}
        for gate in ("r", "z", "h"):
            W[gate] = self.param("W_" + gate, nn.initializers.lecun_normal(), (x.shape[-1] + H, H))
            b[gate] = self.param("b_" + gate, nn.initializers.zeros, (H,))

        joined = jnp.concatenate([x, h_prev])
        r = nn.sigmoid(joined @ W["r"] + b["r"])
        z = nn.sigmoid(joined @ W["z"] + b["z"])

        kept = (1 - z) * h_prev
        if isinstance(h_prev, np.ndarray):
            np.multiply(h_prev, r, out=h_prev)  # no temporary array
        else:
            h_prev = r * h_prev
        joined_reset = jnp.concatenate([x, h_prev])
        h_bar = jnp.tanh(joined_reset @ W["h"] + b["h"])

        h_next = kept + z * h_bar
        return h_next


def gru_cell_step(seed, x, h_prev, hidden):
    cell = MyGRUCell(hidden=hidden)
    # the shapes are all that init needs
    variables = cell.init(jax.random.PRNGKey(seed), jnp.zeros_like(x), jnp.zeros_like(h_prev))
    return cell.apply(variables, x, h_prev).reshape(-1)
