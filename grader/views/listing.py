"""The problems as `grade list` shows them. Nothing is imported that it can do without."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from grader.model import Problem, Standing, State

Line = tuple[str, str]  # style, text

STYLES = {State.NEW: "", State.TRIED: "yellow", State.DONE: "green"}
SEEN = "solution seen before all checks passed"


def listing(
    problems: Sequence[Problem], standings: Mapping[str, Standing], width: int = 80
) -> Iterator[Line]:
    """The problems by track, numbered: how far the learner is, and what comes before each."""
    numbers = {problem.slug: number for number, problem in enumerate(problems, 1)}
    slugs = max((len(problem.slug) for problem in problems), default=0)
    titles = max((len(problem.title) for problem in problems), default=0)
    track = ""
    for problem in problems:
        if problem.track != track:
            if track:
                yield "", ""
            track = problem.track
            yield "bold", f"{track} track, {_count(problems, standings, track)}"
        standing = standings.get(problem.slug, Standing())
        known = sorted(numbers[slug] for slug in problem.needs if slug in numbers)
        others = [slug for slug in problem.needs if slug not in numbers]
        needs = ", ".join(map(str, [*known, *others]))
        head = f"{numbers[problem.slug]:>3}  {standing.state:<5}  {problem.slug:<{slugs}}"
        text = f"{head}  {problem.level:<6}  {problem.title:<{titles}}"
        after = f"after {needs}" if needs else ""
        if len(text) + 2 + len(after) <= width:
            text, after = f"{text}  {after}", ""
        elif len(text.rstrip()) > width:
            text, after = f"{head}  {problem.level}", f"{problem.title}  {after}".rstrip()
        yield STYLES[standing.state], text
        below = " " * (len(head) - slugs)
        if after:
            yield "", below + after
        if standing.seen:
            yield "", f"{below}{standing.state}, {SEEN}"


def sentences(problems: Sequence[Problem], standings: Mapping[str, Standing]) -> Iterator[Line]:
    """The same without columns, for a screen reader: a line for each problem."""
    names = {problem.slug: problem.title for problem in problems}
    track = ""
    for number, problem in enumerate(problems, 1):
        if problem.track != track:
            track = problem.track
            yield "", f"{track} track, {_count(problems, standings, track)}"
        standing = standings.get(problem.slug, Standing())
        state = f"{standing.state}, {SEEN}" if standing.seen else standing.state
        needs = " and ".join(names.get(slug, slug) for slug in problem.needs)
        after = f", after {needs}" if needs else ""
        yield "", f"{number}. {problem.title} ({problem.slug}), {problem.level}, {state}{after}"


def _count(problems: Sequence[Problem], standings: Mapping[str, Standing], track: str) -> str:
    states = [standings.get(p.slug, Standing()).state for p in problems if p.track == track]
    return f"{states.count(State.DONE)} of {len(states)} done"
