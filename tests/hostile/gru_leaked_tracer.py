"""Threat: a tracer kept from another call and returned as the answer. Expect: not passed.

Problem: gru_cell
"""

import jax

kept = []


def gru_cell_step(seed, x, h_prev, hidden):
    jax.jit(lambda value: kept.append(value) or value)(h_prev)
    return kept[-1]
