"""Webhook: a URL that receives a project's events. Delivery: one event sent to it."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.models.project import Role
from studio import vault


class EventType(models.TextChoices):
    READY = "clip.ready", gettext_lazy("Clip ready")
    FAILED = "clip.failed", gettext_lazy("Clip failed")
    NOTE = "note.created", gettext_lazy("Note written")
    VERDICT = "verdict.given", gettext_lazy("Version approved, or changes requested")
    ASKED = "spending.asked", gettext_lazy("Approval to spend requested")
    OPENED = "link.opened", gettext_lazy("Share link opened")


CALLBACK_LABELS = {
    "clip.generating": gettext_lazy("Clip generating"),
    "clip.completed": gettext_lazy("Clip ready"),
}


class Webhook(models.Model):
    """sealed: the secret, encrypted. stopped_at: when it was disabled; `stop_reason` says why.
    failures: how often it failed in a row; nothing is sent before `resting_until`.
    api_key: set for a callback_url, which receives only the events of clips requested with that key.

    latest: its latest deliveries, set for the webhooks page.
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
    stop_reason = models.CharField(max_length=200, blank=True)
    failures = models.PositiveIntegerField(default=0)
    resting_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(fields=["api_key", "address"], name="one_webhook_per_callback_address")
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def is_from_owner(self) -> bool:
        """Return True while who added it is an owner, or a member if it is the callback_url of their key."""
        return self.project.allows(self.created_by, tuple(Role) if self.api_key_id else (Role.OWNER,))

    @property
    def summary(self) -> str:
        """Return the events that it receives, and who added it."""
        if self.api_key:
            return _("Clips of API key %(key)s") % {"key": self.api_key}
        labels = [str(EventType(event).label) for event in self.event_types]
        return " · ".join([*labels, _("added by %(who)s") % {"who": self.created_by}])

    def secret(self) -> str:
        """Return the secret. Raise vault.WrongSecret if another studio's secret key encrypted it."""
        return vault.unseal(self.sealed)


class Delivery(models.Model):
    """body: the JSON to send. due_at: the time of the next try; None: delivered or given up."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    key = models.CharField(max_length=80)
    event_type = models.CharField(max_length=20)
    body = models.TextField()
    at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    status = models.PositiveSmallIntegerField(null=True)
    error = models.CharField(max_length=200, blank=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["webhook", "key"], name="one_delivery_per_event")]
        indexes = [
            models.Index(fields=["due_at"], condition=~models.Q(due_at=None), name="deliveries_due"),
        ]

    def __str__(self) -> str:
        return f"{self.event_type} to {self.webhook}"

    @property
    def label(self) -> str:
        """Return the name of the event for people."""
        return str(CALLBACK_LABELS.get(self.event_type) or EventType(self.event_type).label)

    @property
    def status_text(self) -> str:
        """Return "Delivered (200)", or the failure and what happens next."""
        if self.delivered_at:
            return _("Delivered (%(status)s)") % {"status": self.status}
        if self.tries == 0 and self.webhook.failures:
            return _("Waiting: the receiver failed")
        if self.tries == 0:
            return _("Sending")
        answer = _("Failed (%(status)s)") % {"status": self.status} if self.status else _("No response")
        return f"{answer}, {self.next_step}"

    @property
    def next_step(self) -> str:
        """Return when an undelivered event is sent again, or "given up"."""
        if self.due_at is None or self.webhook.stopped_at:
            return _("given up")
        when = date_format(timezone.localtime(self.due_at), "j M, H:i")
        return _("attempt %(tries)d, next %(when)s") % {"tries": self.tries, "when": when}
