"""GRU cell step: one step of a gated recurrent unit, with its six parameters made by hand.

The statement numbers its equations 1 to 4; the comments here use its symbols,
D for the size of the input and H for the size of the state.
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
        raise NotImplementedError("TODO: equations 1 to 4")


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
    raise NotImplementedError("TODO: init with the seed, apply, return a vector of shape (H,)")
