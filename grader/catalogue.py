"""A problem's truth and its known mistakes, as a problem's `equations.py` declares them.

The truth is a class whose methods answer questions in float64 NumPy, over any leading axes. A
mistake that shows in the answers is a subclass that overrides one of its parts, so that it reads
like the statement with one line changed, and two mistakes in different parts combine by
inheritance. A mistake that only a check can see (a wrong initializer) is a `rule`: its name and
sentence live here, its proof in the check.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from grader.errors import ProblemError


@dataclasses.dataclass(frozen=True)
class Mistake:
    """A known way to be wrong.

    Args:
        name: for files and machines, such as "swapped-update-gate".
        title: a few words for a heading.
        sentence: what the learner is told: what their cell does, and what is asked.
        model: answers questions as this mistake does; None for a rule.
        at: where it sits: a key that the problem's checks can turn into a line.
    """

    name: str
    title: str
    sentence: str
    model: Any = None
    at: str | None = None


@dataclasses.dataclass(frozen=True)
class Suspect:
    """One or more mistakes made together, as one model."""

    mistakes: tuple[Mistake, ...]
    model: Any


@dataclasses.dataclass(frozen=True)
class Natural:
    """Inputs as a hurried author would choose them: questions made tame.

    Args:
        title: what is natural about them, such as "h_prev = 0".
        tame: (kind, args) -> the same question with such inputs; None where there is none.
    """

    title: str
    tame: Callable[[str, tuple[Any, ...]], tuple[Any, ...] | None]


class Catalogue:
    """The truth and all known mistakes of one problem.

    Args:
        truth: a class without constructor arguments; its public methods answer questions.
    """

    def __init__(self, truth: type[Any]) -> None:
        self.truth = truth()
        self.naturals: list[Natural] = []
        self._truth_class = truth
        self._mistakes: dict[str, Mistake] = {}
        self._forms: list[Mistake] = []

    def natural(self, title: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Declare the decorated function (kind, args) as a tame choice of inputs, so that the
        proof can show which mistakes it would hide."""

        def add(tame: Callable[..., Any]) -> Callable[..., Any]:
            self.naturals.append(Natural(title, tame))
            return tame

        return add

    def mistake(
        self, name: str, title: str, sentence: str, *, at: str | None = None
    ) -> Callable[[type[Any]], type[Any]]:
        """Declare the decorated subclass of the truth as a known mistake."""

        def add(model: type[Any]) -> type[Any]:
            if not issubclass(model, self._truth_class):
                raise ProblemError(f"mistake {name!r} is not a subclass of the truth")
            self._add(Mistake(name, title, sentence, model(), at))
            return model

        return add

    def also(self, name: str) -> Callable[[type[Any]], type[Any]]:
        """Declare the decorated subclass of the truth as another form of the mistake `name`."""

        def add(model: type[Any]) -> type[Any]:
            self._forms.append(dataclasses.replace(self._mistakes[name], model=model()))
            return model

        return add

    def rule(self, name: str, title: str, sentence: str) -> None:
        """Declare a mistake that one check proves by itself."""
        self._add(Mistake(name, title, sentence))

    def adopt(
        self, other: Catalogue, only: Iterable[str] = (), say: Mapping[str, str] | None = None
    ) -> None:
        """Know another problem's mistakes too, made in this one's truth, which extends that one's.

        Args:
            only: their names, when not all.
            say: by name, another sentence for the learner, where the other problem's would mislead.
        """
        wanted = set(only) or {mistake.name for mistake in other.formulas()}
        if unknown := sorted((wanted | {*(say or {})}) - {m.name for m in other.formulas()}):
            raise ProblemError(f"the other problem knows no mistake {unknown[0]!r} by its answers")
        for mistake in other.formulas():
            if mistake.name in wanted:
                theirs = type(mistake.model)
                model = type(theirs.__name__, (theirs, self._truth_class), {})()
                sentence = (say or {}).get(mistake.name, mistake.sentence)
                self._add(dataclasses.replace(mistake, model=model, sentence=sentence))
        for form in other._forms:
            if form.name in wanted:
                theirs = type(form.model)
                self.also(form.name)(type(theirs.__name__, (theirs, self._truth_class), {}))

    def _add(self, mistake: Mistake) -> None:
        if mistake.name in self._mistakes:
            raise ProblemError(f"two mistakes are called {mistake.name!r}: rename one")
        self._mistakes[mistake.name] = mistake

    def __getitem__(self, name: str) -> Mistake:
        return self._mistakes[name]

    def __contains__(self, name: object) -> bool:
        return name in self._mistakes

    def __iter__(self) -> Iterator[Mistake]:
        return iter(self._mistakes.values())

    def formulas(self) -> list[Mistake]:
        """The mistakes that show in the answers."""
        return [mistake for mistake in self if mistake.model is not None]

    def suspects(self, *, pairs: bool = True) -> Iterator[Suspect]:
        """Every single mistake in all its forms, then, with `pairs`, every two in other parts."""
        formulas = self.formulas()
        for mistake in (*formulas, *self._forms):
            yield Suspect((mistake,), mistake.model)
        if not pairs:
            return
        for first, second in itertools.combinations(formulas, 2):
            if not self._parts(first) & self._parts(second):
                bases = (type(second.model), type(first.model))
                both = type("Both", bases, {"__module__": __name__})
                yield Suspect((first, second), both())

    def _parts(self, mistake: Mistake) -> set[str]:
        """The methods in which a mistake differs from the truth."""
        found: set[str] = set()
        for kind in type(mistake.model).__mro__:
            if kind is self._truth_class:
                break
            found |= {name for name in vars(kind) if not name.startswith("__")}
        return found
