"""A table of TOML, taken key by key: what is wrong with it is collected, and told at once."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from grader.model import Entry, Limits


class Table:
    """Takes keys out of a table and collects what is wrong with them."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = dict(data)
        self.known: set[str] = set()
        self.faults: list[str] = []

    def take(self, key: str, good: Callable[[Any], bool], allowed: str, default: Any) -> Any:
        self.known.add(key)
        if key not in self.data:
            self.faults.append(f"key {key!r} is missing: {allowed}")
            return default
        value = self.data[key]
        if not good(value):
            self.faults.append(f"key {key!r} is {value!r}: {allowed}")
            return default
        return value

    def text(self, key: str) -> str:
        return str(self.take(key, lambda v: isinstance(v, str) and bool(v.strip()), "a text", "?"))

    def number(self, key: str, at_least: int) -> int:
        def good(value: Any) -> bool:
            return type(value) is int and value >= at_least

        return int(self.take(key, good, f"a whole number, {at_least} or more", at_least))

    def one_of(self, key: str, allowed: tuple[str, ...]) -> str:
        return str(
            self.take(key, lambda v: v in allowed, f"one of {', '.join(allowed)}", allowed[0])
        )

    def list_of(self, key: str, allowed: tuple[str, ...] | None) -> tuple[str, ...]:
        def good(value: Any) -> bool:
            return isinstance(value, list) and all(
                isinstance(v, str) and (allowed is None or v in allowed) for v in value
            )

        says = "a list of texts" if allowed is None else f"a list from {', '.join(allowed)}"
        return tuple(self.take(key, good, says, ()))

    def entries(self, key: str) -> tuple[Entry, ...]:
        def good(value: Any) -> bool:
            return (
                isinstance(value, list)
                and bool(value)
                and all(isinstance(v, str) and v.partition("(")[0].isidentifier() for v in value)
            )

        found = self.take(key, good, 'a list such as ["step(x, h)"]', [])
        return tuple(Entry(text.partition("(")[0], text) for text in found)

    def shapes(self, key: str) -> tuple[tuple[int, ...], ...]:
        def size(value: Any) -> bool:
            return type(value) is int and 0 <= value <= 4096

        def good(value: Any) -> bool:
            return isinstance(value, list) and len(value) <= 32 and all(
                isinstance(v, list) and len(v) <= 4 and all(map(size, v)) for v in value
            )  # fmt: skip

        if key not in self.data:
            self.known.add(key)
            return ()
        found = self.take(key, good, "a list of shapes such as [[3], [3, 4]]", [])
        return tuple(tuple(shape) for shape in found)

    def limits(self, key: str) -> Limits:
        self.known.add(key)
        table = self.data.get(key, {})
        names = {field.name: field.type for field in dataclasses.fields(Limits)}
        if not isinstance(table, dict):
            self.faults.append(f"key {key!r} is {table!r}: a table with {', '.join(names)}")
            return Limits()
        good: dict[str, Any] = {}
        for name, value in table.items():
            if name not in names:
                near = nearest(name, names)
                hint = f", did you mean {near!r}?" if near else ""
                self.faults.append(f"key '{key}.{name}' is unknown{hint}: {', '.join(names)}")
            elif isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
                self.faults.append(f"key '{key}.{name}' is {value!r}: a number above 0")
            else:
                good[name] = float(value) if names[name] == "float" else int(value)
        return Limits(**good)

    def no_others(self) -> None:
        for key in self.data.keys() - self.known:
            near = nearest(key, self.known)
            hint = f", did you mean {near!r}?" if near else ""
            self.faults.append(f"key {key!r} is unknown{hint}: {', '.join(sorted(self.known))}")


def nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """The known word most like `word`, or ""."""
    import difflib  # late, like all that `grade list` can do without

    return next(iter(difflib.get_close_matches(word, list(known), n=1, cutoff=cutoff)), "")
