"""Decide from the headers alone who may send a file, before its body is read (studio/web/bodies.py)."""

from collections.abc import Mapping

from django.db import DatabaseError, close_old_connections

from projects.accounts import sessions
from projects.api import keys


def may_send_files(headers: Mapping[str, str]) -> bool:
    """Return True for a person who is signed in, and for an API key that may write.

    headers: by their names in the environment, such as COOKIE.
    """
    close_old_connections()
    scheme, _, text = headers.get("AUTHORIZATION", "").partition(" ")
    try:
        if scheme.lower() == "bearer":
            key = keys.find(text.strip())
            return key is not None and key.may_write
        return sessions.is_signed_in(headers.get("COOKIE", ""))
    except DatabaseError:
        return False
