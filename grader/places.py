"""Where this package's own folders are. Light: a shell's completion asks at each TAB."""

from __future__ import annotations

from pathlib import Path


def home() -> Path:
    """The folder that holds `problems` and `solutions`: in a wheel, or the top of a checkout."""
    package = Path(__file__).resolve().parent
    bundled = package / "_bundled"
    return bundled if bundled.is_dir() else package.parent
