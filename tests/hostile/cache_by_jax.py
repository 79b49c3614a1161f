"""Threat: JAX made to write its compile cache, by its own settings. Expect: nothing.

Libraries: jax
"""

import os

import jax

PLACE = os.environ.get("JAX_COMPILATION_CACHE_DIR", "")


def attack():
    if not PLACE:
        return ["there is no cache to attack"]
    before = sorted(os.listdir(PLACE))
    os.environ["XLA_FLAGS"] = f"--xla_dump_to={PLACE} --xla_dump_hlo_as_text"
    for name, value in (
        ("jax_compilation_cache_dir", PLACE), ("jax_enable_compilation_cache", True),
        ("jax_persistent_cache_min_compile_time_secs", 0),
        ("jax_persistent_cache_min_entry_size_bytes", -1),
        ("jax_persistent_cache_enable_xla_caches", "all"), ("jax_raise_persistent_cache_errors", False),
    ):  # fmt: skip
        jax.config.update(name, value)
    options = {"xla_dump_to": PLACE}
    for given in ({}, {"compiler_options": options}):
        try:
            jax.jit(lambda x: x * 3 + 1.25, **given)(1.0).block_until_ready()
        except Exception:
            pass
    try:
        from jax.experimental.compilation_cache import compilation_cache

        compilation_cache.reset_cache()
        compilation_cache.set_cache_dir(PLACE)
        jax.jit(lambda x: x * 5 + 2.25)(1.0).block_until_ready()
    except Exception:
        pass
    return sorted(set(os.listdir(PLACE)) - set(before))
