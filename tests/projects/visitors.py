"""What the safety tests share: a signed-in client and a block that leaves no row."""

from contextlib import contextmanager

from django.db import transaction
from django.test import Client


def visitor(person, **options) -> Client:
    """Return a client of this person, or of nobody. A server error is an answer, not an exception."""
    client = Client(raise_request_exception=False, **options)
    if person:
        client.force_login(person)
    return client


@contextmanager
def rolled_back():
    """Undo all changes of rows in the block."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
