"""The mathematics of a statement as plain text.

It is done before Markdown is rendered, because to Markdown the `_` of a formula is emphasis.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from grader.latex import LOWER, formula, lines

# How a formula stands in Markdown: code is left alone, \$ is the sign itself.
SPAN = re.compile(
    r"(?P<code>(?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<sign>\\\$)"
    r"|\$\$(?P<display>.+?)\$\$"
    r"|(?<!\$)\$(?!\s)(?P<inline>[^$]+?)(?<![\s\\])\$(?![\d$])",
    re.DOTALL,
)
FENCE = re.compile(r"^(?P<mark>```+|~~~+)[^\n]*\n.*?^(?P=mark)[ \t]*$\n?", re.DOTALL | re.MULTILINE)
INDENTED = re.compile(r"(?:(?<=\n\n)|\A)(?: {4}[^\n]*(?:\n|\Z))(?:(?: {4}[^\n]*)?(?:\n|\Z))*")


def readable(
    markdown: str, *, words: bool = False, display: Callable[[str], str] | None = None
) -> str:
    """`markdown` with every formula as text, and everything else as it was.

    Args:
        words: spell accents and indices as code does, for a screen reader: h_tilde for h̃, h_t
            for hₜ.
        display: what a formula on lines of its own becomes; indented by four otherwise. When it
            is given the rest is still to be rendered as Markdown, so that in a formula within a
            line what Markdown would take for markup is escaped.
    """

    named = _named(markdown)

    def replaced(match: re.Match[str]) -> str:
        if match["display"] is not None:
            text = lines(match["display"], words=words, named=named)
            return display(text) if display else indented(text)
        if match["inline"] is not None:
            text = formula(match["inline"], words=words, named=named)
            return re.sub(r"([\\`*_\[\]<>|~])", r"\\\1", text) if display else text
        if match["sign"] is not None:
            return "$"
        return match[0]

    parts = []
    for is_code, part in _parts(markdown):
        parts.append(part if is_code else SPAN.sub(replaced, part))
    return "".join(parts)


def indented(text: str) -> str:
    """A formula that stands by itself."""
    return "\n".join("    " + line for line in text.split("\n"))


def _named(markdown: str) -> str:
    """The symbols of a page that carry a letter below which has no small form, such as W_f."""
    found = re.findall(r"([A-Za-z])_\{?([a-z])(?![A-Za-z])", markdown)
    return "".join({symbol for symbol, letter in found if letter not in LOWER})


def _parts(markdown: str) -> Iterator[tuple[bool, str]]:
    """The page in pieces: (whether it is a block of code, text)."""
    at = 0
    blocks = [match.span() for match in FENCE.finditer(markdown)]
    for match in INDENTED.finditer(markdown):
        if all(match.end() <= start or match.start() >= end for start, end in blocks):
            blocks.append(match.span())
    for start, end in sorted(blocks):
        yield False, markdown[at:start]
        yield True, markdown[start:end]
        at = end
    yield False, markdown[at:]
