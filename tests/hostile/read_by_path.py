"""Threat: files of the judge, the repository, the home and the system, by path. Expect: nothing.

Control: gets something
"""

import glob
import os

REPOSITORY, HOME = "@repository@", "@home@"
PATHS = [
    "@secret_file@", "/etc/passwd", "/etc/shadow", "/etc/hostname", "/etc/machine-id",
    f"{HOME}/.bashrc", f"{HOME}/.profile", f"{HOME}/.ssh/id_rsa", f"{HOME}/.netrc",
    f"{REPOSITORY}/pyproject.toml", f"{REPOSITORY}/.git/HEAD", f"{REPOSITORY}/README.md",
    "/proc/version", "/proc/sys/kernel/random/boot_id",
    *(f"{REPOSITORY}/grader/{name}.py" for name in ("judge", "expect", "draw", "load", "cli")),
    *(f"{REPOSITORY}/grader/runner/{name}.py" for name in ("sandbox", "policy", "local")),
    f"{REPOSITORY}/problems/gru_cell/checks.py", f"{REPOSITORY}/problems/gru_cell/problem.toml",
    f"{REPOSITORY}/solutions/gru_cell/reference.py",
    f"{REPOSITORY}/solutions/gru_cell/equations.py",
    *glob.glob("/etc/*.conf"), *glob.glob(f"{REPOSITORY}/solutions/*/*/*.py"),
]  # fmt: skip


def attack():
    got = []
    for path in PATHS:
        for kind in ("file", "descriptor"):
            try:
                if kind == "file":
                    with open(path, "rb") as file:
                        text = file.read(60)
                else:
                    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
                    text = os.read(descriptor, 60)
                    os.close(descriptor)
                got.append(f"{path}: {text!r}")
            except OSError:
                pass
    return got
