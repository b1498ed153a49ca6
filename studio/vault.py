"""Seals small secrets so that a copy of the database alone is worth nothing."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes


class Sealed(Exception):
    """What was sealed cannot be opened with this studio's secret (DAILIES_SECRET_KEY)."""


def seal(text: str) -> str:
    return lock().encrypt(text.encode()).decode()


def unseal(token: str) -> str:
    """Raises Sealed when it was sealed with another secret."""
    try:
        return lock().decrypt(token.encode()).decode()
    except InvalidToken:
        raise Sealed("The saved key was sealed with another DAILIES_SECRET_KEY. Save it again.") from None


def lock() -> MultiFernet:
    """The current secret first; older ones (SECRET_KEY_FALLBACKS) still open what they sealed."""
    return MultiFernet(
        [Fernet(derived(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    )


def derived(secret: str | bytes) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"dailies.vault." + force_bytes(secret)).digest())
