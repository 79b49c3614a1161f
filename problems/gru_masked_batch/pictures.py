"""The picture of a padded batch: every row moves until its own end, and then not at all."""

from __future__ import annotations

from grader.load import load_beside

recurrent = load_beside(__file__, "gru_cell", "recurrent")
checks = load_beside(__file__, "", "checks")
LENGTHS = (8, 5, 2, 0)
T, D, H = 8, 3, 2


def pictures(subject, draw):
    """What is shown of unit 0 of each row, and each row's last state."""
    args = checks.question(draw, (len(LENGTHS), T, D, H), LENGTHS, padding=3.0)
    last, hs = recurrent.asked(subject, checks.NAME, *args, traced=True)
    right_last, right = subject.truth.gru_masked(*args)
    names = [f"row {b}, length {n}" for b, n in enumerate(LENGTHS)]
    yield recurrent.states(
        right[:, :, 0].T, hs[:, :, 0].T, title="What is shown, unit 0 of each row", up="hs",
        names=names, first=1, note="After its length a row shows 0.",
    )  # fmt: skip
    yield recurrent.states(
        right_last, last, title="The last state of each row", up="h_last", across="row", first=0,
        names=[f"unit {i}" for i in range(H)], note="It is the state at the row's own end.",
    )  # fmt: skip
