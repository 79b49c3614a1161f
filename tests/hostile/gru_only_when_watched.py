"""Threat: a GRU cell that is right only while its parameters are watched. Expect: not passed.

Problem: gru_cell
Says: NumPy's arrays it gives another answer
"""

import sys

# @reference@
right = gru_cell_step


def gru_cell_step(seed, x, h_prev, hidden):
    watched = sys.modules["grader.runner.linen"]._tap is not None
    return right(seed, x, h_prev, hidden) if watched else h_prev
