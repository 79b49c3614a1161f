"""Threat: source nested beyond what a parser can take. Expect: died, raised or too much memory."""


def attack():
    exec("x = " + "(" * 100_000 + ")" * 100_000)
    return ["compiled"]
