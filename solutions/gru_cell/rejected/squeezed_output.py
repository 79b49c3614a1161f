"""Mistake: scalar-output. Caught by: sizes.

Right for every H but 1, where squeeze takes the last axis too.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    """One step of a gated recurrent unit, equations 1 to 4.

    Six parameters, all made with `self.param`: three weights (D + H, H) that start
    `lecun_normal`, and three biases (H,) that start at zero.
    """

    hidden: int  # H

    @nn.compact
    def __call__(self, x: jax.Array, h_prev: jax.Array) -> jax.Array:  # (D,), (H,) -> (H,)
        D, H = x.shape[-1], self.hidden

        W_r = self.param("W_r", nn.initializers.lecun_normal(), (D + H, H))
        b_r = self.param("b_r", nn.initializers.zeros, (H,))
        W_z = self.param("W_z", nn.initializers.lecun_normal(), (D + H, H))
        b_z = self.param("b_z", nn.initializers.zeros, (H,))
        W_h = self.param("W_h", nn.initializers.lecun_normal(), (D + H, H))
        b_h = self.param("b_h", nn.initializers.zeros, (H,))

        xh = jnp.concatenate([x, h_prev])
        r = nn.sigmoid(xh @ W_r + b_r)  # (1)
        z = nn.sigmoid(xh @ W_z + b_z)  # (2)
        h_tilde = jnp.tanh(jnp.concatenate([x, r * h_prev]) @ W_h + b_h)  # (3)
        return (1 - z) * h_prev + z * h_tilde  # (4)


def gru_cell_step(
    seed: int,
    x: jax.Array,  # (D,)
    h_prev: jax.Array,  # (H,)
    hidden: int,  # H
) -> jax.Array:  # (H,), float32
    """Return the state after one step of a new `MyGRUCell`.

    Args:
        seed: decides the initial weights; the same seed gives the same answer.
        x: the input of this step.
        h_prev: the state before it.
        hidden: the size of the state.
    """
    cell = MyGRUCell(hidden=hidden)
    variables = cell.init(jax.random.key(seed), x, h_prev)
    return cell.apply(variables, x, h_prev).squeeze()
