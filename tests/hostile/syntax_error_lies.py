"""Threat: a SyntaxError whose fields are of other types. Expect: not passed."""


def double(x):
    error = SyntaxError("bad")
    error.filename, error.lineno, error.offset = "submission.py", "\x1b[31m", -(10**30)
    error.msg = ["\x1b]52;c;aGk=\a"]
    raise error
