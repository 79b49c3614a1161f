"""`%load_ext grader`: the magics `%%grade`, `%%grade_part`, `%grade_list`, `%grade_hint` and
`%grade_show`, for IPython 7.34 and later. Imported by nothing but that line.

A cell's text is graded as a file would be, in processes of its own (`grader.apart`). The kernel is
neither asked nor changed, unless `--run` says so.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from typing import Any

from IPython.core.magic import Magics, cell_magic, line_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments, parse_argstring
from IPython.display import display

from grader.apart import grade_apart
from grader.cell import Part, as_part, save
from grader.errors import GraderError


class NotGraded(Exception):
    """Shown as one sentence instead of a traceback. It also ends "run all", as an error does."""

    def _render_traceback_(self) -> list[str]:
        return [f"grade: {self}"]


class Shown:
    """What a magic gives back: text for a terminal or a screen reader, and what a browser shows.

    `data` is the report of docs/report.md, as a dict; None when nothing was graded.
    """

    def __init__(self, text: str, data: dict[str, Any] | None = None, **rich: str) -> None:
        self.text = text
        self.data = data
        self._bundle = {"text/plain": text, **{f"text/{name}": rich[name] for name in rich}}

    @property
    def passed(self) -> bool:
        return self.data is not None and self.data["verdict"] == "passed"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return dict(self._bundle)

    def __repr__(self) -> str:
        return self.text


@contextlib.contextmanager
def _plainly() -> Iterator[None]:
    """Errors of ours, and an interrupt, as one sentence."""
    try:
        yield
    except GraderError as error:
        raise NotGraded(str(error)) from None
    except KeyboardInterrupt:
        raise NotGraded("interrupted; nothing was graded") from None


def command(*arguments: str) -> str:
    """What the command `grade` prints for these arguments.

    Raises:
        GraderError: with the text that it would say instead.
    """
    import click

    from grader.cli import COMMANDS, main

    if arguments[0] not in COMMANDS:
        raise GraderError(f"this version has no `grade {arguments[0]}`")
    said, trouble = io.StringIO(), io.StringIO()
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(trouble):
            main.main(list(arguments), prog_name="grade", standalone_mode=False)
    except click.ClickException as error:
        raise GraderError(error.format_message()) from error
    except SystemExit as stop:
        if stop.code:
            raise GraderError(trouble.getvalue().strip() or said.getvalue().strip()) from stop
    return said.getvalue()


@magics_class
class GradeMagics(Magics):
    """The magics. They hold the texts of the cells that `%%grade_part` has named."""

    def __init__(self, shell: Any) -> None:
        super().__init__(shell)
        self.parts: dict[str, Part] = {}

    @magic_arguments()
    @argument("problem", help="a problem's name, as %%grade_list shows it")
    @argument(
        "--only",
        action="append",
        default=[],
        metavar="CHECK",
        help="run this check and what it needs; may be repeated",
    )
    @argument("--seed", type=int, help="draw the questions from this seed")
    @argument(
        "--with",
        dest="parts",
        action="append",
        default=[],
        metavar="NAME",
        help="grade with the cell that %%%%grade_part NAME marked; may be repeated",
    )
    @argument("--save", metavar="FILE", help="also write what is graded to FILE")
    @argument("--run", action="store_true", help="afterwards run the cell in the kernel as well")
    @argument(
        "--isolation",
        default="auto",
        choices=["auto", "strong", "standard", "none"],
        help="how the submission is confined; none is for practice",
    )
    @cell_magic("grade")
    def grade(self, line: str, cell: str) -> Shown | None:
        """Grade this cell as an answer to a problem, in a process of its own."""
        asked = parse_argstring(self.grade, line)
        with _plainly():
            own = as_part(f"%%grade {asked.problem}", cell, self._above(cell))
            parts = [*(self._part(name) for name in asked.parts), own]
            _check(asked, cell)
            if asked.save:
                save(parts, asked.save)
            found = grade_apart({
                "problem": asked.problem, "parts": [(part.name, part.text) for part in parts],
                "seed": asked.seed, "only": asked.only, "isolation": asked.isolation,
            })  # fmt: skip
        shown = Shown(found["text"], found["data"], html=found["html"])
        if not asked.run:
            return shown
        display(shown)
        self.shell.run_cell(own.text)
        return None

    @magic_arguments()
    @argument("name", help="what to call this cell; --with NAME uses it")
    @cell_magic("grade_part")
    def grade_part(self, line: str, cell: str) -> None:
        """Keep this cell's text for `%%grade PROBLEM --with NAME`, and run it in the kernel."""
        name = parse_argstring(self.grade_part, line).name
        part = as_part(f"%%grade_part {name}", cell, self._above(cell), name)
        self.parts[name] = part
        self.shell.run_cell(part.text)

    @line_magic("grade_list")
    def grade_list(self, line: str) -> Shown:
        """The problems, in the order in which they build on each other."""
        with _plainly():
            return Shown(command("list", *line.split()))

    @line_magic("grade_hint")
    def grade_hint(self, line: str) -> Shown:
        """A hint for a problem."""
        with _plainly():
            _needs_a_problem("grade_hint", line)
            return Shown(command("hint", *line.split()))

    @line_magic("grade_show")
    def grade_show(self, line: str) -> Shown:
        """A problem's statement, as Markdown."""
        from grader.load import find_library, find_problem
        from grader.worksheet import statement

        with _plainly():
            _needs_a_problem("grade_show", line)
            problem, library = find_problem(line.strip(), find_library())
            text = statement(problem, here=())
            return Shown(text, markdown=text)

    def _part(self, name: str) -> Part:
        if name not in self.parts:
            known = ", ".join(self.parts) or "none yet"
            raise GraderError(
                f"--with {name}: no cell has that name. Begin the cell with %%grade_part {name} "
                f"and run it. Named so far: {known}."
            )
        return self.parts[name]

    def _above(self, body: str) -> int:
        """How many lines of the cell stand above `body`: blank lines may precede the magic."""
        raw = (getattr(self.shell.history_manager, "input_hist_raw", None) or [""])[-1].rstrip("\n")
        body = body.rstrip("\n")
        return raw[: len(raw) - len(body)].count("\n") if raw.endswith(body) else 1


def _check(asked: Any, cell: str) -> None:
    if not cell.strip():
        raise GraderError("this cell is empty: write your answer below its first line")
    if asked.seed is not None and not 0 <= asked.seed < 2**63:
        raise GraderError(f"--seed {asked.seed}: a whole number from 0 to {2**63 - 1}")


def _needs_a_problem(magic: str, line: str) -> None:
    if not line.strip():
        raise GraderError(f"name a problem: %{magic} PROBLEM. %grade_list shows them all.")


def register(shell: Any) -> None:
    """Give `shell` the magics."""
    shell.register_magics(GradeMagics)
