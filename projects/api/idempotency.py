"""Make changes through the studio's own API safe to repeat, and log them."""

from uuid import UUID, uuid4, uuid5

from projects.api.errors import ApiError, log_request
from projects.api.request import KeyRequest


def idempotent_id(request: KeyRequest, what: str) -> UUID:
    """Return an ID for what the request creates: the same for the same Idempotency-Key of an API key."""
    name = request.headers.get("Idempotency-Key", "")
    seed = f"{what}:{name}".encode("utf-8", "replace").decode()
    return uuid5(request.auth.pk, seed) if name else uuid4()


def log_success(request: KeyRequest) -> None:
    log_request(request, ApiError(201, ""))
