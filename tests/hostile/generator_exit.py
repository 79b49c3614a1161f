"""Threat: the odd BaseExceptions, one after the other. Expect: not passed.

Says: GeneratorExit|StopIteration|Mine
"""

import asyncio


class Mine(BaseException):
    """Caught by no `except Exception`."""


ERRORS = [GeneratorExit(), StopIteration(2), Mine("passed"), asyncio.CancelledError()]


def double(x):
    raise ERRORS.pop(0)
