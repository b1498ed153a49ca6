"""Refuse to start with another secret key than the one that the database was used with."""

from django.core.management.base import CommandError

from projects.models import ApiKey, EngineKey, Studio, Webhook
from studio import vault

CONTENT = "dailies"
ANOTHER_KEY = (
    "The secret key is not the one that this database was used with. With the old one, all is as before: put "
    "the file secret_key back into the data folder (it is in every backup), or set DAILIES_SECRET_KEY as it "
    "was. Without it, saved provider keys and webhook secrets can't be decrypted, people are signed out, "
    "signed links stop working, and earlier requests are no longer recognized in the provider's log. To go "
    "on like that: manage.py up --new-secret-key"
)


def check_secret(*, accept_new: bool) -> None:
    """Raise CommandError unless the secret key is the same as before, or a new one is accepted."""
    studio = Studio.load()
    if not accept_new and not all(can_unseal(token) for token in list_sealed(studio)):
        raise CommandError(ANOTHER_KEY)
    if not studio.secret_check or not can_unseal(studio.secret_check):
        Studio.objects.update(secret_check=vault.seal(CONTENT))


def list_sealed(studio: Studio) -> list[str]:
    """Return the studio's own mark. An older database has none: one of its saved secrets has to do."""
    if studio.secret_check:
        return [studio.secret_check]
    rows = (model.objects.order_by("-pk").values_list("sealed", flat=True) for model in SEALED)
    return [token for row in rows for token in row[:1] if token]


def can_unseal(token: str) -> bool:
    try:
        vault.unseal(token)
    except vault.WrongSecret:
        return False
    return True


SEALED = (EngineKey, Webhook, ApiKey)
