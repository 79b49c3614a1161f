"""What checks may use inside the runner besides the submission's own names.

Reached by the judge as `library.<name>`. All of it runs beside the submission and is therefore no
more trustworthy than it: it can only ask the submission's functions things, never judge them.
"""

from __future__ import annotations

from collections.abc import Callable
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
            return value, pull(cotangent)

        return pulled
