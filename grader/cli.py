"""argv -> exit status. The only module that prints or exits.

Nothing heavy is imported at the top: `grade --help` and `grade list` must answer at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader._version import __version__
from grader.errors import GraderError, ProblemError, UsageError

if TYPE_CHECKING:
    from grader.model import Problem, Report, Submission

ALL_PASSED, NOT_PASSED, NOT_GRADED, INTERRUPTED = 0, 1, 2, 130


class DefaultToRun(click.Group):
    """`grade problems/gru_cell` means `grade run problems/gru_cell`."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.commands:
            args = ["run", *args]
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        known = {"--help", "--version"}
        if args and args[0].startswith("-") and args[0] not in known:
            args = ["run", *args]
        return super().parse_args(ctx, args)


def folders(command: Callable[..., Any]) -> Callable[..., Any]:
    """The two options that say where problems and solutions are."""
    for name in ("solutions", "problems"):
        text = f"Folder of {name}. [env: GRADE_{name.upper()}]"
        command = click.option(f"--{name}", metavar="DIR", help=text)(command)
    return command


@click.group(cls=DefaultToRun, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="grade")
def main() -> None:
    """Grade what you wrote, and read which mistake you made.

    \b
    grade problems/gru_cell          grade problems/gru_cell/submission.py
    grade gru_cell my_answer.py      grade another file; - is standard input
    grade list                       the problems, in order

    
    grade new my_problem             begin a problem of your own
    grade prove my_problem           prove its checks; without a name, all problems
    """


@main.command()
@click.argument("problem")
@click.argument("file", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON (docs/report.md).")
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="junit=FILE",
    help="Also write the report to FILE: junit=FILE or json=FILE.",
)
@click.option(
    "--seed", type=click.IntRange(0, 2**63 - 1), help="Draw the questions from this seed."
)
@click.option("--only", multiple=True, metavar="CHECK", help="Run this check and what it needs.")
@click.option(
    "--timeout",
    type=click.FloatRange(0.1, 3600),
    metavar="SECONDS",
    help="Most time for the submission.",
)
@click.option(
    "--isolation",
    type=click.Choice(["auto", "strong", "standard", "none"]),
    default="auto",
    help="How the submission is confined; none is for practice on your own file.",
)
@click.option("--plain", is_flag=True, help="Words instead of symbols, no colour.")
@folders
def run(problem: str, file: str | None, **options: Any) -> None:
    """Grade FILE as an answer to PROBLEM (a name or a folder).

    Without FILE: the problem's submission.py, or its stub when there is none.

    Exit status: 0 all passed, 1 graded but not passed, 2 could not be graded.
    """
    from grader.load import find_library, find_problem, read_submission

    library = find_library(options["problems"], options["solutions"])
    found, _ = find_problem(problem, library)
    submission = read_submission(file or default_file(found), sys.stdin.buffer.read)
    writers = [parse_format(text) for text in options["formats"]]
    with progress(found.title, options["plain"] or options["as_json"]):
        report = run_grade(found, submission, **options)
    show(report, as_json=options["as_json"], plain=options["plain"])
    for write in writers:
        write(report)
    sys.exit(NOT_GRADED if report.broken else ALL_PASSED if report.passed else NOT_PASSED)


def default_file(problem: Problem) -> str:
    """What `grade PROBLEM` grades: the learner's file, else the stub."""
    own = problem.directory / "submission.py"
    chosen = own if own.exists() else problem.stub
    near = os.path.relpath(chosen)
    return str(chosen) if near.startswith("..") else near


def run_grade(
    problem: Problem,
    submission: Submission,
    *,
    seed: int | None,
    only: tuple[str, ...],
    timeout: float | None,
    isolation: str,
    **_: Any,
) -> Report:
    import dataclasses

    from grader.pipeline import grade
    from grader.runner.sandbox import SandboxRunner

    limits = problem.limits
    if timeout is not None:
        call = min(limits.call_seconds, timeout)
        limits = dataclasses.replace(limits, seconds=timeout, call_seconds=call)
    return grade(
        problem,
        submission,
        lambda: SandboxRunner(problem.libraries, limits, isolation, attended=attended()),
        seed=seed,
        only=only,
    )


