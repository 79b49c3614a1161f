"""Readings: which of the learner's arrays plays which role.

Names and order are free, so the judge tries the assignments that the shapes allow. Arrays of many
readings are stacked on a leading axis, so that a formula is held against all in one NumPy call.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

MOST = 5000  # readings tried; a problem with more must fix its names

Array = np.ndarray


class Leaves(dict[str, Array]):
    """Arrays by the learner's own names. `shapes` gives each group's shape, present or not."""

    def __init__(self, arrays: Mapping[str, Array], shapes: Mapping[str, tuple[int, ...]]) -> None:
        super().__init__(arrays)
        self.shapes = shapes


@dataclasses.dataclass(frozen=True)
class Layout:
    """Another legal way to store an array: `read` gives the statement's, `store` undoes it."""

    read: Callable[[Array], Array]
    store: Callable[[Array], Array]


@dataclasses.dataclass(frozen=True)
class Reading:
    """The leaf that plays each role (None: nobody, it counts as zeros), and the leaves that are
    stored in the other layout."""

    leaf: Mapping[str, str | None]
    turned: frozenset[str] = frozenset()


@dataclasses.dataclass(frozen=True)
class Roles:
    """The arrays of a statement.

    Args:
        groups: for each group its roles, in the statement's order; a group's arrays share a shape.
        layouts: for some groups a second legal way to store them.
    """

    groups: Mapping[str, Sequence[str]]
    layouts: Mapping[str, Layout] = dataclasses.field(default_factory=dict)

    def readings(self, leaves: Mapping[str, Sequence[str]]) -> tuple[Reading, ...]:
        """Every way to hand `leaves` (by group, in the learner's order) to roles.

        With fewer leaves than roles some roles are played by nobody; with more, some leaves play
        none. At most `MOST`; plain layouts and the learner's own order come first.
        """
        choices = [
            list(itertools.islice(self._assignments(group, leaves.get(group, ())), MOST))
            for group in self.groups
        ]
        turnable = [leaf for group in self.layouts for leaf in leaves.get(group, ())]
        turns = (
            frozenset(some)
            for count in range(len(turnable) + 1)
            for some in itertools.combinations(turnable, count)
        )
        every = (
            Reading({role: leaf for part in parts for role, leaf in part}, turned)
            for turned in turns
            for parts in itertools.product(*choices)
        )
        return tuple(itertools.islice(every, MOST))

    def _assignments(
        self, group: str, leaves: Sequence[str]
    ) -> Iterator[tuple[tuple[str, str | None], ...]]:
        roles = self.groups[group]
        slots: list[str | None] = [*leaves, *[None] * (len(roles) - len(leaves))]
        seen = set()  # unplayed roles make permutations that look alike
        for order in itertools.permutations(slots, len(roles)):
            if order not in seen:
                seen.add(order)
                yield tuple(zip(roles, order, strict=True))

    def by_role(self, value: Any, readings: Sequence[Reading]) -> Any:
        """`value` with each `Leaves` in it as {role: float64 array, leading axis over readings}."""
        if isinstance(value, Leaves):
            return {
                role: self._over(readings, value, group, role)
                for group, roles in self.groups.items()
                for role in roles
            }
        if isinstance(value, list | tuple):
            return type(value)(self.by_role(part, readings) for part in value)
        return value

    def _over(self, readings: Sequence[Reading], leaves: Leaves, group: str, role: str) -> Array:
        """The array that plays `role` in each reading; there are far fewer arrays than readings."""
        played = [(r.leaf[role], r.leaf[role] in r.turned) for r in readings]
        place = {which: index for index, which in enumerate(dict.fromkeys(played))}
        arrays = np.stack([self._array(leaves, group, *which) for which in place])
        return arrays[[place[which] for which in played]]

    def _array(self, leaves: Leaves, group: str, leaf: str | None, turned: bool) -> Array:
        if leaf is None:
            return np.zeros(leaves.shapes[group])
        array = leaves[leaf].astype(np.float64)
        return self.layouts[group].read(array) if turned else array

    def by_leaf(self, weights: Mapping[str, Array], reading: Reading) -> dict[str, Array]:
        """`weights` by role as the learner stores them."""
        stored = {}
        for group, roles in self.groups.items():
            for role in roles:
                leaf = reading.leaf[role]
                if leaf is not None:
                    turned = leaf in reading.turned
                    stored[leaf] = (
                        self.layouts[group].store(weights[role]) if turned else weights[role]
                    )
        return stored
