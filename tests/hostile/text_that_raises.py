"""Threat: an exception whose text raises, exits or is no text. Expect: not passed."""


class Bad(Exception):
    def __str__(self):
        raise SystemExit(0)

    __repr__ = __str__

    @property
    def __traceback__(self):
        raise KeyboardInterrupt


class Worse(type):
    @property
    def __name__(cls):
        raise SystemExit(0)


class Worst(Exception, metaclass=Worse):
    def __str__(self):
        return 5


ERRORS = [Bad(), Worst()]


def double(x):
    raise ERRORS.pop()
