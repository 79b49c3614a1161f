"""Threat: an endless loop before any question. Expect: timed out.

Seconds: 1
Says: no answer in time
"""

while True:
    pass
