"""Return twice the input."""


def double(x):  # (n,) or (n, m), float32 -> the same
    raise NotImplementedError("TODO: twice x")
