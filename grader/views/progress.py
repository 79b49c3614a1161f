"""How far a learner is, and how much was tried when: `grade progress`.

Words say all there is to know; bars and colour only repeat it.
"""

from __future__ import annotations

import calendar
import time
from collections.abc import Iterator, Mapping, Sequence

from grader.model import Problem, Standing, State
from grader.text import clean
from grader.views.listing import SEEN

Line = tuple[str, str]  # style, text

DAYS = 14
LONGEST = 40  # columns of a bar


def progress(
    problems: Sequence[Problem],
    standings: Mapping[str, Standing],
    times: Sequence[str],
    *,
    today: str,
    plain: bool = False,
) -> Iterator[Line]:
    """How far the learner is in each track, and how much was tried on each of the last days.

    Args:
        times: of the attempts, as recorded.
        today: the local date, such as 2026-11-29.
    """
    for track in dict.fromkeys(problem.track for problem in problems):
        states = [standings.get(p.slug, Standing()).state for p in problems if p.track == track]
        counts = {state: states.count(state) for state in (State.DONE, State.TRIED, State.NEW)}
        said = ", ".join(f"{count} {state}" for state, count in counts.items())
        yield "bold", f"{track} track: {len(states)} problems, {said}"
        if not plain:
            yield (
                "",
                "  "
                + "".join(
                    mark * round(count * LONGEST / len(states))
                    for mark, count in zip("█▒░", counts.values(), strict=True)
                ),
            )
    seen = [problem.slug for problem in problems if standings.get(problem.slug, Standing()).seen]
    if seen:
        yield "yellow", f"{SEEN[0].upper()}{SEEN[1:]}:"
        yield from (("yellow", f"  {slug}") for slug in seen)
    yield "", ""
    if not times:
        yield "", "No attempt is recorded yet."
        return
    yield from _days([local(text)[:10] for text in times], today, plain)


def _days(days: Sequence[str], today: str, plain: bool) -> Iterator[Line]:
    end = calendar.timegm(time.strptime(today, "%Y-%m-%d"))
    shown = [
        time.strftime("%Y-%m-%d", time.gmtime(end - 86400 * back)) for back in range(DAYS)[::-1]
    ]
    counts = [days.count(day) for day in shown]
    yield "bold", f"Attempts on each of the last {DAYS} days"
    scale = min(1.0, LONGEST / max(1, *counts))
    for day, count in zip(shown, counts, strict=True):
        bar = "" if plain or not count else "█" * max(1, round(count * scale)) + " "
        yield "" if count else "dim", f"  {day}  {bar}{count or 'none'}"
    if len(days) > sum(counts):
        yield "", f"  and {len(days) - sum(counts)} on other days"


def local(moment: str) -> str:
    """A recorded time as a local one to the minute; what is no time stays as it is."""
    try:
        seconds = calendar.timegm(time.strptime(moment, "%Y-%m-%dT%H:%M:%SZ"))
        return time.strftime("%Y-%m-%d %H:%M", time.localtime(seconds))
    except (ValueError, OverflowError, OSError):
        return clean(moment, most=16, lines=1)
