"""Threat: its own limits raised again. Expect: nothing."""

import resource


def attack():
    got = []
    for name in ("AS", "CPU", "FSIZE", "NOFILE", "CORE", "NPROC", "MEMLOCK", "STACK", "DATA"):
        number = getattr(resource, f"RLIMIT_{name}")
        _, hard = resource.getrlimit(number)
        for wanted in ((-1, -1), (hard + 1, hard + 1)):
            try:
                if hard != resource.RLIM_INFINITY:
                    resource.setrlimit(number, wanted)
                    got.append(f"{name} {hard} -> {wanted}")
            except (OSError, ValueError):
                pass
    return got
