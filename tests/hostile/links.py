"""Threat: symbolic and hard links from the private /tmp to the secret. Expect: nothing.

Control: gets something
"""

import os
import tempfile

HERE = tempfile.gettempdir()


def attack():
    got = []
    for number, target in enumerate(("@secret_file@", "@secret_folder@", "/etc/passwd", "/")):
        for make in (os.symlink, os.link):
            name = f"{HERE}/link{number}{make.__name__}"
            try:
                make(target, name)
                got.append(f"{make.__name__} to {target}")
                with open(name, "rb") as file:
                    got.append(f"{target}: {file.read(40)!r}")
            except OSError:
                pass
    return got
