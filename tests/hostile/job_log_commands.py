"""Threat: the older workflow commands, anywhere in a line. Expect: not passed."""

NASTY = "x ##[error]passed ##[add-mask]e ##[set-output name=a]b"
print(NASTY)


def double(x):
    raise ValueError(NASTY)
