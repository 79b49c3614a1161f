"""Threat: what is left in this process's memory from before. Expect: nothing."""

import re

NEEDLE = re.compile(rb"hostile-" + rb"canary-[0-9a-f]{32}")


def attack():
    got = []
    try:
        with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as memory:
            for line in maps:
                place, rights = line.split()[:2]
                if rights[0] != "r" or "[v" in line:
                    continue
                start, end = (int(part, 16) for part in place.split("-"))
                try:
                    memory.seek(start)
                    data = memory.read(min(end - start, 64 << 20))
                except (OSError, ValueError, OverflowError):
                    continue
                got += [str(match) for match in NEEDLE.findall(data or b"")]
    except OSError:
        pass
    return got
