"""Secrets that are shown once and stored as hashes: invitations, share links, API keys, guests' cookies.

A row with such a secret has the field `token_hash`, and `is_open` until it expires, is used or is revoked.
"""

import secrets
from hashlib import sha256
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils import timezone

Row = TypeVar("Row", bound=Model)


def create() -> str:
    """Return a new random secret that is safe in URLs."""
    return secrets.token_urlsafe(32)


def hash_secret(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def find(rows: QuerySet[Row], secret: str) -> Row | None:
    """Return the row with this secret if it is open. Wrong, expired and revoked secrets look alike."""
    return if_open(rows.filter(token_hash=hash_secret(secret)).first()) if secret else None


def if_open(row: Row | None) -> Row | None:
    return row if row is not None and row.is_open else None  # type: ignore[attr-defined]


def revoke(rows: QuerySet[Row]) -> bool:
    """Revoke these rows; return False if they were revoked before."""
    return bool(rows.filter(revoked_at=None).update(revoked_at=timezone.now()))
