"""Threat: this process's own switches in /proc. Expect: nothing."""

FILES = [
    "oom_score_adj", "coredump_filter", "uid_map", "gid_map", "setgroups", "clear_refs", "mem",
    "attr/current", "timerslack_ns", "autogroup", "loginuid", "projid_map", "make-it-fail",
]  # fmt: skip


def attack():
    got = []
    for name in FILES:
        for process in ("self", "thread-self"):
            try:
                open(f"/proc/{process}/{name}", "r+b", 0).close()
                got.append(f"opened {process}/{name} for writing")
            except OSError:
                pass
    return got
