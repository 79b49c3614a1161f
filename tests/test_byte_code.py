"""The runner's own modules are compiled by the judge, for a runner writes nothing."""

from __future__ import annotations

import os
import py_compile
import sys
from pathlib import Path

import pytest

from grader.runner import policy, process


@pytest.fixture
def package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A package of one module, in place of ours."""
    source = tmp_path / "child.py"
    source.write_text("x = 1\n", encoding="utf-8")
    monkeypatch.setattr(policy, "PACKAGE", tmp_path)
    monkeypatch.setattr(policy, "OWN", ("child.py",))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return source


def keep() -> None:
    process.keep_byte_code.cache_clear()
    process.keep_byte_code()


def test_it_is_made_once_and_shown_to_the_runner(package: Path) -> None:
    assert policy.own_files() == [str(package)]
    keep()
    code = policy.byte_code(package)
    assert policy.own_files() == [str(package), str(code)]
    made = code.stat().st_ino
    keep()
    assert code.stat().st_ino == made


def test_it_is_what_python_itself_would_look_for(package: Path) -> None:
    keep()
    assert list(package.parent.glob("__pycache__/*.pyc")) == [policy.byte_code(package)]
    assert Path(py_compile.compile(str(package)) or "") == policy.byte_code(package)


def test_that_of_another_source_is_made_anew(package: Path) -> None:
    keep()
    before = policy.byte_code(package).read_bytes()
    package.write_text("x = 22\n", encoding="utf-8")
    os.utime(package, (1e9, 1e9))  # older than the byte code, as an installer may leave it
    keep()
    assert policy.byte_code(package).read_bytes() != before


def test_none_is_made_where_none_is_wanted(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    keep()
    assert not policy.byte_code(package).exists()


def test_a_folder_that_cannot_be_written_costs_nothing(package: Path) -> None:
    (package.parent / "__pycache__").write_text("in the way", encoding="utf-8")
    keep()
    assert policy.own_files() == [str(package)]
