"""Accepted: one `self.param` holds a dictionary of the six arrays."""

import jax
import jax.numpy as jnp
from flax import linen as nn


def initial_weights(key, D, H):
    draw = nn.initializers.lecun_normal()
    key_r, key_z, key_h = jax.random.split(key, 3)
    return {
        "W_r": draw(key_r, (D + H, H)),
        "W_z": draw(key_z, (D + H, H)),
        "W_h": draw(key_h, (D + H, H)),
        "b_r": jnp.zeros((H,)),
        "b_z": jnp.zeros((H,)),
        "b_h": jnp.zeros((H,)),
    }


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h_prev):
        p = self.param("gru", initial_weights, x.shape[-1], self.hidden)

        xh = jnp.concatenate([x, h_prev])
        r = nn.sigmoid(xh @ p["W_r"] + p["b_r"])
        z = nn.sigmoid(xh @ p["W_z"] + p["b_z"])
        h_tilde = jnp.tanh(jnp.concatenate([x, r * h_prev]) @ p["W_h"] + p["b_h"])
        return (1 - z) * h_prev + z * h_tilde


def gru_cell_step(seed, x, h_prev, hidden):
    cell = MyGRUCell(hidden=hidden)
    variables = cell.init(jax.random.PRNGKey(seed), x, h_prev)
    return cell.apply(variables, x, h_prev).reshape(-1)
