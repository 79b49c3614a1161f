"""Threat: memory, in arrays of JAX. Expect: too much memory, raised or died.

Libraries: jax
Says: of memory|RESOURCE_EXHAUSTED|ended
"""

import jax.numpy as jnp


def attack():
    kept = [jnp.ones((1 << 24,)) + n for n in range(80)]  # 5 GB
    return [f"took {len(kept)} arrays"]
