"""Authenticate API requests by the key in the Authorization header, and by nothing else."""

from django.http import HttpRequest
from ninja.security import HttpBearer

from projects.api import keys, limits
from projects.api.errors import ApiError
from projects.models import ApiKey
from projects.models.project import EDITORS

READING = ("GET", "HEAD")
NO_KEY = (
    "Send a valid API key of this studio: Authorization: Bearer dailies_… "
    "It may have been revoked, or it has expired."
)


class KeyAuth(HttpBearer):
    """Put the ApiKey, with its project, into `request.auth`. Raise ApiError 401, 403 or 429."""

    def __call__(self, request: HttpRequest) -> ApiKey:
        scheme, _, text = request.headers.get("Authorization", "").partition(" ")
        key = keys.find(text.strip()) if scheme.lower() == "bearer" else None
        if key is None:
            raise ApiError(401, NO_KEY, WWW_Authenticate="Bearer")
        limits.count_request(request, key.pk)
        if request.method not in READING:
            check_may_write(key)
        keys.record_use(key)
        return key

    def authenticate(self, request, token):  # abstract in the base class; __call__ does the work
        raise NotImplementedError


def check_may_write(key: ApiKey) -> None:
    """Raise ApiError 403 unless the key may generate clips in its project."""
    if not key.may_write:
        raise ApiError(403, "This API key can only read.")
    role = key.role  # type: ignore[attr-defined]  # annotated by keys.find
    if key.created_by and role not in EDITORS:
        message = f"{key.created_by}, who created this API key, can no longer generate clips in this project."
        raise ApiError(403, message)
    if key.project.archived_at:
        raise ApiError(403, "This project is archived, so no clips can be generated in it.")
