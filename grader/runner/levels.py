"""How a runner is confined: strong, standard or none, and which of them this system has.

*standard*: the runner's process locks itself down (`grader.runner.confine`).
*strong*: the same, inside bubblewrap: its own file tree, process ids, network and IPC as well.
*none*: a process of its own with limits, for practice on one's own file.

What is chosen here by looking is proved by trying: bubblewrap by a run of this very policy, the
lock-down by the runner itself, which attacks a few canaries before it reads the submission
(`grader.runner.child`). A proof that fails ends the grade; nothing falls back to a lower level.
"""

from __future__ import annotations

import functools
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from grader.errors import SandboxError
from grader.runner import policy

PRACTICE = (
    "This system cannot isolate a submission: {why}. For practice on your own file use "
    "`--isolation none`; its verdict is marked so. To grade what others wrote, use Linux 5.13 or "
    "later (WSL2 and containers will do)."
)


def settle(asked: str, *, attended: bool) -> str:
    """The level to run at.

    Args:
        asked: a level, or "auto" for the best there is.
        attended: a person at a terminal, who may grade their own file without isolation.

    Raises:
        SandboxError: when the level is not to be had, with what is missing and how to grant it.
    """
    if asked == "none":
        return "none"
    lacking = missing_lockdown()
    if asked == "auto" and lacking and attended:
        return "none"
    if lacking:
        raise SandboxError(PRACTICE.format(why=lacking))
    if asked == "standard":
        return "standard"
    trouble = missing_bubblewrap()
    if asked == "strong" and trouble:
        raise SandboxError(
            f"--isolation strong: {trouble}.\nInstall bubblewrap (the package is called bubblewrap "
            "on Debian, Ubuntu, Fedora and Arch), and where an ordinary user may not make a user "
            "namespace, allow it: on Ubuntu, sudo sysctl "
            "kernel.apparmor_restrict_unprivileged_userns=0. Without --isolation the best level "
            "that there is will be used."
        )
    return "standard" if trouble else "strong"


@functools.cache
def missing_lockdown() -> str:
    """What the lock-down lacks here, or "" when nothing does."""
    if not sys.platform.startswith("linux"):
        return f"{platform.system()} has neither Landlock nor seccomp"
    from grader.runner import confine

    if platform.machine() not in confine.ARCHITECTURES:
        return f"no system-call table for {platform.machine()}"
    if confine.landlock_abi() < 1:
        return "the kernel has no Landlock (Linux 5.13 or later, switched on)"
    return ""


@functools.cache
def missing_bubblewrap() -> str:
    """Why bubblewrap cannot be used here, or "" when a trial run of our policy worked."""
    found = shutil.which("bwrap")
    if found is None:
        return "no bwrap was found"
    python = [policy.executable(), "-I", "-S", "-c", "pass"]
    try:
        with tempfile.TemporaryDirectory(prefix="grade-") as folder:
            command = bubblewrapped(python, folder)
            trial = subprocess.run(
                command, env={}, stdin=subprocess.DEVNULL, capture_output=True, timeout=20
            )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"bwrap did not run: {error}"
    if trial.returncode != 0:
        said = trial.stderr.decode("utf-8", "replace").strip().split("\n")[-1]
        return f"bwrap was refused: {said[:200]}"
    return ""


COMPILED = "/compiled"  # what the compile cache is called inside bubblewrap


def bubblewrapped(
    command: Sequence[str], temporary: str, inside: str = "/tmp", *, compiled: str = ""
) -> list[str]:
    """`command` inside bubblewrap: the policy's files, `temporary` as `inside`, no network, and
    the compile cache to be read."""
    wrapper = shutil.which("bwrap")
    assert wrapper is not None
    arguments = [
        wrapper, "--unshare-all", "--unshare-user", "--die-with-parent", "--new-session",
        "--cap-drop", "ALL", "--hostname", "grade", "--proc", "/proc",
        "--bind", temporary, inside,
    ]  # fmt: skip
    for device in policy.DEVICES:
        arguments += ["--dev-bind-try", device, device]
    for path in (*policy.SYSTEM, "/sys/devices/system/cpu", "/sys/devices/system/node"):
        if os.path.islink(path) and os.path.isdir(path):
            arguments += ["--symlink", os.readlink(path), path]
        else:
            arguments += ["--ro-bind-try", path, path]
    beneath = (policy.executable(), *policy.shared_libraries(), *policy.standard_library())
    for path in dict.fromkeys([*beneath, *policy.packages()]):
        if not path.startswith("/usr/lib/"):
            arguments += ["--ro-bind", path, path]
    if compiled:
        arguments += ["--ro-bind", compiled, COMPILED]
    for path in policy.hidden():
        arguments += ["--tmpfs", path] if os.path.isdir(path) else ["--ro-bind", "/dev/null", path]
    own = str(policy.PACKAGE)
    # Cover whatever of this project came along, then show the runner's few modules.
    arguments += ["--tmpfs", own]
    for path in policy.own_files():
        arguments += ["--ro-bind-try" if path.endswith(".pyc") else "--ro-bind", path, path]
    return [
        *arguments, "--remount-ro", own, "--remount-ro", "/", "--chdir", inside, "--", *command,
    ]  # fmt: skip


def own_paths() -> list[str]:
    """Where `import grader` is found inside the runner."""
    return [str(Path(policy.PACKAGE).parent)]
