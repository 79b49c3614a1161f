"""Pictures as SVG, no script and no outside resource: `panel` for a page, `sheet` for a file.

Whose a line is shows in its colour, its dashes and its marks, so that none of them is needed. The
colours are of Okabe and Ito's palette, told apart by nearly everybody, and stand out on white and
on black alike; text and axes take the colour of the text around them.
"""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Iterator, Sequence

from grader.picture import Album, Panel, Picture, Role, Series
from grader.text import as_html, clean

WIDTH, HEIGHT = 300, 190
LEFT, RIGHT, TOP, BOTTOM = 46, 12, 24, 36
COLOURS = {Role.RIGHT: "#0072b2", Role.YOURS: "#d55e00", Role.OTHER: "#808080"}
DASHES = {Role.RIGHT: "", Role.YOURS: "6 4", Role.OTHER: "1 3"}
STYLED = {
    Role.RIGHT: "solid line, filled circles",
    Role.YOURS: "dashed line, open squares",
    Role.OTHER: "dotted line, crosses",
}
FONT = 'font-family="system-ui, sans-serif" font-size="11" fill="currentColor"'

FAR = 1e100  # what is further off is drawn there: a difference of two such numbers has no number

Range = tuple[float, float]


def legend(picture: Picture) -> list[tuple[str, str, str]]:
    """(name, how it is drawn in words, a sample of it) for each series."""
    found = {series.name: series.role for p in picture.panels for series in p.series}
    drawn = STYLED if picture.joined else {r: s.split(", ")[1] for r, s in STYLED.items()}
    return [(name, drawn[role], _sample(role, picture.joined)) for name, role in found.items()]


def panel(picture: Picture, index: int, name: str) -> str:
    """One panel of a picture as an <svg>; `name` makes its ids its own."""
    shown = picture.panels[index]
    x, y = _range(picture.x), extent(picture)
    parts = [
        f'<svg width="100%" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-labelledby="{name}-t {name}-d">',
        f'<title id="{name}-t">{as_html(f"{picture.title}, {shown.title}")}</title>',
        f'<desc id="{name}-d">{as_html(described(picture, shown))}</desc>',
        *_axes(picture, shown, x, y),
    ]
    if not picture.joined:
        parts += _links(picture, shown, x, y)
    for series in shown.series:
        parts += _course(picture, series, x, y)
    return "".join([*parts, "</svg>"])


def described(picture: Picture, shown: Panel) -> str:
    """A panel in words: where each series begins, ends, and how far it goes."""
    said = []
    for series in shown.series:
        values = [v for v in series.values if v is not None]
        if not values:
            said.append(f"{series.name}: nothing to show")
            continue
        said.append(
            f"{series.name}: from {values[0]:.3g} to {values[-1]:.3g}, "
            f"least {min(values):.3g}, most {max(values):.3g}"
        )
    return f"{picture.up} against {picture.across}. {'; '.join(said)}."


def sheet(album: Album) -> str:
    """All pictures of an album below each other, as an SVG file."""
    parts: list[str] = []
    y = 34
    parts.append(_line(16, y, f"{album.title}, {album.submission}", 18, "bold"))
    if album.trouble is not None:
        for text in textwrap.wrap(f"Not all was drawn. {clean(album.ended)}", 115):
            y += 22
            parts.append(_line(16, y, text, 14))
    for number, picture in enumerate(album.pictures):
        y += 40
        parts.append(_line(16, y, picture.title, 16, "bold"))
        for text in textwrap.wrap(picture.sentence, 120):
            y += 20
            parts.append(_line(16, y, text, 14))
        y += 14
        for place, (name, drawn, sample) in enumerate(legend(picture)):
            parts.append(_nested(sample, 16 + 300 * place, y, 36, 12))
            parts.append(_line(58 + 300 * place, y + 10, f"{name}: {drawn}", 11))
        y += 20
        for index in range(len(picture.panels)):
            column, row = index % 3, index // 3
            body = panel(picture, index, f"p{number}-{index}")
            parts.append(_nested(body, 16 + 310 * column, y + 200 * row, WIDTH, HEIGHT))
        y += 200 * math.ceil(len(picture.panels) / 3)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 {y + 30}" color="#222" '
        f'role="img"><title>{as_html(f"Pictures of {album.title}")}</title>'
        '<rect width="100%" height="100%" fill="#fff"/>'
    )
    return f"{head}{''.join(parts)}</svg>\n"


