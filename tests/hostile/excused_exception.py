"""Threat: raises the judge's own verdicts by name. Expect: not passed.

Says: CheckExcused
"""


class CheckExcused(Exception):
    """Named like the exception that excuses a check."""


class SubmissionStopped(Exception):
    """Named like the judge's."""


def double(x):
    raise CheckExcused("cannot be asked of this submission")
