"""Answer what the studio can't do just now: the database is locked or away, or the disk is full.

Its transaction was rolled back, and most likely a later try succeeds: 503 with Retry-After.
"""

import contextlib
import errno
import logging
import sys
from collections.abc import Iterator

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token
from django.views.defaults import server_error

from projects.core.http import is_api

log = logging.getLogger(__name__)
RETRY_AFTER_S, OPTIONAL_S = 5, 0.2
FULL = (errno.ENOSPC, errno.EDQUOT)
FULL_MESSAGES = ("disk is full", "No space left on device", "could not extend file")


def describe(error: BaseException | None) -> str:
    """Return the failure in a sentence for people, or "" if it is something else: a bug of ours."""
    is_database = isinstance(error, OperationalError | InterfaceError) and not is_wrong_sql(error)
    if getattr(error, "errno", None) in FULL or (is_database and any(m in str(error) for m in FULL_MESSAGES)):
        return _("The studio's disk is full. Pages can still be read. Tell the studio's admin.")
    return _("The studio is busy. Try again in a moment.") if is_database else ""


def is_wrong_sql(error: BaseException) -> bool:
    """Return True if SQLite can't run the statement itself, such as for a table that doesn't exist."""
    return getattr(error.__cause__, "sqlite_errorname", "") == "SQLITE_ERROR"


@contextlib.contextmanager
def optional() -> Iterator[None]:
    """Do without a write that only records that somebody was here, so that reading goes on.

    Outside of a transaction only: PostgreSQL refuses the rest of one in which something failed.
    """
    try:
        with short_wait():
            yield
    except OperationalError as error:
        log.warning("Not recorded: %s", error)


@contextlib.contextmanager
def short_wait() -> Iterator[None]:
    """Wait for SQLite's lock only for a moment. On PostgreSQL, reading needs no lock that others hold."""
    if connection.vendor != "sqlite":
        yield
        return
    set_wait(OPTIONAL_S)
    try:
        yield
    finally:
        set_wait(connection.settings_dict["OPTIONS"].get("timeout", 5))


def set_wait(seconds: float) -> None:
    connection.ensure_connection()
    connection.connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}").close()


@requires_csrf_token
def handle_500(request: HttpRequest) -> HttpResponse:
    """Answer 503 for a failure that passes, wherever it was raised, and 500 for a bug."""
    sentence = describe(sys.exc_info()[1])
    if not sentence:
        return server_error(request)
    response: HttpResponse
    if is_api(request.path_info):
        response = JsonResponse({"detail": sentence, "message": sentence}, status=503)
    else:
        response = HttpResponse(render_to_string("503.html", {"sentence": sentence}), status=503)
    response["Retry-After"] = str(RETRY_AFTER_S)
    return response
