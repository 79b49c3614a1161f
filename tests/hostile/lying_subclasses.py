"""Threat: subclasses of int, float, str, list, dict with other contents. Expect: not passed."""


class Number(float):
    def hex(self):
        return "passed"

    def __eq__(self, other):
        return True


class Text(str):
    def __len__(self):
        return 0

    def encode(self, *args):
        return b"passed"


class Parts(list):
    def __iter__(self):
        return iter([Number(2)] * 3)


class Fields(dict):
    def items(self):
        return [("a", Number(2))] * 2


ANSWERS = [Number(2), Text("x" * 100_000), Parts(), Fields(a=1), [Parts()], {"a": Fields()}]


def double(x):
    return ANSWERS.pop(0)
