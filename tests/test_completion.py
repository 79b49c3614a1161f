"""TAB in a real bash, the scripts for zsh and fish, and where `install` puts them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.commands import completion

ROOT = Path(__file__).resolve().parents[1]
BASH = shutil.which("bash")

# Asks bash for what TAB gives: the words typed so far are its arguments.
ASK = """
eval "$(grade completion bash)"
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
compopt() { local IFS=' '; echo "compopt $*"; }
_grade_completion grade
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """A search path on which `grade` is this checkout's."""
    folder = tmp_path_factory.mktemp("bin")
    command = folder / "grade"
    command.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m grader "$@"\n')
    command.chmod(0o755)
    return f"{folder}:{os.environ['PATH']}"


@pytest.fixture(scope="module")
def offered(path, environment, tmp_path_factory):
    """offered(words...): the lines that TAB offers in bash for the last of these words."""
    assert BASH, "completion is tested with a real bash: install one"
    elsewhere = tmp_path_factory.mktemp("elsewhere")

    def ask(*words, **env):
        done = subprocess.run(
            [BASH, "--norc", "--noprofile", "-c", ASK, "bash", "grade", *words],
            capture_output=True, text=True, timeout=120, cwd=elsewhere,
            env=environment({"PATH": path, **env}),
        )  # fmt: skip
        assert done.stderr == ""
        return [line for line in done.stdout.split("\n") if line]

    return ask


def test_the_first_word_is_a_command_or_a_problem(offered, library):
    words = offered("")
    assert {"list", "prove", "doctor", "completion"} <= set(words)
    assert set(library.slugs()) <= set(words)


def test_a_problem_is_completed_with_and_without_run(offered):
    assert offered("gru_bl") == ["gru_blend"]
    assert offered("run", "gru_bl") == ["gru_blend"]
    assert offered("prove", "rnn_cell", "gru_bl") == ["gru_blend"]


def test_a_path_is_completed_by_the_shell(offered):
    assert offered("problems/") == ["compopt -o dirnames"]
    assert offered("run", "./pro") == ["compopt -o dirnames"]


def test_the_second_word_is_a_file(offered):
    assert offered("gru_blend", "my") == ["compopt -o default"]


def test_options_and_their_values_are_completed(offered):
    assert offered("gru_blend", "--iso") == ["--isolation"]
    assert offered("gru_blend", "--isolation", "st") == ["strong", "standard"]
    assert "--version" in offered("--")


def test_problems_of_ones_own_are_completed_and_none_of_them_is_read(offered, tmp_path):
    for name in ("mine", "minor", "mi $(touch x) *"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "problem.toml").write_text("this is no TOML [")
    (tmp_path / "mint").mkdir()
    assert offered("mi", GRADE_PROBLEMS=str(tmp_path)) == ["mine", "minor"]
    assert offered("run", "--problems", str(tmp_path), "mi") == ["mine", "minor"]


def test_a_folder_that_is_not_there_offers_nothing(offered, tmp_path):
    assert offered("run", "x", GRADE_PROBLEMS=str(tmp_path / "gone")) == []


def test_tab_reads_no_problem_and_imports_no_judge(cli):
    env = {"_GRADE_COMPLETE": "bash_complete", "COMP_WORDS": "grade run gru", "COMP_CWORD": "2"}
    done = cli(python=["-X", "importtime"], env=env)
    found = {line.rpartition("|")[2].strip() for line in done.stderr.split("\n")}
    assert "plain,gru_blend\n" in done.stdout
    assert found & {
        "tomllib", "numpy", "rich", "sqlite3", "watchfiles", "markdown_it", "hypothesis", "jax",
        "flax", "grader.load", "grader.pipeline",
    } == set()  # fmt: skip


@pytest.mark.parametrize(
    "shell, said",
    [("bash", "complete -o nosort -F _grade_completion grade"), ("zsh", "#compdef grade"),
     ("fish", "complete --no-files --command grade")],
)  # fmt: skip
def test_a_script_registers_itself_for_the_command(shell, said):
    text = completion.script(shell)
    assert said in text
    assert f"_GRADE_COMPLETE={shell}_complete" in text


def test_the_script_for_zsh_starts_completion_where_nobody_has():
    first, second, *_ = completion.script("zsh").split("\n")
    assert first == "#compdef grade"
    assert second == "(( $+functions[compdef] )) || { autoload -Uz compinit && compinit -i }"


# --- install ---


@pytest.fixture
def install(cli, tmp_path):
    """install(*options, shell=...): the command, with a home of its own."""

    def run(*options, shell="/bin/zsh"):
        env = {"HOME": str(tmp_path), "SHELL": shell, "XDG_DATA_HOME": "", "XDG_CONFIG_HOME": ""}
        return cli("completion", "install", *options, env=env)

    return run


def test_install_for_fish_writes_the_file_that_fish_reads(install, tmp_path):
    done = install(shell="/usr/bin/fish")
    file = tmp_path / ".config" / "fish" / "completions" / "grade.fish"
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"written: {file}\n")
    assert file.read_text("utf-8").rstrip() == completion.script("fish").rstrip()
    assert install(shell="/usr/bin/fish").returncode == 0  # a second time too


def test_install_leaves_a_file_of_somebody_elses(install, tmp_path):
    file = tmp_path / ".config" / "fish" / "completions" / "grade.fish"
    file.parent.mkdir(parents=True)
    file.write_text("# mine\n")
    done = install("--shell", "fish")
    assert (done.returncode, file.read_text()) == (2, "# mine\n")
    assert done.stderr == f"grade: {file} is there and is not ours: move it away first\n"


def test_install_for_zsh_says_which_line_to_add_and_changes_nothing(install, tmp_path):
    rc = tmp_path / ".zshrc"
    rc.write_text("# mine\n")
    done = install()
    assert f"Add this line to {rc}, or let --yes add it:" in done.stdout
    assert 'eval "$(grade completion zsh)"' in done.stdout
    assert rc.read_text() == "# mine\n"


def test_install_with_yes_adds_the_line_once(install, tmp_path):
    rc = tmp_path / ".zshrc"
    rc.write_text("# mine\n")
    assert f"added to {rc}:" in install("--yes").stdout
    assert f"{rc} has the line already:" in install("--yes").stdout
    text = rc.read_text()
    assert text.startswith("# mine\n") and text.count("grade completion zsh") == 1


def test_bash_reads_the_file_where_bash_completion_is_installed(monkeypatch, tmp_path):
    loader = tmp_path / "bash_completion"
    monkeypatch.setattr(completion, "LOADERS", (str(loader),))
    monkeypatch.setenv("BASH_COMPLETION_USER_DIR", str(tmp_path))
    assert completion.place("bash") is None
    loader.touch()
    assert completion.place("bash") == tmp_path / "completions" / "grade"


def test_an_unknown_shell_names_those_that_are_known(install):
    done = install(shell="/bin/tcsh")
    said = "grade: SHELL is tcsh: add --shell with one of bash, zsh, fish\n"
    assert (done.returncode, done.stderr) == (2, said)
