"""A process in place of the one that opens films, which hangs."""

import time

time.sleep(600)
