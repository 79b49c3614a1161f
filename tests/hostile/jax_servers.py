"""Threat: JAX's own servers and traces. Expect: nothing or died.

Libraries: jax
"""

import tempfile

import jax


def attack():
    got = []
    for attempt in (
        lambda: jax.profiler.start_server(0),
        lambda: jax.distributed.initialize("127.0.0.1:@tcp_port@", 2, 0, initialization_timeout=1),
        lambda: jax.profiler.start_trace("@secret_folder@/@token@"),
        lambda: jax.profiler.stop_trace(),
        lambda: jax.profiler.save_device_memory_profile("@secret_folder@/@token@"),
    ):
        try:
            attempt()
        except Exception:
            pass
    return got + ([] if tempfile else [])
