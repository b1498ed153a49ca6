"""Seal small secrets, so that a copy of the database alone is worthless."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes


class WrongSecret(Exception):
    """The value was sealed with another secret (DAILIES_SECRET_KEY)."""


def seal(text: str) -> str:
    return build_cipher().encrypt(text.encode()).decode()


def unseal(token: str) -> str:
    """Return the sealed text. Raise WrongSecret if it was sealed with another secret."""
    try:
        return build_cipher().decrypt(token.encode()).decode()
    except InvalidToken:
        raise WrongSecret(
            "The saved key was sealed with another DAILIES_SECRET_KEY. Save it again."
        ) from None


def build_cipher() -> MultiFernet:
    """Return a cipher that seals with SECRET_KEY and also opens with SECRET_KEY_FALLBACKS."""
    return MultiFernet(
        [Fernet(derive_key(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    )


def derive_key(secret: str | bytes) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"dailies.vault." + force_bytes(secret)).digest())
