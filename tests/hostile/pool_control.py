"""Threat: the socket by which the judge commands the fork server. Expect: nothing.

Start: warm
"""

import array
import json
import os
import socket
import stat

WANTED = json.dumps({"fork": {}, "reap": 1}).encode()


def attack():
    got = []
    for descriptor in range(1024):
        try:
            mode = os.fstat(descriptor).st_mode
        except OSError:
            continue
        if not stat.S_ISSOCK(mode):
            continue
        got.append(f"{descriptor} is a socket")
        try:
            link = socket.socket(fileno=os.dup(descriptor))
            fds = array.array("i", [0, 1, 2])
            link.sendmsg([WANTED], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, fds)])
            got.append(f"asked the server by {descriptor}")
        except OSError:
            pass
    return got
