"""Strangers' text, made safe to show: no control characters, no escapes, no hidden order."""

from __future__ import annotations

import dataclasses
import html
import unicodedata
from collections.abc import Mapping
from typing import Any, TypeVar

# Characters that reorder or hide what stands around them.
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def clean(text: str, *, most: int = 4000, lines: int = 60) -> str:
    """`text` with everything but printable characters, spaces and line ends replaced, and cut.

    Terminal escapes, bidi overrides and other invisible characters come out as U+FFFD, tabs as
    spaces.
    """
    if len(text) <= most and text.isascii() and text.isprintable():
        return text  # as nearly all are
    cut = text[: most + 1].replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    safe = "".join(
        c if c == "\n" or unicodedata.category(c) not in HIDDEN else "\ufffd" for c in cut
    )
    kept = safe[:most].split("\n")
    shortened = len(kept) > lines or len(text) > most
    return "\n".join(kept[:lines]) + ("\n[cut]" if shortened else "")


def as_html(text: str) -> str:
    """A stranger's text as a page shows it."""
    return html.escape(clean(text))


Value = TypeVar("Value")


def cleaned(value: Value) -> Value:
    """`value` with every text in it cleaned: dataclasses, mappings and sequences are walked."""
    return _walk(value)


def _walk(value: Any) -> Any:
    if type(value) is str:
        return clean(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {f.name: _walk(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return dataclasses.replace(value, **fields)
    if isinstance(value, Mapping):
        return {clean(str(key)): _walk(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return type(value)(_walk(part) for part in value)
    return value
