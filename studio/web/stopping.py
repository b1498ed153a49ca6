"""Set when the web server is asked to stop, so that requests that wait can answer at once."""

import threading

stopping = threading.Event()
