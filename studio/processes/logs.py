"""Configure logging, without secrets in the log lines."""

import logging
import re
from typing import Any

SIGNED = re.compile(r"(/keyframes/|/results/|/s/|/join/|/(?:password-)?reset/[^/\s]+/)[^/\s\"'?]+")


class Line(logging.Formatter):
    """Format one line and remove signatures from signed URLs, because logs get copied around.

    Requests that Django refuses (a foreign Host, too many fields) are worth a line, but no traceback: anybody
    can write as many as they like.
    """

    def format(self, record: logging.LogRecord) -> str:
        if record.name.startswith("django.security"):
            record.exc_info = record.exc_text = None
        return SIGNED.sub(r"\1…", super().format(record))


def build_logging(queue_level: str) -> dict[str, Any]:
    """Return Django's LOGGING: everything goes to the console, without usable signed URLs."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {"()": Line, "format": "{asctime} {levelname} {name}: {message}", "style": "{"}
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            # httpx and httpcore log whole URLs at INFO and DEBUG, and ours are signed.
            "httpx": {"level": "WARNING"},
            "httpcore": {"level": "WARNING"},
            "django-q": {"level": queue_level},
            "axes": {"level": "WARNING"},  # four lines for every sign-in
        },
    }
