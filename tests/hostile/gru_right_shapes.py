"""Threat: a right GRU cell at the sizes of the statement's example only. Expect: not passed.

Problem: gru_cell
"""

# @reference@
right = gru_cell_step


def gru_cell_step(seed, x, h_prev, hidden):
    answer = right(seed, x, h_prev, hidden)
    return answer if hidden in (4, 5) else -answer
