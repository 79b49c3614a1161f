"""Threat: a GRU cell that is right when it runs, and not when it is traced. Expect: not passed.

Problem: gru_cell
Says: traced, as by jax.jit, it gives another answer
"""

# @reference@
right = gru_cell_step


def gru_cell_step(seed, x, h_prev, hidden):
    answer = right(seed, x, h_prev, hidden)
    return h_prev if isinstance(x, jax.core.Tracer) else answer
