"""Threat: `isinstance`, `len`, `abs` and others replaced. Expect: not passed."""

import builtins

for name in ("isinstance", "issubclass", "all", "any", "bool", "callable"):
    setattr(builtins, name, lambda *args: True)
builtins.abs = lambda value: 0
builtins.len = lambda value: 0


def double(x):
    return x
