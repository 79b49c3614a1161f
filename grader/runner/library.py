"""What checks may use inside the runner besides the submission's own names.

Reached by the judge as `library.<name>`. All of it runs beside the submission and is therefore no
more trustworthy than it: it can only ask the submission's functions things, never judge them.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator, Mapping
from typing import Any


class Library:
    """`library.jax`, `library.linen` and a few helpers, imported when first named."""

    @property
    def jax(self) -> Any:
        import jax

        return jax

    @property
    def linen(self) -> Any:
        from grader.runner import linen

        return linen

    @property
    def optax(self) -> Any:
        import optax

        return optax

    @staticmethod
    def define(text: str) -> Any:
        """A module made of an author's `text`: functions to hand to the submission, such as a
        loss. It runs beside the submission, so nothing that must stay hidden belongs in it."""
        module = types.ModuleType("helpers")
        exec(compile(text, "helpers.py", "exec", dont_inherit=True), module.__dict__)
        return module

    @staticmethod
    def traced(function: Callable[..., Any]) -> Callable[..., Any]:
        """`function` as a program traced once for each form of its arguments; nothing is compiled.

        What jax.jit would answer, for a fraction of the time; transformations can be put around it.
        """
        from grader.runner.evaluate import Traced

        return Traced(function)

    @staticmethod
    def equations(function: Callable[..., Any], *args: Any) -> int:
        """How many equations the traced `function(*args)` has, those inside jit counted, those
        inside a loop of the compiler's counted once."""
        import jax

        def count(jaxpr: Any) -> int:
            inner = (part for eqn in jaxpr.eqns for part in _programs(eqn.params))
            return len(jaxpr.eqns) + sum(map(count, inner))

        return count(jax.make_jaxpr(function)(*args).jaxpr)

    @staticmethod
    def callable(value: Any) -> bool:
        """Whether `value` can be called."""
        return callable(value)

    @staticmethod
    def pullback(function: Callable[..., Any]) -> Callable[..., Any]:
        """The function (cotangent, *args) -> (function(*args), gradients of <cotangent, it>)."""
        import jax

        def pulled(cotangent: Any, *args: Any) -> Any:
            value, pull = jax.vjp(function, *args)
            # In the answer's own containers: a NamedTuple where the judge says tuple.
            leaves = jax.tree_util.tree_leaves(cotangent)
            form = jax.tree_util.tree_structure(value)
            return value, pull(jax.tree_util.tree_unflatten(form, leaves))

        return pulled


def _programs(params: Mapping[str, Any]) -> Iterator[Any]:
    """The traced programs inside an equation's parameters."""
    for value in params.values():
        for part in value if isinstance(value, list | tuple) else [value]:
            program = getattr(part, "jaxpr", part)
            if hasattr(program, "eqns"):
                yield program
