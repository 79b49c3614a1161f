"""Mistake: returns-candidate. Caught by: z0_keeps.

The learner computed the blend but returned the variable of the line above.
"""

import jax
import jax.numpy as jnp
from flax.linen import Module, compact
from flax.linen.initializers import lecun_normal, zeros
from jax.nn import sigmoid


class MyGRUCell(Module):
    hidden: int

    @compact
    def __call__(self, x, h_old):
        mat = (x.shape[0] + self.hidden, self.hidden)
        vec = (self.hidden,)
        Wr, br = self.param("Wr", lecun_normal(), mat), self.param("br", zeros, vec)
        Wz, bz = self.param("Wz", lecun_normal(), mat), self.param("bz", zeros, vec)
        Wc, bc = self.param("Wc", lecun_normal(), mat), self.param("bc", zeros, vec)

        v = jnp.concatenate([x, h_old])
        r_t = sigmoid(v @ Wr + br)
        z_t = sigmoid(v @ Wz + bz)
        c_t = jnp.tanh(jnp.concatenate([x, r_t * h_old]) @ Wc + bc)
        h_t = (1 - z_t) * h_old + z_t * c_t
        return c_t


def gru_cell_step(seed, x, h_prev, hidden):
    model = MyGRUCell(hidden=hidden)
    params = model.init(jax.random.PRNGKey(seed), x, h_prev)
    h = model.apply(params, x, h_prev)
    return h.reshape(-1)


if __name__ == "__main__":
    print(gru_cell_step(0, jnp.array([0.1, 0.2, 0.3]), jnp.zeros(4), 4))
