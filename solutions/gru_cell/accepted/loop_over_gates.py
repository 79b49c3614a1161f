"""Accepted: one loop declares all six parameters."""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h_prev):
        D, H = x.shape[-1], self.hidden
        W, b = {}, {}
        for gate in ("r", "z", "h"):
            W[gate] = self.param(f"W_{gate}", nn.initializers.lecun_normal(), (D + H, H))
            b[gate] = self.param(f"b_{gate}", nn.initializers.zeros, (H,))

        xh = jnp.concatenate([x, h_prev])
        r = nn.sigmoid(xh @ W["r"] + b["r"])
        z = nn.sigmoid(xh @ W["z"] + b["z"])
        h_tilde = jnp.tanh(jnp.concatenate([x, r * h_prev]) @ W["h"] + b["h"])
        return (1 - z) * h_prev + z * h_tilde


def gru_cell_step(seed, x, h_prev, hidden):
    cell = MyGRUCell(hidden=hidden)
    variables = cell.init(jax.random.PRNGKey(seed), x, h_prev)
    return cell.apply(variables, x, h_prev).reshape(-1)
