"""A page of Markdown for a terminal: in colour through rich, or as plain text, line by line.

Formulas are made readable first (`grader.mathtext`); links and pictures become words.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.mathtext import FENCE, readable

if TYPE_CHECKING:
    from markdown_it.token import Token
    from rich.console import RenderableType

PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
LINK = re.compile(r"(?<![!\\])\[([^\]]*)\]\(([^)\s]+)\)")
FORMULA = "math"  # the language of a fenced block that holds a formula, as text


def prepared(markdown: str, folder: str, *, words: bool = False) -> str:
    """`markdown` with formulas as text, pictures described, and links that say where they lead.

    Args:
        folder: where the page lies, as the reader would type it.
        words: as for `readable`.
    """

    def fenced(text: str) -> str:
        return f"\n```{FORMULA}\n{text}\n```\n"

    page = readable(markdown, words=words, display=fenced)
    return _outside_code(page, lambda text: _linked(text, folder))


def plain(markdown: str, folder: str, *, width: int = 80) -> str:
    """The page as text for a pipe or a screen reader: no markup, no columns, no box."""
    from markdown_it import MarkdownIt

    page = prepared(markdown, folder, words=True)
    tokens = MarkdownIt("commonmark", {"html": False}).enable("table").parse(page)
    return "\n".join(line.rstrip() for line in _blocks(tokens, width)).strip("\n") + "\n"


def coloured(markdown: str, folder: str) -> RenderableType:
    """The page for rich to print."""
    from rich.markdown import CodeBlock, Heading, Markdown
    from rich.syntax import Syntax
    from rich.text import Text

    class Block(CodeBlock):
        def __rich_console__(self, console: Any, options: Any) -> Iterator[Any]:
            source = "\n".join("    " + line for line in str(self.text).rstrip().split("\n"))
            code = Text(source, "bold")
            if self.lexer_name != FORMULA:
                code = Syntax("", self.lexer_name, theme=self.theme).highlight(source)
            # Long lines are left to the terminal, so that code that is copied is whole.
            code.no_wrap, code.overflow = True, "ignore"
            code.rstrip()
            yield code

    class Title(Heading):
        def __rich_console__(self, console: Any, options: Any) -> Iterator[Any]:
            self.text.justify = "left"
            if self.tag != "h1":
                yield Text("")
            self.text.stylize("bold underline" if self.tag in ("h1", "h2") else "bold")
            yield self.text

    class Page(Markdown):
        elements = {
            **Markdown.elements, "fence": Block, "code_block": Block, "heading_open": Title,
        }  # fmt: skip

    return Page(prepared(markdown, folder), code_theme="ansi_dark", hyperlinks=False)


def _outside_code(page: str, change: Callable[[str], str]) -> str:
    """`change` applied to what is not a fenced block."""
    parts, at = [], 0
    for match in FENCE.finditer(page):
        parts += [change(page[at : match.start()]), match[0]]
        at = match.end()
    return "".join([*parts, change(page[at:])])


def _linked(text: str, folder: str) -> str:
    """Pictures and relative links in words."""
    text = PICTURE.sub(lambda m: f"Picture: {m[1].rstrip('.')} (in {folder}/{m[2]})", text)
    return LINK.sub(lambda m: f"{m[1]} ({_target(m[2], folder)})", text)


def _target(link: str, folder: str) -> str:
    if "://" in link or link.startswith(("#", "mailto:")):
        return link
    other = re.fullmatch(r"\.\./(\w+)/README\.md(#.*)?", link)
    return f"grade show {other[1]}" if other else (Path(folder) / link).as_posix()


# --- plain text ------------------------------------------------------------------------------


def _blocks(tokens: Sequence[Token], width: int) -> Iterator[str]:
    """The lines of a page."""
    lists: list[int | None] = []  # of each open list its next number, or None for bullets
    bullet = ""
    header: list[str] = []
    cells: list[str] = []
    for token in tokens:
        kind, indent = token.type, "  " * len(lists)
        if kind in ("bullet_list_open", "ordered_list_open"):
            lists.append(int(token.attrs.get("start", 1)) if kind[0] == "o" else None)
        elif kind in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
            if not lists:
                yield ""
        elif kind == "list_item_open":
            number = lists[-1]
            bullet = "- " if number is None else f"{number}. "
            lists[-1] = None if number is None else number + 1
        elif kind == "heading_open":
            bullet = "#" * int(token.tag[1]) + " "
        elif kind in ("fence", "code_block"):
            yield from ("    " + line for line in token.content.rstrip("\n").split("\n"))
            yield ""
        elif kind == "tr_open":
            cells = []
        elif kind == "thead_close":
            header = cells
        elif kind == "tr_close" and header:
            yield from _wrapped("; ".join(_row(header, cells)), width, "- ", "  ")
        elif kind == "table_close":
            header = []
            yield ""
        elif kind == "inline":
            text = _inline(token)
            if token.level >= 3 and tokens[tokens.index(token) - 1].type in ("th_open", "td_open"):
                cells.append(text)
                continue
            first = indent[2:] + bullet if lists else bullet
            yield from _wrapped(text, width, first, indent)
            bullet = indent[2:] if lists else ""
            if not lists:
                yield ""


def _row(header: Sequence[str], cells: Sequence[str]) -> Iterator[str]:
    """A row of a table as "name: value" pairs, empty ones left out."""
    for name, value in zip(header, cells, strict=False):
        if value:
            yield f"{name}: {value}" if name else value


def _inline(token: Token) -> str:
    """The words of a paragraph, without their markup."""
    words = []
    for child in token.children or ():
        if child.type in ("text", "code_inline", "html_inline"):
            words.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            words.append(" ")
    return "".join(words)


def _wrapped(text: str, width: int, first: str, rest: str) -> list[str]:
    return textwrap.wrap(
        text, width, initial_indent=first, subsequent_indent=rest,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
