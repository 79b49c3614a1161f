"""A problem without JAX, so that a hundred hostile submissions are graded in a minute."""

import numpy as np

from grader.expect import expect_array, expect_close
from grader.suite import Subject, Suite

SHAPES = ((3,), (2, 4), (1,), (5, 1))


class Doubler(Subject):
    """`double`, in the grade's own process and in a second one."""

    def __init__(self, context):
        super().__init__(context)
        self.asked = []

    def ask(self, x, handle=None):
        entry = (handle or self.context.submission).double
        return entry.call((x,), arrays="numpy")[0]


suite = Suite(Doubler)


@suite.check("twice the input")
def doubles(subject, draw):
    for shape in SHAPES:
        x = draw.normal(*shape)
        subject.asked.append(x)
        got = expect_array(subject.ask(x), shape)
        expect_close(got, 2 * x.astype(np.float64))


@suite.check("the same when asked again", needs=["doubles"])
def asked_again(subject, draw):
    for x in reversed(subject.asked):
        expect_close(expect_array(subject.ask(x), x.shape), 2 * x.astype(np.float64))


@suite.check("the same in another process", needs=["doubles"])
def elsewhere(subject, draw):
    questions = [*reversed(subject.asked), draw.normal(4)]

    def work(submission, library):
        return [subject.ask(x, submission) for x in questions]

    for x, got in zip(questions, subject.context.witness(work)(), strict=True):
        expect_close(
            expect_array(got, x.shape), 2 * x.astype(np.float64), what="in another process"
        )
