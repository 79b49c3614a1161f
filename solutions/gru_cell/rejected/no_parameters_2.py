"""Mistake: no-parameters. Caught by: from_scratch.

The learner took the key of init for the weights and stored none of them.
"""

import flax.linen as nn
import jax
import jax.numpy as jnp


class MyGRUCell(nn.Module):
    hidden: int

    def weights(self, n):
        W = nn.initializers.lecun_normal()(self.make_rng("params"), (n, self.hidden))
        b = jnp.zeros((self.hidden,))
        return W, b

    @nn.compact
    def __call__(self, x, h):
        n = x.shape[-1] + self.hidden
        (Wr, br), (Wz, bz), (Wc, bc) = self.weights(n), self.weights(n), self.weights(n)
        v = jnp.concatenate([x, h])
        reset = jax.nn.sigmoid(jnp.dot(v, Wr) + br)
        update = jax.nn.sigmoid(jnp.dot(v, Wz) + bz)
        cand = jnp.tanh(jnp.dot(jnp.concatenate([x, reset * h]), Wc) + bc)
        return update * cand + (1.0 - update) * h


def gru_cell_step(seed, x, h_prev, hidden):
    cell = MyGRUCell(hidden)
    key = jax.random.key(seed)
    variables = cell.init(key, x, h_prev)
    return cell.apply(variables, x, h_prev, rngs={"params": key}).ravel()