def attended() -> bool:
    """Whether a person at a terminal is grading, rather than a service or CI."""
    return sys.stdout.isatty() and not os.environ.get("CI")


def parse_format(text: str) -> Callable[[Report], None]:
    """`junit=FILE` or `json=FILE` as what writes that file."""
    kind, _, target = text.partition("=")
    if kind not in ("junit", "json") or not target:
        raise UsageError(f"--format {text}: write junit=FILE or json=FILE")
    if not Path(target).resolve().parent.is_dir():
        raise UsageError(f"--format {text}: there is no folder {Path(target).parent}")

    def write(report: Report) -> None:
        from grader.views.data import to_json
        from grader.views.junit import to_junit

        body = to_junit(report) if kind == "junit" else to_json(report)
        partial = Path(f"{target}.part")
        try:
            partial.write_text(body, encoding="utf-8")
            partial.replace(target)
        except OSError as error:
            partial.unlink(missing_ok=True)
            raise UsageError(f"--format {text}: cannot write it: {error.strerror}") from error

    return write


def show(report: Report, *, as_json: bool, plain: bool) -> None:
    """Print the report, and in a GitHub workflow annotate the file as well."""
    from grader.views import data, github, terminal

    if as_json:
        click.echo(data.to_json(report), nl=False)
    elif colourful() and not plain:
        show_lines(terminal.lines, report, plain=plain)
    else:
        simple = plain or not can_print("✓│·")
        text = terminal.text(report, width=columns(), plain=simple)
        click.echo(github.fenced(text) if github.active(os.environ) else text, nl=False)
    if github.active(os.environ):
        click.echo(github.commands(report), nl=False, err=as_json)
        try:
            github.append_summary(report, os.environ)
        except OSError as error:
            raise UsageError(f"GITHUB_STEP_SUMMARY cannot be written: {error.strerror}") from error


def print_styled(lines: list[tuple[str, str]]) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    for style, text in lines:
        console.print(Text(text.rstrip(), style=style))


