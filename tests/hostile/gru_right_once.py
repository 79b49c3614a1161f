"""Threat: a right GRU cell on the first calls, a wrong one later. Expect: not passed.

Problem: gru_cell
"""

# @reference@
right, calls = gru_cell_step, []


def gru_cell_step(seed, x, h_prev, hidden):
    calls.append(seed)
    answer = right(seed, x, h_prev, hidden)
    return answer if len(calls) <= 3 else answer + 0.01
