"""`grade completion`: what a shell needs to complete `grade` with TAB, and where it looks for it.

What TAB offers is in `grader.commands.complete`.
"""

from __future__ import annotations

import os
from pathlib import Path

import click

from grader.errors import GraderError, UsageError

SHELLS = ("bash", "zsh", "fish")
RC = {"bash": "~/.bashrc", "zsh": "~/.zshrc"}
LINE = 'eval "$(grade completion {shell})"'
# A zsh whose completion nobody has started has no `compdef`.
STARTED = "(( $+functions[compdef] )) || { autoload -Uz compinit && compinit -i }"
LOADERS = (  # of the package bash-completion, which finds a file by the command's name
    "/usr/share/bash-completion/bash_completion",
    "/usr/local/share/bash-completion/bash_completion",
    "/opt/homebrew/etc/profile.d/bash_completion.sh",
    "/etc/bash_completion",
)


@click.command()
@click.argument("what", type=click.Choice([*SHELLS, "install"]), metavar="SHELL|install")
@click.option("--shell", type=click.Choice(SHELLS), help="For install: not the shell of $SHELL.")
@click.option("--yes", is_flag=True, help="For install: add the line to the shell's own file.")
def completion(what: str, shell: str | None, yes: bool) -> None:
    """Print the script that lets bash, zsh or fish complete `grade` with TAB, or install it.

    `grade completion install` puts it where the shell looks, or says which line to add to which
    file. It changes such a file with --yes only.
    """
    if what != "install":
        click.echo(script(what))
        return
    chosen = shell or _shell()
    folder = place(chosen)
    if folder is not None:
        click.echo(f"written: {_put(folder, script(chosen))}")
        click.echo("Open a new terminal, then try: grade <TAB>")
        return
    file, line = Path(RC[chosen]).expanduser(), LINE.format(shell=chosen)
    if _has(file, line):
        click.echo(f"{file} has the line already:\n\n    {line}\n")
    elif yes:
        _append(file, line)
        click.echo(f"added to {file}:\n\n    {line}\n")
    else:
        click.echo(f"Add this line to {file}, or let --yes add it:\n\n    {line}\n")
    click.echo("Open a new terminal, then try: grade <TAB>")


def script(shell: str) -> str:
    """The completion script of click for `shell`."""
    from click.shell_completion import get_completion_class

    from grader.cli import main

    made = get_completion_class(shell)
    assert made is not None
    completer = made(main, {}, "grade", "_GRADE_COMPLETE")
    written = str(completer.source_template % completer.source_vars())
    if shell != "zsh":
        return written
    first, _, others = written.lstrip("\n").partition("\n")  # zsh looks for the first in a file
    return f"{first}\n{STARTED}\n{others}"


def _shell() -> str:
    name = Path(os.environ.get("SHELL", "")).name
    if name not in SHELLS:
        known = ", ".join(SHELLS)
        raise UsageError(f"SHELL is {name or 'not set'}: add --shell with one of {known}")
    return name


def place(shell: str) -> Path | None:
    """The file that the shell reads by itself, or None when it must be told."""
    data = Path(os.environ.get("XDG_DATA_HOME") or "~/.local/share").expanduser()
    config = Path(os.environ.get("XDG_CONFIG_HOME") or "~/.config").expanduser()
    if shell == "fish":
        return config / "fish" / "completions" / "grade.fish"
    if shell == "bash" and any(Path(loader).exists() for loader in LOADERS):
        own = os.environ.get("BASH_COMPLETION_USER_DIR")
        return (Path(own) if own else data / "bash-completion") / "completions" / "grade"
    return None


def _put(file: Path, text: str) -> Path:
    try:
        if file.exists() and "_GRADE_COMPLETE" not in file.read_text(encoding="utf-8"):
            raise UsageError(f"{file} is there and is not ours: move it away first")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text + "\n", encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise GraderError(f"cannot write {file}: {error}") from error
    return file


def _has(file: Path, line: str) -> bool:
    try:
        return line in file.read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError:
        return False


def _append(file: Path, line: str) -> None:
    try:
        with file.open("a", encoding="utf-8") as stream:
            stream.write(f"\n# completes the command `grade`\n{line}\n")
    except OSError as error:
        raise UsageError(f"cannot write {file}: {error.strerror}") from error
