"""Strangers' text, made safe to show: no control characters, no escapes, no hidden order."""

from __future__ import annotations

import unicodedata

# Characters that reorder or hide what stands around them.
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def clean(text: str, *, most: int = 4000, lines: int = 60) -> str:
    """`text` with everything but printable characters, spaces and line ends replaced, and cut.

    Terminal escapes, bidi overrides and other invisible characters come out as U+FFFD, tabs as
    spaces.
    """
    cut = text[: most + 1].replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    safe = "".join(
        c if c == "\n" or unicodedata.category(c) not in HIDDEN else "\ufffd" for c in cut
    )
    kept = safe[:most].split("\n")
    shortened = len(kept) > lines or len(text) > most
    return "\n".join(kept[:lines]) + ("\n[cut]" if shortened else "")
