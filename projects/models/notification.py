"""Notification: something that happened, for one person, in the bell and by mail."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class NotificationKind(models.TextChoices):
    READY = "ready", _("My clip is ready")
    CLIP = "clip", _("My clip has failed")
    NOTE = "note", _("Someone writes a note to me or replies")
    VERDICT = "verdict", _("Someone approves a version or requests changes")
    ASK = "ask", _("Someone requests approval to spend, or mine is decided")
    OPENED = "opened", _("Someone opens a share link")


class Channel(models.TextChoices):
    OFF = "off", _("Off")
    BELL = "bell", _("In the bell")
    NOW = "now", _("Bell and email, at once")
    DAILY = "daily", _("Bell and a daily email")


DEFAULT_CHANNELS: dict[str, Channel] = {
    NotificationKind.READY: Channel.OFF,  # the page shows it where the person waits
    NotificationKind.CLIP: Channel.BELL,
    NotificationKind.NOTE: Channel.NOW,
    NotificationKind.VERDICT: Channel.NOW,
    NotificationKind.ASK: Channel.NOW,
    NotificationKind.OPENED: Channel.BELL,
}


class Notification(models.Model):
    """key: identifies the event, so that it is reported once. mail_at: when to mail it next; None: never."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=NotificationKind)
    key = models.CharField(max_length=80)
    message = models.CharField(max_length=300)
    path = models.CharField(max_length=300)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    mail_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="one_notification_per_event")]
        indexes = [
            models.Index(
                fields=["mail_at"], condition=models.Q(mail_at__isnull=False), name="notifications_to_mail"
            ),
            models.Index(fields=["person", "-at"], name="notifications_of_a_person"),
        ]

    def __str__(self) -> str:
        return self.message
