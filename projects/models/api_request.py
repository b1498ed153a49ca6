"""ApiRequest: one wish that came in through the API, or another change: the log of a key's own requests."""

import uuid

from django.db import models


class ApiRequest(models.Model):
    """dialect: "aimlapi", "luma" or "studio". model: as it was asked for. body: SHA-256 of what was sent.

    token: of the wish in the ledger; who asks again shares this row. retry: so far only somebody who said
    that they ask again was seen; the first request of it may still come. status: of the answer, null while
    there is none. base: scheme and host that the client came by, for what is told later. callback: where.
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
    words = models.CharField(max_length=300, blank=True)
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
