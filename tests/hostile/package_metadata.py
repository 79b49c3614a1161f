"""Threat: where the project is, from installed metadata and links to checkouts. Expect: nothing.

Control: gets something
"""

import importlib.metadata
import os
import sys


def attack():
    got = []
    try:
        for file in importlib.metadata.distribution("grader").files or []:
            got.append(f"{file}")
    except importlib.metadata.PackageNotFoundError:
        pass
    for folder in sys.path:
        try:
            names = [n for n in os.listdir(folder) if n.endswith((".pth", ".egg-link"))]
        except OSError:
            continue
        for name in names:
            try:
                with open(os.path.join(folder, name)) as file:
                    got.append(f"{name}: {file.read(60)!r}")
            except OSError:
                pass
    return got[:20]
