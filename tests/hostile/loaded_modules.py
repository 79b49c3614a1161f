"""Threat: judging code among the loaded modules. Expect: nothing."""

import sys

FAR_SIDE = {
    "grader", "grader.model", "grader.errors", "grader.runner", "grader.runner.child",
    "grader.runner.confine", "grader.runner.library", "grader.runner.linen",
    "grader.runner.policy", "grader.runner.program", "grader.runner.wire", "grader.runner.zygote",
}  # fmt: skip


def attack():
    found = {name for name in sys.modules if name.partition(".")[0] in ("grader", "_grade")}
    others = ("pytest", "hypothesis", "click", "rich", "arena", "test_sandbox")
    return sorted(found - FAR_SIDE) + [name for name in others if name in sys.modules]
