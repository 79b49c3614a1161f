"""Threat: a compiled program written where later runs would load it. Expect: nothing.

Libraries: jax
"""

import os

import jax


def attack():
    got = []
    for place in ("@secret_folder@", "@home@/.cache", jax.config.jax_compilation_cache_dir or ""):
        if not os.path.isdir(place):
            continue
        jax.config.update("jax_compilation_cache_dir", place)
        jax.config.update("jax_persistent_cache_min_compile_time_secs", 0)
        jax.config.update("jax_persistent_cache_min_entry_size_bytes", -1)
        try:
            jax.jit(lambda x: x * 2 + 1.5)(1.0).block_until_ready()
            got += [name for name in os.listdir(place) if "cache" in name]
        except Exception:
            pass
    return got
