"""Attempt: one call to a provider that may cost money. Written before the call, never deleted."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class AttemptState(models.TextChoices):
    OPEN = "open"  # the POST may be in flight, or may have been accepted
    ACCEPTED = "accepted"  # the provider's ID is known
    REFUSED = "refused"  # proof that it was not accepted
    NOT_SENT = "not_sent"  # proof that it never left this machine
    WRITTEN_OFF = "written_off"  # given up by a person, without proof


class Attempt(models.Model):
    """client_request_id: sent with the POST, finds the call in the provider's log. quote_usd: price then."""

    State = AttemptState

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    generation = models.ForeignKey("projects.Generation", models.PROTECT, related_name="attempts")
    account = models.ForeignKey("projects.Account", models.PROTECT, related_name="attempts")
    client_request_id = models.CharField(max_length=128, unique=True)
    state = models.CharField(max_length=12, choices=AttemptState.choices, default=AttemptState.OPEN)
    model = models.CharField(max_length=60)
    dialect = models.CharField(max_length=12, blank=True)
    provider_id = models.CharField(max_length=200, null=True)
    inference_id = models.CharField(max_length=200, blank=True)
    quote_usd = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    cost_usd = models.DecimalField(max_digits=16, decimal_places=6, null=True)
    http_status = models.PositiveSmallIntegerField(null=True)
    message = models.TextField(blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    written_off_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    written_off_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["opened_at"]
        indexes = [models.Index(fields=["opened_at"], name="attempt_opened")]
        constraints = [
            models.UniqueConstraint(
                fields=["generation"],
                condition=Q(state__in=("open", "accepted")),
                name="one_possibly_paid_attempt",
            ),
            models.UniqueConstraint(fields=["account", "provider_id"], name="one_attempt_per_provider_id"),
            models.CheckConstraint(
                condition=Q(state="accepted", provider_id__isnull=False)
                | (~Q(state="accepted") & Q(provider_id=None)),
                name="accepted_means_provider_id",
            ),
            models.CheckConstraint(
                condition=Q(state="written_off", written_off_at__isnull=False, written_off_by__isnull=False)
                | (~Q(state="written_off") & Q(written_off_at=None, written_off_by=None)),
                name="written_off_by_somebody",
            ),
            models.CheckConstraint(condition=Q(cost_usd=None) | Q(cost_usd__gte=0), name="cost_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.client_request_id} {self.state}"

    @property
    def accepted_id(self) -> str:
        """Return the provider's ID of an accepted attempt; no other attempt has one."""
        assert self.provider_id is not None
        return self.provider_id
