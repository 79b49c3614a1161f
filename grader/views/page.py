"""A Report as one HTML page that needs nothing else: `to_html`; and as a piece of one: `fragment`.

No script, no font, no picture from anywhere: the page says so itself, in its policy, and can be
mailed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from grader.model import Report
from grader.picture import Album
from grader.text import as_html
from grader.views import chart
from grader.views.data import verdict
from grader.views.parts import RESULTS, sections

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
Equations = Sequence[tuple[int, str]]  # number and MathML, of the problem's own statement


def to_html(report: Report, *, equations: Equations = (), album: Album | None = None) -> str:
    """The whole page.

    Args:
        equations: shown, and linked where a sentence names their number.
        album: pictures of the same submission.
    """
    parts = sections(report, {number for number, _ in equations}, level=2)
    if equations:
        body = "".join(
            f'<div class="equation" id="equation-{n}" role="group" aria-label="Equation {n}">'
            f'<div class="scroll">{mathml}</div><span class="number">({n})</span></div>'
            for n, mathml in equations
        )
        parts.insert(-1, ("equations", "The equations of the statement", body))
    if album is not None:
        _insert(parts, ("pictures", "Pictures", chart.album(album, level=3)))
    links = "".join(f'<li><a href="#{name}">{as_html(title)}</a></li>' for name, title, _ in parts)
    where = f"{as_html(report.problem)} · <bdi>{as_html(report.submission)}</bdi>"
    return document(
        f"{RESULTS[verdict(report)][1]}: {report.title}",
        f'<header><h1>{as_html(report.title)}</h1><p class="where">{where}</p></header>'
        f'<nav aria-label="On this page"><ul>{links}</ul></nav>'
        f"<main>{_joined(parts, level=2)}</main>",
    )


def fragment(report: Report, *, album: Album | None = None) -> str:
    """The same for a notebook's cell: inline styles only, headings from the third level on, text
    in the colour that is there."""
    mark = f"g{report.sha256[:8]}"  # several cells lie on one page: their ids must differ
    parts = sections(report, set(), level=4)
    if album is not None:
        _insert(parts, ("pictures", "Pictures", chart.album(album, level=5)))
    title = f"{as_html(report.title)} <small>{as_html(report.submission)}</small>"
    return chart.inlined(
        f'<div class="fragment" lang="en"><h3>{title}</h3>{_joined(parts, level=4)}</div>', mark
    )


def pictures(album: Album) -> str:
    """A page of pictures alone."""
    return document(
        f"Pictures: {album.title}",
        f"<header><h1>{as_html(album.title)}: pictures</h1>"
        f'<p class="where">{as_html(album.problem)} · <bdi>{as_html(album.submission)}</bdi> · '
        f"seed {album.seed}</p></header>"
        f'<main><section id="result">{chart.album(album, level=2)}</section></main>',
    )


def document(title: str, body: str) -> str:
    """A page around `body`, which has something with the id `result`."""
    style = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{as_html(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        f'<a class="skip" href="#result">Skip to the result</a>\n{body}\n</body>\n</html>\n'
    )


def _insert(parts: list[tuple[str, str, str]], part: tuple[str, str, str]) -> None:
    """Pictures stand between what went wrong and the checks."""
    parts.insert([name for name, _, _ in parts].index("checks"), part)


def _joined(parts: Iterable[tuple[str, str, str]], level: int) -> str:
    return "\n".join(
        f'<section class="part" aria-labelledby="{name}"><h{level} id="{name}">{as_html(title)}'
        f"</h{level}>{body}</section>"
        for name, title, body in parts
    )
