"""Which level of isolation holds here, layer by layer, and what to do about one that does not."""

from __future__ import annotations

import contextlib
import os
import platform
import sys
from pathlib import Path

from grader.doctor import attacks
from grader.doctor.findings import Finding, State, Surroundings
from grader.errors import SandboxError
from grader.runner import levels


def isolation(surroundings: Surroundings) -> list[Finding]:
    """Attack from inside a runner at each level."""
    control = attacks.attack("none")
    found = [_control(control)]
    for level in ("standard", "strong"):
        found = [*_level(level, control, surroundings), *found]
    return [*found, *_user()]


def _level(
    level: str, control: attacks.Loot | SandboxError, surroundings: Surroundings
) -> list[Finding]:
    lacking = levels.missing_lockdown()
    if level == "strong" and not lacking:
        lacking = levels.missing_bubblewrap()
    if lacking:
        advice = bubblewrap_advice() if not levels.missing_lockdown() else lockdown_advice()
        if level == "strong" and levels.missing_lockdown():
            advice = "see standard"
        return [Finding("isolation", level, State.LACKS, lacking, advice, level)]
    loot = attacks.attack(level)
    if isinstance(loot, SandboxError):
        return [Finding("isolation", level, State.BAD, str(loot), lockdown_advice(), level)]
    return [_layer(level, attack, loot, control) for attack in attacks.ATTACKS]


def _layer(
    level: str, attack: attacks.Attack, loot: attacks.Loot, control: attacks.Loot | SandboxError
) -> Finding:
    name = f"{level}: {attack.what}"
    if attack.name in loot.got:
        if level in attack.beyond:
            said = f"possible at {level}: {attack.means}"
            return Finding("isolation", name, State.LACKS, said, "strong prevents it", level)
        said = f"this got through: {attack.means}"
        return Finding("isolation", name, State.BAD, said, lockdown_advice(), level)
    tried = not isinstance(control, SandboxError) and attack.name in control.got
    said = "stopped" if tried else "stopped, but so it is without isolation: this proves nothing"
    return Finding("isolation", name, State.OK, f"{said} ({attack.layer[level]})", "", level)


def _control(control: attacks.Loot | SandboxError) -> Finding:
    """Level none confines nothing: what does not work there either, proves nothing elsewhere."""
    if isinstance(control, SandboxError):
        said = f"a runner does not even start without isolation: {control}"
        return Finding("isolation", "none", State.BAD, said, "see python and libraries", "none")
    count, total = len(control.got), len(attacks.ATTACKS)
    said = f"confines nothing: {count} of {total} attacks work there, as a comparison should"
    return Finding("isolation", "none", State.OK, said, "", "none")


def _user() -> list[Finding]:
    """A word to root: the layers hold for it too, but there is more to lose."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return []
    said = "you are root, so whatever got through a layer would reach everything"
    return [Finding("isolation", "user", State.LACKS, said, "grade as an ordinary user")]


def bubblewrap_advice() -> str:
    """How to come by level strong on this system."""
    if in_container():
        return (
            "containers mostly forbid bubblewrap, and standard is meant for them; a container of "
            "your own may be started with --security-opt seccomp=unconfined --security-opt "
            "apparmor=unconfined"
        )
    if _first_line("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") == "1":
        return (
            "Ubuntu forbids ordinary users a user namespace: sudo sysctl "
            "kernel.apparmor_restrict_unprivileged_userns=0 allows it until the next start"
        )
    install = {
        "debian": "sudo apt install bubblewrap", "ubuntu": "sudo apt install bubblewrap",
        "fedora": "sudo dnf install bubblewrap", "arch": "sudo pacman -S bubblewrap",
        "alpine": "sudo apk add bubblewrap", "opensuse": "sudo zypper install bubblewrap",
    }  # fmt: skip
    for name in distribution():
        if name in install:
            return f"{install[name]}; without it standard is used"
    return "install the package bubblewrap; without it standard is used"


def lockdown_advice() -> str:
    """How to come by level standard on this system."""
    if sys.platform == "darwin":
        return (
            "macOS has nothing like it; for your own file none will do, and to grade what others "
            "wrote use Linux, for example in Docker"
        )
    if sys.platform == "win32":
        return "use WSL2, where grade is as on Linux: wsl --install, then install it again there"
    if "microsoft" in platform.release().lower():
        return "wsl --update in Windows brings a newer kernel; WSL1 has none of its own, WSL2 has"
    return "use Linux 5.13 or later with Landlock in its list of security modules (lsm=landlock)"


def in_container() -> bool:
    return any(Path(mark).exists() for mark in ("/.dockerenv", "/run/.containerenv"))


def distribution() -> list[str]:
    """This Linux and those it descends from, such as ["ubuntu", "debian"]."""
    with contextlib.suppress(OSError):
        facts = platform.freedesktop_os_release()
        return [facts.get("ID", ""), *facts.get("ID_LIKE", "").split()]
    return []


def _first_line(file: str) -> str:
    with contextlib.suppress(OSError):
        return Path(file).read_text().strip()
    return ""
