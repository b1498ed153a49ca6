"""Lines for the log, without what opens a door."""

import logging
import re
from typing import Any

SIGNED = re.compile(r"(/keyframes/|/s/|/join/|/(?:password-)?reset/[^/\s]+/)[^/\s\"'?]+")


class Line(logging.Formatter):
    """One line, in which a signed address has lost its signature: logs are copied around."""

    def format(self, record: logging.LogRecord) -> str:
        return SIGNED.sub(r"\1…", super().format(record))


def logging_at(queue_level: str) -> dict[str, Any]:
    """Django's LOGGING: everything to the console, without the addresses that open doors."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {"()": Line, "format": "{asctime} {levelname} {name}: {message}", "style": "{"}
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            # httpx and httpcore write whole addresses at INFO and DEBUG, and ours are signed.
            "httpx": {"level": "WARNING"},
            "httpcore": {"level": "WARNING"},
            "django-q": {"level": queue_level},
        },
    }
