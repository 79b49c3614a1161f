"""argv -> exit status. The commands are in `grader.commands`, each imported when it is named.

Nothing heavy is imported here: `grade --help` and the shell's completion must answer at once.
"""

from __future__ import annotations

import importlib
import os
import sys
from typing import TYPE_CHECKING

import click

from grader._version import __version__
from grader.commands.console import ALL_PASSED, INTERRUPTED, NOT_GRADED
from grader.errors import FAULT, GraderError, NoSuchProblem

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

# name: (module of grader.commands, its function, what it is for)
COMMANDS = {
    "run": ("grade", "run", "Grade a file; `grade PROBLEM` is short for `grade run PROBLEM`."),
    "list": ("problems", "list_problems", "The problems in order, and how far you are."),
    "next": ("problems", "next_command", "Which problem to do next."),
    "show": ("show", "show", "Read a problem's statement here, its formulas as text."),
    "start": ("desk", "start", "Put a problem's stub where `grade PROBLEM` looks."),
    "watch": ("watching", "watch", "Grade at each save; h shows a hint, q quits."),
    "hint": ("desk", "hint", "One more hint, the one for your mistake first."),
    "plot": ("picture", "plot", "Draw what an answer does over time, and say it in words."),
    "solution": ("desk", "solution", "The reference beside your own answer."),
    "reset": ("desk", "reset", "Put the stub back, and keep your file."),
    "history": ("past", "history", "Your attempts."),
    "diff": ("past", "diff", "What changed between two attempts."),
    "progress": ("problems", "progress", "How far you are, in words and bars."),
    "data": ("past", "data", "Export or delete what is recorded."),
    "notebook": ("notebook", "notebook", "A track as a Jupyter notebook to solve it in."),
    "batch": ("teacher", "batch", "Grade many files, a line each."),
    "prepare": ("teacher", "prepare", "Make ready once what every grade needs."),
    "doctor": ("system", "doctor", "What this machine offers for grading, and what it lacks."),
    "completion": ("completion", "completion", "Let bash, zsh or fish complete `grade` with TAB."),
    "new": ("author", "new", "Begin a problem of your own, from a template."),
    "prove": ("author", "prove", "Prove that a problem's checks deserve trust."),
}


class Commands(click.Group):
    """The commands, imported when named. `grade problems/gru_cell` means `grade run ...`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name, _ = COMMANDS[cmd_name]
        command = getattr(importlib.import_module(f"grader.commands.{module}"), name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, _, text) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS:
            args = ["run", *args]
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """What may stand first: a command, or a problem, or the path of a problem's folder."""
        from click.shell_completion import CompletionItem

        from grader.commands import complete

        named = [
            CompletionItem(name, help=text)
            for name, (_, _, text) in COMMANDS.items()
            if name.startswith(incomplete)
        ]
        options = click.Command.shell_complete(self, ctx, incomplete)
        if options:  # what was typed begins with a dash
            return options
        return [*named, *complete.problems(ctx, None, incomplete)]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        known = {"--help", "-h", "--version"}
        if args and args[0].startswith("-") and args[0] not in known:
            args = ["run", *args]
        return super().parse_args(ctx, args)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="grade")
def main() -> None:
    """Grade what you wrote, and read which mistake you made.

    \b
    grade problems/gru_cell          grade problems/gru_cell/submission.py
    grade gru_cell my_answer.py      grade another file; - is standard input
    grade list                       the problems, in order
    grade start gru_cell             begin one; grade next says which
    grade hint gru_cell              one hint at a time

    
    grade new my_problem             begin a problem of your own
    grade prove my_problem           prove its checks; without a name, all problems
    """


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
        click.echo(_said(error), err=True)
        return NOT_GRADED
    except NoSuchProblem as error:
        click.echo(f"grade: {error}{_command_like(arguments[0])}", err=True)
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
        click.echo(f"grade: {FAULT}", err=True)
        return NOT_GRADED
    return ALL_PASSED


def _said(error: click.ClickException) -> str:
    """What is wrong with the command line, as any other error; a bare command shows its help."""
    if type(error).__name__ == "NoArgsIsHelpError":
        return error.format_message()
    context = error.ctx if isinstance(error, click.UsageError) else None
    said = " ".join(error.format_message().split())
    stop = "" if said.endswith((".", "?")) else "."
    return f"grade: {said}{stop} See {context.command_path if context else 'grade'} --help"


def _command_like(word: str) -> str:
    """A sentence for a misspelt command, which was taken for a problem."""
    import difflib

    near = [] if word in COMMANDS else difflib.get_close_matches(word, COMMANDS, n=1)
    return f" The nearest command is `grade {near[0]}`." if near else ""


__all__ = ["entry", "invoke", "main"]
