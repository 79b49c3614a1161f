"""The smallest input that shows a difference, found and shrunk by Hypothesis.

Imported only when something failed. Sizes come from a small fixed pool, smallest first, and entries
from a few plain numbers, zero first: what is left after shrinking is what matters.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from hypothesis import HealthCheck, Phase, Verbosity, find, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

PLAIN = (0.0, 1.0, -1.0, 0.5, 2.0, -2.0, -50.0, 50.0)

Arrays = dict[str, np.ndarray]


def smallest(
    shapes: Sequence[Mapping[str, tuple[int, ...]]],
    differs: Callable[[Arrays], bool],
    *,
    seed: int,
    tries: int = 300,
    values: Sequence[float] = PLAIN,
) -> Arrays | None:
    """The simplest arrays for which `differs` is true, or None when none was found.

    Args:
        shapes: the pool: for each size, every array's name and shape; tried in order.
        differs: must not raise.
        seed: the same seed finds the same example.
        tries: calls of `differs` for each size, about.
    """
    options = settings(
        max_examples=tries,
        database=None,
        deadline=None,
        verbosity=Verbosity.quiet,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    for shape in shapes:
        try:
            return find(
                _arrays(shape, values), differs, settings=options, random=random.Random(seed)
            )
        except NoSuchExample:
            continue
    return None


def _arrays(
    shapes: Mapping[str, tuple[int, ...]], values: Sequence[float]
) -> st.SearchStrategy[Arrays]:
    def one(shape: tuple[int, ...]) -> st.SearchStrategy[np.ndarray]:
        size = int(np.prod(shape))
        entries = st.lists(st.sampled_from(values), min_size=size, max_size=size)
        return entries.map(lambda row: np.array(row, np.float32).reshape(shape))

    return st.fixed_dictionaries({name: one(shape) for name, shape in shapes.items()})