def colourful() -> bool:
    """Colour only on a terminal that has it and a person who wants it."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout.isatty() and can_print("✓│·")


def can_print(text: str) -> bool:
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def columns() -> int:
    import shutil

    return shutil.get_terminal_size((80, 24)).columns if sys.stdout.isatty() else 80


@contextmanager
def progress(title: str, quiet: bool) -> Iterator[None]:
    """A line on stderr while the grade runs, on a terminal only."""
    wanted = sys.stderr.isatty() and os.environ.get("TERM") != "dumb" and not quiet
    if not wanted or os.environ.get("NO_COLOR"):
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(f"Grading {title} ..."):
        yield


@main.command("list")
@folders
def list_problems(problems: str | None, solutions: str | None) -> None:
    """The problems, in the order in which they build on each other."""
    from grader.load import find_library, read_problem

    library = find_library(problems, solutions)
    found, faults = [], []
    for slug in library.slugs():
        try:
            found.append(read_problem(slug, library))
        except ProblemError as error:
            faults.append(error)
    found.sort(key=lambda problem: (problem.track, problem.order, problem.slug))
    wide = max((len(problem.slug) for problem in found), default=0)
    track = ""
    for problem in found:
        if problem.track != track:
            track = problem.track
            click.echo(f"{track} track")
        needs = f"  after {', '.join(problem.needs)}" if problem.needs else ""
        click.echo(f"  {problem.slug:<{wide}}  {problem.level:<6}  {problem.title}{needs}")
    if faults:
        raise ProblemError("\n".join(str(fault) for fault in faults))
    if not found:
        raise UsageError(f"there is no problem in {library.problems}")


@main.command()
@click.argument("problem", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print the proofs as JSON.")
@click.option(
    "--seeds",
    type=click.IntRange(1, 1000),
    default=1,
    metavar="N",
    help="Grade each file with N seeds; the reference with 20 at least.",
)
@click.option(
    "--every",
    type=click.IntRange(1, 1000),
    default=1,
    metavar="N",
    help="For a quick look: only each Nth file and mutant.",
)
@click.option("--save", is_flag=True, help="Keep the counts of what is proved in its proof.json.")
@click.option("--watch", is_flag=True, help="Prove one problem again at each save, until Ctrl-C.")
@click.option("--workers", type=click.IntRange(1, 64), metavar="N", help="Processes to use.")
@click.option("--no-sandbox", is_flag=True, help="Leave out the sample in the sandbox.")
@click.option("--plain", is_flag=True, help="Words instead of symbols, no colour.")
@folders
def prove(problem: tuple[str, ...], as_json: bool, watch: bool, **options: Any) -> None:
    """Prove that the checks of each PROBLEM (a name or a folder) deserve trust.

    Its reference and accepted files must pass, its rejected files must be caught and named, and
    mutants of the reference must be rejected. Without a name, every problem is proved.

    Exit status: 0 all proved, 1 not all proved, 2 a problem could not be read.
    """
    from grader import author
    from grader.load import find_library
    from grader.views import proof as view

    library = find_library(options["problems"], options["solutions"])
    if options["save"] and options["every"] > 1:
        raise UsageError("--save keeps whole proofs only: leave out --every")
    shared = {name: options[name] for name in ("seeds", "every", "workers")} | {"tell": tell}
    if watch:
        if len(problem) != 1 or as_json or options["save"]:
            raise UsageError("--watch proves one problem, and neither saves nor prints JSON")
        for found in author.watch(problem[0], library, **shared):
            click.clear()
            if isinstance(found, ProblemError):
                click.echo(f"grade: {found}", err=True)
            else:
                show_lines(view.lines, found, plain=options["plain"])
            click.echo("  waiting for the next save, Ctrl-C ends")
    found_all = []
    for proof in author.proofs(
        problem, library, sandbox=not options["no_sandbox"], keep=options["save"], **shared
    ):
        found_all.append(proof)
        if not as_json:
            show_lines(view.lines, proof, plain=options["plain"])
            click.echo()
    if as_json:
        click.echo(view.to_json(found_all), nl=False)
    elif len(found_all) != 1:
        good = sum(proof.proved for proof in found_all)
        click.echo(f"{good} of {len(found_all)} problems proved")
    sys.exit(ALL_PASSED if all(proof.proved for proof in found_all) else NOT_PASSED)


def tell(text: str) -> None:
    """What a long command is doing, on a terminal only."""
    if sys.stderr.isatty():
        click.echo(text, err=True)


def show_lines(view: Callable[..., list[tuple[str, str]]], value: Any, *, plain: bool) -> None:
    """Print a view's lines, in colour where there is colour."""
    if colourful() and not plain:
        print_styled(view(value, width=columns()))
        return
    for _, line in view(value, width=columns(), plain=plain or not can_print("✓│·")):
        click.echo(line.rstrip())


@main.command()
@click.argument("slug")
@folders
def new(slug: str, problems: str | None, solutions: str | None) -> None:
    """Begin a problem called SLUG: both folders, from a template that proves itself."""
    from grader import author
    from grader.load import find_library

    for path in author.new(slug, find_library(problems, solutions)):
        click.echo(f"  {os.path.relpath(path)}")
    click.echo(f"\nNow: grade prove {slug} --watch, and docs/authoring.md")


def entry() -> None:
    """The console script `grade`."""
    sys.exit(invoke(sys.argv[1:]))


def invoke(arguments: list[str]) -> int:
    """Run one command line; every way out is an exit status."""
    try:
        main.main(arguments, prog_name="grade", standalone_mode=False)
    except (click.exceptions.Abort, KeyboardInterrupt):
        click.echo("grade: interrupted", err=True)
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return NOT_GRADED
    except GraderError as error:
        click.echo(f"grade: {error}", err=True)
        return NOT_GRADED
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # the reader left; nothing more can be said
        return NOT_GRADED
    except SystemExit as stop:
        return int(stop.code or 0)
    except Exception:  # a fault of ours must not look like a verdict
        import traceback

        traceback.print_exc()
        click.echo("grade: this is a fault in grade itself; nothing was graded", err=True)
        return NOT_GRADED
    return ALL_PASSED


__all__ = ["entry", "invoke", "main"]
