"""Lines for the log, without what opens a door."""

import logging
import re

SIGNED = re.compile(r"(/keyframes/|/s/|/join/)[^/\s\"'?]+")


class Line(logging.Formatter):
    """One line, in which a signed address has lost its signature: logs are copied around."""

    def format(self, record: logging.LogRecord) -> str:
        return SIGNED.sub(r"\1…", super().format(record))
