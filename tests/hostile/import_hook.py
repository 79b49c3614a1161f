"""Threat: an import hook that replaces what the runner imports later. Expect: not passed."""

import importlib.abc
import importlib.machinery
import sys
import types


class Hook(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path=None, target=None):
        return importlib.machinery.ModuleSpec(name, self)

    def create_module(self, spec):
        module = types.ModuleType(spec.name)
        module.__getattr__ = lambda name: lambda *args, **kwargs: True
        return module

    def exec_module(self, module):
        pass


sys.meta_path.insert(0, Hook())
for name in [n for n in sys.modules if n.startswith(("grader", "numpy", "json"))]:
    del sys.modules[name]


def double(x):
    return True
