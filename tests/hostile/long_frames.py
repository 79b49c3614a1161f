"""Threat: functions with enormous names and line numbers in the traceback. Expect: not passed."""

NAME = "f" * 50_000


def double(x):
    space = {}
    code = compile(
        "\n" * 100_000 + f"def {NAME}(n):\n return {NAME}(n - 1) if n else 1 / 0",
        "submission.py",
        "exec",
    )
    exec(code, space)
    return space[NAME](500)
