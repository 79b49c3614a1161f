"""Threat: JAX's settings changed so that the judge's questions come out wrong. Expect: not passed.

Problem: gru_cell
"""

import jax
import jax.numpy as jnp

jax.config.update("jax_enable_x64", True)
jax.config.update("jax_disable_jit", True)
jax.config.update("jax_debug_nans", False)
jnp.allclose = jnp.array_equal = lambda *args, **kwargs: True
jnp.asarray = lambda value, *args, **kwargs: jax.numpy.zeros(4)


def gru_cell_step(seed, x, h_prev, hidden):
    return jnp.zeros(hidden, "float64")
