"""Who calls: the key in the Authorization header, and nothing else."""

from django.http import HttpRequest
from ninja.security import HttpBearer

from projects.api import keys, limits
from projects.api.errors import Trouble
from projects.models import ApiKey
from projects.models.project import EDITORS

READING = ("GET", "HEAD")
NO_KEY = "This needs a key of this studio: Authorization: Bearer dailies_… (it may be revoked or expired)."


class KeyAuth(HttpBearer):
    """The ApiKey with its project, in `request.auth`."""

    def __call__(self, request: HttpRequest) -> ApiKey:
        scheme, _, text = request.headers.get("Authorization", "").partition(" ")
        key = keys.find(text.strip()) if scheme.lower() == "bearer" else None
        if key is None:
            raise Trouble(401, NO_KEY, WWW_Authenticate="Bearer")
        limits.count(request, key.pk)
        if request.method not in READING:
            refuse_reader(key)
        keys.seen(key)
        return key

    def authenticate(self, request, token):  # the base class wants it; __call__ does the work
        raise NotImplementedError


def refuse_reader(key: ApiKey) -> None:
    if not key.may_write:
        raise Trouble(403, "This key may only read.")
    role = key.role  # type: ignore[attr-defined]  # annotated by keys.find
    if key.created_by and role not in EDITORS:
        raise Trouble(403, f"{key.created_by}, whose key this is, may not make clips in this film any more.")
    if key.project.archived_at:
        raise Trouble(403, "This film is in the archive: it takes no new clips.")
