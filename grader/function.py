"""A submission of plain functions: the statement fixes their names, arguments and shapes.

    class Blend(Function):
        simplest = [{"h_prev": (1,), "h_tilde": (1,), "z": (1,)}]

    suite = Suite(Blend)

    @suite.check("z = 0 keeps the previous state")
    def z0_keeps(blend, draw):
        h_prev, h_tilde = draw.normal(4), draw.normal(4)
        blend.compare("gru_blend", h_prev, h_tilde, np.zeros(4), want=h_prev)

The truth in `equations.py` has a method of the same name and arguments for each function.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from grader.diagnose import agreeing
from grader.errors import CheckFailed, SubmissionStopped
from grader.expect import ATOL, RTOL, alike, close, expect_same, show
from grader.model import Evidence
from grader.readings import Reading
from grader.shrink import PLAIN, smallest
from grader.submission import Handle, as_handle
from grader.suite import RAISED, Context, Subject


class Function(Subject):
    """The submission's functions, each question recorded for the diagnosis.

    Override:
        arrays: what arrays in the arguments arrive as, "numpy" or "jax".
        dtypes: what an answer's arrays may be.
        simplest: the sizes in which to look for a smallest counterexample: for each size the
            shapes of named arrays; `arguments` makes the call's arguments of such arrays.
        values: the numbers tried in them, simplest first.
        shown: the function that the smallest counterexample calls; the first entry otherwise.
    """

    arrays = "numpy"
    dtypes: Sequence[str] = ("float64", "float32")
    simplest: Sequence[Mapping[str, tuple[int, ...]]] = ()
    values: Sequence[float] = PLAIN
    shown = ""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        entries = context.problem.entries
        self.shown = self.shown or entries[0].name
        self.signatures = {e.name: argument_names(e.signature) for e in entries}
        self.eager_only: set[str] = set()  # functions that could not be traced
        self._traced: dict[str, Handle] = {}
        self.changed: tuple[str, Any, Any] | None = None  # an argument, before and after a call

    def tidy(self, name: str, answer: Any) -> Any:
        """The answer in the statement's form, where it may also come in another."""
        return answer

    def arguments(self, arrays: Mapping[str, np.ndarray]) -> tuple[Any, ...]:
        """The arguments of `shown` made of the arrays of `simplest`."""
        return tuple(arrays.values())

    # --- asking ---

    def ask(self, name: str, *args: Any, traced: bool = False) -> Any:
        """Call the submission's function `name`; the question and its answer are recorded.

        Args:
            traced: ask its traced program, where there is one: quicker from the second question
                on. Ask some questions without it too.

        Raises:
            SubmissionStopped: when it gave no value. That it raised is recorded too.
        """
        function = getattr(self.context.submission, name)
        if traced and name not in self.eager_only:
            with contextlib.suppress(SubmissionStopped):
                answer, after = self.traced(name).call(args, arrays="numpy", echo=True)
                self._notice(name, args, after)
                return self.record(name, args, self.tidy(name, answer))
            self.eager_only.add(name)
        try:
            answer, after = function.call(args, arrays=self.arrays, echo=True)
        except SubmissionStopped as stopped:
            if stopped.outcome.raised is not None:
                self.record(name, args, RAISED)
            raise
        self._notice(name, args, after)
        return self.record(name, args, self.tidy(name, answer))

    def traced(self, name: str) -> Handle:
        """The function as jax.jit sees it, the same one each time, so that it is traced once a
        shape. Arguments that must not become arrays have to be handed to the eager function."""
        if name not in self._traced:
            function = getattr(self.context.submission, name)
            self._traced[name] = as_handle(self.context.library.traced(function))
        return self._traced[name]

    def ask_all(
        self, name: str, questions: Sequence[tuple[Any, ...]], *, traced: bool = False
    ) -> list[Any]:
        """Ask every question, so that a diagnosis has them all; then raise what one raised."""
        answers, first = [], None
        for args in questions:
            try:
                answers.append(self.ask(name, *args, traced=traced))
            except SubmissionStopped as stopped:
                if stopped.outcome.raised is None:
                    raise
                first = first or stopped
        if first is not None:
            raise first
        return answers

    def compare(
        self,
        name: str,
        *args: Any,
        want: Any = None,
        traced: bool = False,
        atol: float = ATOL,
        rtol: float = RTOL,
    ) -> Any:
        """Ask, and require the answer to equal `want`, or the truth's own answer.

        Raises:
            CheckFailed: with the inputs, expected and got.
        """
        answer = self.ask(name, *args, traced=traced)
        self.expect(name, args, answer, want, atol=atol, rtol=rtol)
        return answer

    def compare_all(
        self, name: str, questions: Sequence[tuple[Any, ...]], **tolerance: float
    ) -> None:
        """Ask every question first, then hold each answer against the truth."""
        answers = self.ask_all(name, questions)
        for args, answer in zip(questions, answers, strict=True):
            self.expect(name, args, answer, **tolerance)

    def expect(
        self,
        name: str,
        args: tuple[Any, ...],
        answer: Any,
        want: Any = None,
        *,
        atol: float = ATOL,
        rtol: float = RTOL,
    ) -> None:
        """Require `answer` to equal `want`, or the truth's own answer to `args`."""
        want = getattr(self.truth, name)(*args) if want is None else want
        shown = self.inputs(name, args)
        expect_same(answer, want, dtypes=self.dtypes, inputs=shown, atol=atol, rtol=rtol)

    def expect_inputs_kept(self, mistake: str | None = None) -> None:
        """Require that no call so far has changed its arguments."""
        if self.changed is not None:
            name, before, after = self.changed
            raise CheckFailed(
                f"{name} was changed", mistake=mistake,
                evidence=Evidence(show(before), show(after)) if before is not None else None,
            )  # fmt: skip

    def _notice(self, name: str, args: tuple[Any, ...], after: Any) -> None:
        """Remember the first argument that a call has changed."""
        now = after if isinstance(after, tuple) and len(after) == len(args) else (None,) * len(args)
        for label, before, here in zip(self.signatures[name], args, now, strict=False):
            if self.changed is None and not alike(before, here):
                arrays = isinstance(before, np.ndarray) and isinstance(here, np.ndarray)
                self.changed = (label, before, here) if arrays else (label, None, None)

    def inputs(self, name: str, args: tuple[Any, ...]) -> list[tuple[str, Any]]:
        """What to show of a question: named arrays, those inside dicts where they are small."""
        shown: list[tuple[str, Any]] = []
        for label, value in zip(self.signatures[name], args, strict=False):
            if isinstance(value, dict):
                small = (np.ndarray, float, int)
                shown += [
                    (str(key), part) for key, part in value.items()
                    if isinstance(part, small) and np.size(part) <= 4 and np.any(part)
                ]  # fmt: skip
            elif isinstance(value, np.ndarray | float | int | list | tuple):
                shown.append((label, value))
        return shown

    # --- the smallest example ---

    def smallest(self, model: Any | None, reading: Reading) -> Evidence | None:
        name = self.shown
        asked = [question for question in self.questions if question.kind == name]
        if model is not None and agreeing(self.truth, asked, self.roles, [reading]):
            return None  # it shows in another function only

        traced = name in self._traced and name not in self.eager_only
        function = self.traced(name) if traced else getattr(self.context.submission, name)
        arrays_as = "numpy" if traced else self.arrays

        def answers(arrays: Mapping[str, np.ndarray], ask: bool) -> tuple[Any, Any] | None:
            args = self.arguments(arrays)
            want = getattr(self.truth, name)(*args)
            try:
                if not ask:
                    with np.errstate(all="ignore"):
                        return getattr(model, name)(*args), want
                return self.tidy(name, function.call(args, arrays=arrays_as)[0]), want
            except (SubmissionStopped, ArithmeticError, LookupError, TypeError, ValueError):
                return None

        def differs(arrays: Mapping[str, np.ndarray]) -> bool:
            both = answers(arrays, ask=model is None)
            return both is not None and not near(*both, atol=0.02)

        rng = np.random.default_rng(self.context.seed)

        def can_differ(shapes: Mapping[str, tuple[int, ...]]) -> bool:
            drawn = ({k: rng.choice(self.values, v) for k, v in shapes.items()} for _ in range(20))
            return any(map(differs, drawn))

        # A transpose needs two units, some products need D = H: other sizes are not searched.
        sizes = [shapes for shapes in self.simplest if model is None or can_differ(shapes)]
        tries = 60 if model is None else 600
        found = smallest(sizes, differs, seed=self.context.seed, tries=tries, values=self.values)
        both = None if found is None else answers(found, ask=True)
        if found is None or both is None or near(*both, atol=1e-3):
            return None
        names = self.signatures[name]
        told = [
            (key, value) for key, value in found.items()
            if np.any(value) or (key in names and value.ndim < 2)
        ]  # fmt: skip
        rest = [("all else", 0)] if len(told) < len(found) else []
        got, want = both
        return Evidence(show(want), show(got), tuple((k, show(v)) for k, v in [*told, *rest]))


def near(got: Any, want: Any, *, atol: float) -> bool:
    """Whether two answers are the same structure of close arrays."""
    if isinstance(want, dict):
        same = isinstance(got, dict) and got.keys() == want.keys()
        return same and all(near(got[key], want[key], atol=atol) for key in want)
    if isinstance(want, list | tuple):
        same = isinstance(got, list | tuple) and len(got) == len(want)
        return same and all(near(g, w, atol=atol) for g, w in zip(got, want, strict=True))
    numbers = isinstance(got, np.ndarray | float | int) and np.asarray(got).dtype.kind in "fiub"
    return numbers and close(np.asarray(got), np.asarray(want), atol=atol)


def argument_names(signature: str) -> tuple[str, ...]:
    """The names in `step(x, h, params)`."""
    inner = signature.partition("(")[2].rpartition(")")[0]
    return tuple(
        re.split(r"[:=]", part)[0].strip(" *") for part in inner.split(",") if part.strip()
    )
