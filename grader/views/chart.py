"""A Picture as HTML: its sentence, its drawing, and its numbers as a table to open.

Also the styles that a piece of HTML carries itself, where it cannot bring a stylesheet.
"""

from __future__ import annotations

import re

from grader.picture import Album, Picture
from grader.text import as_html
from grader.views import svg

# For a notebook, which has colours of its own: only currentColor and what is seen on any ground.
STYLES = {
    "fragment": "font-family:inherit;line-height:1.5;max-width:60rem",
    "part": "margin:1rem 0",
    "said": "margin:0.2em 0",
    "sentence": "margin:0.2em 0;font-weight:bold",
    "verdict": "font-size:1.1em;font-weight:bold",
    "scroll": "overflow-x:auto",
    "panels": "display:flex;flex-wrap:wrap;gap:0.5rem",
    "panel": "flex:1 1 260px;max-width:420px;min-width:0",
    "legend": "list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:0 1.5rem",
    "line": "background:none;color:inherit;font-weight:bold",
    "checks": "list-style:none;padding:0;margin:0",
    "check": "display:flex;gap:0.8em",
    "status": "font-weight:bold;flex:0 0 5.5em",
    "facts": "border-collapse:collapse;text-align:left",
    "numbers": "border-collapse:collapse;text-align:right",
}
# Tags that have no class; notebooks give them room that a small report has not.
BARE = {
    "th": "text-align:left;padding:0 0.8em 0 0",
    "td": "padding:0 0.8em 0 0;vertical-align:top;text-align:left",
    "figure": "margin:0.5em 0",
    "figcaption": "font-weight:normal",
    "caption": "text-align:left",
    "pre": "overflow-x:auto",
}


def album(found: Album, level: int) -> str:
    """Every picture, and what ended them early."""
    parts = []
    if found.trouble is not None:
        line = f" (line {found.trouble.line})" if found.trouble.line else ""
        line = "" if line in found.ended else line
        parts.append(
            f'<p class="verdict">✗ Not all was drawn. {as_html(found.ended)}{line}</p>'
            f"<p>{as_html(found.trouble.detail)}</p>"
        )
    parts += [figure(p, f"p{i}", level) for i, p in enumerate(found.pictures)]
    return "".join(parts)


def figure(picture: Picture, name: str, level: int) -> str:
    """One picture under its heading; `name` makes its ids its own."""
    keys = "".join(
        f"<li>{sample} {as_html(title)}: {drawn}</li>"
        for title, drawn, sample in svg.legend(picture)
    )
    panels = "".join(
        f'<div class="panel">{svg.panel(picture, i, f"{name}-{i}")}</div>'
        for i in range(len(picture.panels))
    )
    note = f'<p class="said">{as_html(picture.note)}</p>' if picture.note else ""
    return (
        f"<h{level}>{as_html(picture.title)}</h{level}><figure>"
        f'<figcaption><p class="sentence">{as_html(picture.sentence)}</p>{note}</figcaption>'
        f'<ul class="legend" aria-label="Legend">{keys}</ul><div class="panels">{panels}</div>'
        f"{_table(picture)}</figure>"
    )


def _table(picture: Picture) -> str:
    """The numbers of a picture, a row for each x."""
    columns = [(p, s) for p in picture.panels for s in p.series]
    heads = "".join(
        f'<th scope="col">{as_html(p.title)}, {as_html(s.name)}</th>' for p, s in columns
    )
    rows = "".join(
        f'<tr><th scope="row">{x:.4g}</th>'
        + "".join(f"<td>{_value(s.values[i])}</td>" for _, s in columns)
        + "</tr>"
        for i, x in enumerate(picture.x)
    )
    return (
        f"<details><summary>The numbers of “{as_html(picture.title)}”</summary>"
        '<div class="scroll" role="region" tabindex="0" '
        f'aria-label="Numbers of {as_html(picture.title)}">'
        '<table class="numbers">'
        f"<caption>{as_html(picture.up)} by {as_html(picture.across)}</caption>"
        f'<thead><tr><th scope="col">{as_html(picture.across)}</th>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div></details>"
    )


def _value(value: float | None) -> str:
    return "none" if value is None else f"{value:.4g}".replace("-", "−")


def inlined(body: str, mark: str) -> str:
    """Our own HTML with styles in place of classes, and ids that begin with `mark`.

    A stranger's text is escaped, so no attribute in `body` is theirs.
    """

    def style(match: re.Match[str]) -> str:
        found = ";".join(STYLES[name] for name in match[1].split() if name in STYLES)
        return f' style="{found}"' if found else ""

    body = re.sub(r' class="([^"]*)"', style, body)
    body = re.sub(r' (id|aria-labelledby)="([^"]*)"', lambda m: _marked(m, mark), body)
    for tag, look in BARE.items():
        body = re.sub(rf"<{tag}(?=[ >])", f'<{tag} style="{look}"', body)
    return body


def _marked(match: re.Match[str], mark: str) -> str:
    return f' {match[1]}="{" ".join(f"{mark}-{name}" for name in match[2].split())}"'
