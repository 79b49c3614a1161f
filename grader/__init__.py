"""Grade Flax and JAX exercises: `grade problems/gru_cell`, or `%load_ext grader` in a notebook."""

from __future__ import annotations

from typing import Any


def load_ipython_extension(shell: Any) -> None:
    """What `%load_ext grader` calls. Imported late: the runner's process imports this file too."""
    from grader.notebook import register

    register(shell)