def extent(picture: Picture) -> Range:
    """The vertical range that all panels share."""
    values = [v for p in picture.panels for s in p.series for v in s.values if v is not None]
    if picture.logarithmic:
        values = [math.log10(v) for v in values if v > 0]
        low, high = _range(values)
        return math.floor(low + 1e-9), max(math.ceil(high - 1e-9), math.floor(low + 1e-9) + 1)
    low, high = _range(values)
    room = 0.06 * (high - low)
    return low - room, high + room


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Round numbers between two, at most `most`."""
    span = high - low
    step = 10.0 ** math.floor(math.log10(span / most))
    for factor in (1, 2, 5, 10):
        if span / (step * factor) <= most:
            step *= factor
            break
    first = math.ceil(low / step - 1e-9)
    return [i * step for i in range(first, math.floor(high / step + 1e-9) + 1)]


def _range(values: Sequence[float]) -> Range:
    if not values:
        return 0.0, 1.0
    low, high = max(min(values), -FAR), min(max(values), FAR)
    # One value, or values as good as one, still need an axis.
    return (low, high) if high - low > 1e-9 * max(1.0, abs(high)) else (low - 0.5, high + 0.5)


def _place(picture: Picture, x: float, y: float, across: Range, up: Range) -> tuple[float, float]:
    """A point on the drawing."""
    y = math.log10(y) if picture.logarithmic else max(-FAR, min(y, FAR))
    right = (x - across[0]) / (across[1] - across[0])
    above = (y - up[0]) / (up[1] - up[0])
    inner = 8  # the first and last marks keep off the frame
    left, width = LEFT + inner, WIDTH - LEFT - RIGHT - 2 * inner
    return left + right * width, HEIGHT - BOTTOM - above * (HEIGHT - TOP - BOTTOM)


def _axes(picture: Picture, shown: Panel, x: Range, y: Range) -> Iterator[str]:
    bottom = HEIGHT - BOTTOM
    yield f"<g {FONT}>"
    yield f'<text x="{LEFT}" y="14" font-weight="bold">{as_html(shown.title)}</text>'
    yield f'<path d="M{LEFT} {TOP}V{bottom}H{WIDTH - RIGHT}" fill="none" stroke="currentColor"/>'
    if picture.logarithmic:
        step = max(1, math.ceil((y[1] - y[0]) / 5))
        levels = [10.0**i for i in range(int(y[0]), int(y[1]) + 1, step)]
    else:
        levels = ticks(*y)
    for level in levels:
        _, at = _place(picture, x[0], level, x, y)
        yield (
            f'<path d="M{LEFT} {at:.1f}H{WIDTH - RIGHT}" stroke="currentColor" opacity="0.18"/>'
            f'<text x="{LEFT - 5}" y="{at + 4:.1f}" text-anchor="end">'
            f"{_power(level) if picture.logarithmic else _number(level)}</text>"
        )
    for level in [t for t in ticks(*x, most=7) if not picture.joined or t == int(t) or x[1] < 2]:
        if not picture.joined and level not in picture.x:
            continue
        at, _ = _place(picture, level, 1.0, x, y)
        yield (f'<text x="{at:.1f}" y="{bottom + 14}" text-anchor="middle">{_number(level)}</text>')
    yield (
        f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 5}" text-anchor="middle">'
        f"{as_html(picture.across)}</text>"
        f'<text transform="translate(11 {(TOP + bottom) / 2}) rotate(-90)" text-anchor="middle">'
        f"{as_html(picture.up)}</text></g>"
    )


def _course(picture: Picture, series: Series, x: Range, y: Range) -> Iterator[str]:
    """A series: its line, broken where a value is missing, and its marks."""
    colour, dash = COLOURS[series.role], DASHES[series.role]
    path, pen = [], "M"
    marks = []
    for at, value in zip(picture.x, series.values, strict=True):
        if value is None:
            pen = "M"
            continue
        px, py = _place(picture, at, value, x, y)
        path.append(f"{pen}{px:.1f} {py:.1f}")
        marks.append(_mark(series.role, px, py))
        pen = "L"
    if picture.joined and path:
        yield (
            f'<path d="{"".join(path)}" fill="none" stroke="{colour}" stroke-width="1.8" '
            f'stroke-dasharray="{dash or "none"}"/>'
        )
    yield from marks


def _links(picture: Picture, shown: Panel, x: Range, y: Range) -> Iterator[str]:
    """What joins the two values of a pair: its length is the error."""
    for at, values in zip(picture.x, zip(*(s.values for s in shown.series), strict=True),
                          strict=True):  # fmt: skip
        points = [_place(picture, at, v, x, y) for v in values if v is not None]
        if len(points) > 1:
            (px, one), (_, other) = points[0], points[1]
            yield (
                f'<path d="M{px:.1f} {one:.1f}V{other:.1f}" stroke="currentColor" opacity="0.6"/>'
            )


def _mark(role: Role, x: float, y: float) -> str:
    colour = COLOURS[role]
    if role is Role.RIGHT:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" fill="{colour}"/>'
    if role is Role.YOURS:
        return (
            f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="none" '
            f'stroke="{colour}" stroke-width="1.6"/>'
        )
    return f'<path d="M{x - 2.5:.1f} {y - 2.5:.1f}l5 5m0 -5l-5 5" stroke="{colour}" fill="none"/>'


def _sample(role: Role, joined: bool) -> str:
    """A short piece of a series for the legend."""
    line = (
        f'<path d="M1 6H35" stroke="{COLOURS[role]}" stroke-width="1.8" '
        f'stroke-dasharray="{DASHES[role] or "none"}"/>'
    )
    return (
        '<svg width="36" viewBox="0 0 36 12" aria-hidden="true">'
        f"{line if joined else ''}{_mark(role, 18, 6)}</svg>"
    )


def _nested(body: str, x: float, y: float, width: float, height: float) -> str:
    """An <svg> of ours at a place inside another."""
    place = f'<svg x="{x}" y="{y}" width="{width:g}" height="{height:g}"'
    return re.sub(r'^<svg width="[^"]*"', place, body)


def _line(x: float, y: float, text: str, size: int, weight: str = "normal") -> str:
    return (
        f'<text x="{x}" y="{y}" font-family="system-ui, sans-serif" font-size="{size}" '
        f'font-weight="{weight}" fill="currentColor">{as_html(text)}</text>'
    )


def _number(value: float) -> str:
    return f"{value:.4g}".replace("-", "−")


def _power(value: float) -> str:
    """A power of ten as one."""
    power = str(round(math.log10(value)))
    return "10" + power.translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
