"""Webhook: an address of another machine that is told what happens in a film. Delivery: one thing told."""

import uuid

from django.conf import settings
from django.db import models

from studio import vault


class EventType(models.TextChoices):
    READY = "clip.ready", "A clip is ready"
    FAILED = "clip.failed", "A clip could not be made"
    NOTE = "note.created", "A note is written"
    VERDICT = "verdict.given", "Somebody decides about a version"
    ASKED = "spending.asked", "Somebody asks to generate"
    OPENED = "link.opened", "A share link is opened"


OF_A_KEY = {"clip.generating": "A clip is being made", "clip.completed": "A clip is ready"}  # its callbacks


class Webhook(models.Model):
    """sealed: the secret, sealed. stopped_at: nothing is sent any more, and `words` why. api_key: it
    was named with that key's requests (callback_url), and hears of their clips alone.

    latest: its last deliveries, set for the page of the webhooks.
    """

    latest: "list[Delivery]"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="webhooks")
    address = models.CharField(max_length=400)
    sealed = models.TextField()
    event_types = models.JSONField(default=list)
    api_key = models.ForeignKey("projects.ApiKey", models.PROTECT, null=True, related_name="callbacks")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    stopped_at = models.DateTimeField(null=True)
    words = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(fields=["api_key", "address"], name="one_webhook_per_callback_address")
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def told(self) -> list[str]:
        """What it hears of, in words."""
        return [EventType(one).label for one in self.event_types]

    def secret(self) -> str:
        """Raises vault.WrongSecret when it was sealed with another secret of the studio."""
        return vault.unseal(self.sealed)


class Delivery(models.Model):
    """body: JSON as it is sent. due_at: when it is tried next; null: taken, or given up."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    key = models.CharField(max_length=80)
    event_type = models.CharField(max_length=20)
    body = models.TextField()
    at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    status = models.PositiveSmallIntegerField(null=True)
    words = models.CharField(max_length=200, blank=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["webhook", "key"], name="one_delivery_per_happening")]
        indexes = [
            models.Index(fields=["due_at"], condition=~models.Q(due_at=None), name="deliveries_due"),
        ]

    def __str__(self) -> str:
        return f"{self.event_type} to {self.webhook}"

    @property
    def told(self) -> str:
        """What happened, in words."""
        return OF_A_KEY.get(self.event_type) or EventType(self.event_type).label
