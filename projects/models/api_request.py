"""ApiRequest: one change requested through the API, such as a new clip. The rows are the key's log."""

import uuid

from django.db import models


class ApiRequest(models.Model):
    """dialect: "aimlapi", "luma" or "studio". model: the name that the client gave. body: the body's SHA-256.

    token: the client token of the request in the ledger; retries share this row. retry: only retries were
    seen so far, so the first request may still arrive. status: of the response; None until there is one.
    base: the scheme and host that the client used, for URLs in callbacks. callback: the callback_url.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.ForeignKey("projects.ApiKey", models.PROTECT, related_name="requests")
    dialect = models.CharField(max_length=8)
    what = models.CharField(max_length=120)
    model = models.CharField(max_length=60, blank=True)
    body = models.CharField(max_length=64, blank=True)
    token = models.CharField(max_length=70)
    client_request_id = models.CharField(max_length=128, blank=True)
    retry = models.BooleanField(default=False)
    base = models.CharField(max_length=300, blank=True)
    callback = models.CharField(max_length=400, blank=True)
    generation = models.ForeignKey(
        "projects.Generation", models.PROTECT, null=True, related_name="api_requests"
    )
    status = models.PositiveSmallIntegerField(null=True)
    error = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["key", "token"], name="one_request_per_token")]
        indexes = [
            models.Index(fields=["key", "-at"]),
            models.Index(fields=["key", "body", "-at"]),
            models.Index(fields=["key", "client_request_id"]),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.status or ''}".strip()
