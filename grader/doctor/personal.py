"""What belongs to the person who grades: their folders and their terminal."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from grader import database
from grader.doctor.findings import Finding, State, Surroundings


def files(surroundings: Surroundings) -> list[Finding]:
    """Whether the data folder and the temporary one can be written to."""
    advice = "set {} to a folder that you may write to"
    return [
        _writable("data folder", database.folder(), advice.format("GRADE_DATA")),
        _writable("temporary folder", Path(tempfile.gettempdir()), advice.format("TMPDIR")),
    ]


def _writable(name: str, folder: Path, advice: str) -> Finding:
    made = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"grade")
    except OSError as error:
        return Finding("files", name, State.BAD, f"{folder}: {error.strerror}", advice)
    finally:
        for path in made:  # as it was before
            with contextlib.suppress(OSError):
                path.rmdir()
    return Finding("files", name, State.OK, f"{folder} can be written to")


def terminal(surroundings: Surroundings) -> list[Finding]:
    """What the report can use: symbols, colour, width."""
    s, lacks = surroundings, State.LACKS
    symbols = Finding("terminal", "symbols", State.OK, f"{s.encoding} has them")
    if not s.symbols:
        said = f"{s.encoding} has none: words are used instead"
        symbols = Finding("terminal", "symbols", lacks, said, "PYTHONUTF8=1, or a UTF-8 terminal")
    colour = Finding("terminal", "colour", State.OK, "used")
    if not s.colour:
        why = "NO_COLOR is set" if os.environ.get("NO_COLOR") else "this is not a colour terminal"
        colour = Finding("terminal", "colour", lacks, f"not used: {why}")
    width = Finding("terminal", "width", State.OK, f"{s.columns} columns")
    if s.columns < 60:
        said = f"{s.columns} columns; reports are 60 to 100 wide, so lines will wrap"
        width = Finding("terminal", "width", lacks, said, "make the window wider")
    return [symbols, colour, width]
