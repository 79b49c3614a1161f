"""Threat: KeyboardInterrupt when asked, to end the judge's loop. Expect: not passed.

Says: KeyboardInterrupt
"""


def double(x):
    raise KeyboardInterrupt
