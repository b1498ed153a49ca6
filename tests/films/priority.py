"""Keep an encoder from changing this process's priority."""

import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def usual_priority() -> Iterator[None]:
    """Put the scheduling policy back at the end.

    As root, SVT-AV1 gives the thread that opens it real-time priority. Every process that this one started
    later would inherit it: a browser and a web server then leave no time to the workers they wait for.
    """
    policy, parameters = os.sched_getscheduler(0), os.sched_getparam(0)
    try:
        yield
    finally:
        os.sched_setscheduler(0, policy, parameters)
