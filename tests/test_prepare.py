"""The compile cache: made whole or not at all, and used only when nobody else could write it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from grader import prepare as module
from grader.errors import UsageError
from grader.load import Library
from grader.prepare import Prepared, current, in_background, prepare
from grader.runner import compiled

if os.name != "posix":
    pytest.skip("compiled code is kept on Linux and macOS only", allow_module_level=True)

# In place of compiling, which takes some seconds: writes where the compiler would write.
FAKE = """
import os, pathlib
folder = pathlib.Path(os.environ["JAX_COMPILATION_CACHE_DIR"])
(folder / "one-cache").write_bytes(b"1" * 1000)
(folder / "two-cache").write_bytes(b"2" * 2000)
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of caches, still empty, and a fill that takes no time."""
    monkeypatch.setenv("GRADE_CACHE", str(tmp_path / "caches"))
    monkeypatch.setattr(module, "FILL", FAKE)
    monkeypatch.setattr(module, "_byte_compile", lambda: None)
    monkeypatch.setattr(os, "nice", lambda _: 0)
    yield tmp_path / "caches"


def folders(home: Path) -> list[str]:
    return sorted(entry.name for entry in home.iterdir() if entry.is_dir())


def test_where_nothing_is_there_is_nothing_ready(home: Path) -> None:
    assert compiled.ready() == "" and current() is None
    home.mkdir()
    (home / compiled.key()).mkdir()
    assert compiled.ready() == "", "a folder without the last file is not whole"


def test_what_was_made_is_ready_private_and_made_once(home: Path, library: Library) -> None:
    made = prepare(library)
    assert made.folder == home / compiled.key() and made.entries == 2
    assert compiled.ready() == str(made.folder.resolve())
    assert current() == made == prepare(library)
    assert made.folder.stat().st_mode & 0o077 == 0, "nobody else may even read it"
    assert {entry.name for entry in made.folder.iterdir()} == {
        "one-cache", "two-cache", compiled.DONE,
    }  # fmt: skip


def test_again_makes_it_anew(home: Path, library: Library) -> None:
    made = prepare(library)
    (made.folder / "one-cache").unlink()
    assert prepare(library).folder == made.folder
    assert not (made.folder / "one-cache").exists(), "it is there already"
    prepare(library, again=True)
    assert (made.folder / "one-cache").exists() and folders(home) == [compiled.key()]


@pytest.mark.parametrize("mode", [0o777, 0o720, 0o702])
@pytest.mark.parametrize("which", ["", compiled.DONE])
def test_one_that_others_could_write_is_not_used(
    home: Path, library: Library, mode: int, which: str
) -> None:
    made = prepare(library)
    (made.folder / which).chmod(mode)
    assert compiled.ready() == "" and current() is None


def test_one_in_a_folder_that_others_could_write_is_not_used(home: Path, library: Library) -> None:
    prepare(library)
    home.chmod(0o777)
    assert compiled.ready() == "", "another could be put in its place"
    with pytest.raises(UsageError, match=f"^others can write {home}: chmod go-w it"):
        prepare(library)


def test_one_that_belongs_to_somebody_else_is_not_used(
    home: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare(library)
    monkeypatch.setattr(os, "geteuid", lambda: os.stat(home).st_uid + 1)
    assert compiled.ready() == ""


def test_one_that_is_not_used_is_made_anew(home: Path, library: Library) -> None:
    made = prepare(library)
    made.folder.chmod(0o777)
    (made.folder / "planted").write_text("by somebody else", encoding="utf-8")
    prepare(library)
    assert compiled.ready() and not (made.folder / "planted").exists()


def test_a_half_made_one_is_never_seen_and_a_failed_one_is_removed(
    home: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "FILL", FAKE + "\nraise SystemExit('no room is left')\n")
    with pytest.raises(UsageError, match="^the cache could not be made: no room is left$"):
        prepare(library)
    assert compiled.ready() == "" and folders(home) == []

    seen: list[Any] = []
    run = subprocess.run

    def looking(*args: Any, **more: Any) -> Any:
        done = run(*args, **more)
        seen.append((compiled.ready(), current(), len(folders(home))))
        return done

    monkeypatch.setattr(module, "FILL", FAKE)
    monkeypatch.setattr(subprocess, "run", looking)
    prepare(library)
    assert seen == [("", None, 1)] and compiled.ready()


def test_one_made_anew_that_fails_leaves_the_old_one(
    home: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = prepare(library)
    monkeypatch.setattr(module, "FILL", "raise SystemExit('broken')")
    with pytest.raises(UsageError, match="broken"):
        prepare(library, again=True)
    assert current() == made and folders(home) == [compiled.key()]


def test_one_that_is_too_large_is_refused(
    home: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled, "MOST_MB", 0.001)
    with pytest.raises(UsageError, match=r"the cache would take .* MB; 0\.001 are allowed"):
        prepare(library)
    assert compiled.ready() == "" and folders(home) == []


def test_all_but_the_newest_three_are_forgotten(home: Path, library: Library) -> None:
    home.mkdir()
    for number, name in enumerate(("d", "c", "b", "a", ".partial-killed")):
        (home / name).mkdir()
        os.utime(home / name, (1000 + number, 1000 + number))
    os.utime(home / ".partial-killed", (1, 1))
    prepare(library)
    assert folders(home) == sorted(["a", "b", compiled.key()])
    assert compiled.ready()


def test_what_a_killed_process_left_is_removed(home: Path, library: Library) -> None:
    (home / ".partial-killed").mkdir(parents=True)
    prepare(library)
    assert folders(home) == [compiled.key()]


def test_one_made_long_ago_counts_as_new_when_it_is_made_anew(home: Path, library: Library) -> None:
    for number in range(4):
        (home / f"other{number}").mkdir(parents=True)
        os.utime(home / f"other{number}", (2_000_000_000, 2_000_000_000 + number))
    assert prepare(library).folder.is_dir(), "whatever the clocks say, the one just made stays"


def test_a_second_process_is_told_that_one_is_at_work(home: Path, library: Library) -> None:
    home.mkdir()
    holding = (
        "import fcntl, sys; f = open(sys.argv[1], 'w'); fcntl.flock(f, fcntl.LOCK_EX); "
        "print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holding, str(home / "lock")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as other:  # fmt: skip
        assert other.stdout is not None and other.stdout.readline() == "held\n"
        with pytest.raises(UsageError, match="^another process is preparing the cache: wait for"):
            prepare(library)
        other.kill()
    assert prepare(library).entries == 2, "the lock goes with the process that held it"


def test_the_second_who_waited_for_nothing_makes_nothing_twice(
    home: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    really = module._made
    monkeypatch.setattr(module, "_made", lambda *args: made.append(1) or really(*args))  # type: ignore[func-returns-value]
    told: list[str] = []

    def work() -> None:
        try:
            prepare(library)
        except UsageError as error:
            told.append(str(error))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert compiled.ready() and len(folders(home)) == 1
    assert all("another process is preparing" in text for text in told)
    assert len(made) == 1


def test_no_file_of_the_folder_it_is_started_in_runs_in_what_writes(
    home: Path, library: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "planted.py").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(module, "FILL", "import planted")
    with pytest.raises(UsageError, match="No module named 'planted'"):
        prepare(library)


def test_a_folder_that_cannot_be_made_is_told(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("GRADE_CACHE", str(tmp_path / "file" / "caches"))
    with pytest.raises(UsageError, match="cannot be written: Not a directory. Set GRADE_CACHE"):
        prepare(library)
    assert compiled.ready() == ""


def fresh_key() -> str:
    compiled.key.cache_clear()
    return compiled.key()


@pytest.fixture
def keys_anew() -> Iterator[None]:
    yield
    compiled.key.cache_clear()


@pytest.mark.usefixtures("keys_anew")
@pytest.mark.parametrize(
    ("where", "name", "value"),
    [
        (compiled, "_features", lambda: "flags : another processor"),
        (compiled, "_libraries", lambda: ["jax-0.0.1.dist-info"]),
        (compiled.platform, "python_version", lambda: "3.99.0"),
        (compiled.platform, "machine", lambda: "another"),
        (compiled, "FORMAT", compiled.FORMAT + 1),
    ],
)
def test_another_processor_or_version_has_another_key(
    monkeypatch: pytest.MonkeyPatch, where: Any, name: str, value: Any
) -> None:
    before = fresh_key()
    assert fresh_key() == before
    monkeypatch.setattr(where, name, value)
    assert fresh_key() != before


def test_the_key_knows_the_installed_libraries() -> None:
    names = {name.partition("-")[0] for name in compiled._libraries()}
    assert {"jax", "jaxlib", "flax", "numpy"} <= names


def test_off_means_off(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, library: Library) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GRADE_CACHE", "off")

    def never(*_: Any, **__: Any) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr(subprocess, "Popen", never)
    in_background(library)
    assert compiled.ready() == ""
    with pytest.raises(UsageError, match="^GRADE_CACHE=off: unset it, or name a folder"):
        prepare(library)
    assert not list(tmp_path.iterdir()), "off is no folder"


def test_the_background_uses_the_same_folder_from_wherever_it_starts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, library: Library
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GRADE_CACHE", "caches")
    assert compiled.home() == tmp_path / "caches"
    started: list[Any] = []
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **more: started.append(more))
    in_background(library)
    assert started[0]["env"]["GRADE_CACHE"] == str(tmp_path / "caches")


def test_the_command_says_what_there_is(
    home: Path, library: Library, cli: Callable[..., Any]
) -> None:
    made = prepare(library)
    done = cli("prepare", env={"GRADE_CACHE": str(home)})
    assert done.returncode == 0, done.stderr
    assert f"{made.folder}" in done.stdout and isinstance(made, Prepared)


def test_nothing_of_a_solution_is_compiled_into_the_cache(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, library: Library
) -> None:
    """A submission can load and call what is kept: a compiled reference would be an answer."""
    monkeypatch.setenv("GRADE_CACHE", str(tmp_path / "kept"))
    problems = tmp_path / "problems"
    shutil.copytree(library.problems / "lstm_cell", problems / "lstm_cell")
    made = module.prepare(Library(problems, tmp_path / "nowhere"))  # it needs no solution
    operations = {name.name.rsplit("-", 2)[0] for name in made.folder.glob("jit_*")}
    assert {"jit_sort", "jit_argmax"} <= operations
    assert not {"jit_tanh", "jit_concatenate"} & operations, "NumPy evaluates these"
    text = "".join(f.read_text() for f in library.solutions.rglob("*.py"))
    programs = {"jit_" + name for name in re.findall(r"^def (\w+)", text, re.M)}
    assert operations & (programs | {"jit_scan", "jit_while", "jit_step"}) - {
        "jit_sigmoid", "jit_tanh"
    } == set()  # fmt: skip
