"""A statement as HTML, its formulas as MathML: for pages that need neither script nor network."""

from __future__ import annotations

import dataclasses
import html
import re
from collections.abc import Iterator

from grader.latex import formula
from grader.mathtext import FENCE, SPAN

NUMBER = re.compile(r"\s*\\tag\{(\d+)\}")


@dataclasses.dataclass(frozen=True)
class Equation:
    """A numbered equation of a statement: as MathML, and as text for who has none."""

    number: int
    mathml: str
    text: str


def equations(markdown: str) -> tuple[Equation, ...]:
    """The numbered equations of a statement, in their order."""
    return tuple(_equations(FENCE.sub("", markdown)))


def _equations(page: str) -> Iterator[Equation]:
    for match in SPAN.finditer(page):
        latex = match["display"] or ""
        number = NUMBER.search(latex)
        if number is not None:
            latex = NUMBER.sub("", latex)
            yield Equation(int(number[1]), mathml(latex, display=True), formula(latex, words=True))


def mathml(latex: str, *, display: bool = False) -> str:
    """One formula as a <math> element; as text in a <code> where it cannot be converted."""
    from latex2mathml.converter import convert

    spelled = formula(NUMBER.sub("", latex), words=True)
    try:
        found = convert(_usual(latex), display="block" if display else "inline")
    except Exception:  # the converter has no exception of its own; the text says as much
        return f"<code>{html.escape(spelled)}</code>"
    # What it leaves open is said once: which text a reader without MathML should hear.
    found = found.replace(' xmlns="http://www.w3.org/1998/Math/MathML"', "", 1)
    return found.replace("<math ", f'<math alttext="{html.escape(spelled)}" ', 1)


def to_html(markdown: str) -> str:
    """The page's body as HTML. What looks like HTML in it is shown, not used."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    def rendered(latex: str, options: dict[str, bool]) -> str:
        return mathml(latex, display=options["display_mode"])

    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.use(dollarmath_plugin, renderer=rendered, double_inline=True)
    return str(parser.render(markdown))


def _usual(latex: str) -> str:
    """Without what the converter does not know."""
    latex = re.sub(r"\\tag\{(\d+)\}", r"\\qquad (\1)", latex)
    return latex.replace("\\cr", "\\\\").strip()
