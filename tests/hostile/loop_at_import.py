"""Threat: an endless loop before any question. Expect: timed out.

Seconds: 0.5
Says: no answer in time
"""

while True:
    pass
