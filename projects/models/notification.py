"""Notification: one thing that one person should hear about."""

from django.conf import settings
from django.db import models


class NotificationKind(models.TextChoices):
    CLIP = "clip", "My clip is ready, or could not be made"
    NOTE = "note", "A note or an answer for me"
    VERDICT = "verdict", "Somebody approves, or asks for changes"
    ASK = "ask", "Somebody asks to generate, or I am answered"
    OPENED = "opened", "A share link is opened"


class Way(models.TextChoices):
    OFF = "off", "Not at all"
    BELL = "bell", "In the bell"
    NOW = "now", "Bell, and mail at once"
    DAILY = "daily", "Bell, and one mail a day"


USUALLY: dict[str, Way] = {
    NotificationKind.CLIP: Way.BELL,
    NotificationKind.NOTE: Way.NOW,
    NotificationKind.VERDICT: Way.NOW,
    NotificationKind.ASK: Way.NOW,
    NotificationKind.OPENED: Way.BELL,
}


class Notification(models.Model):
    """key: what happened, so that it is told once. mail_at: when it is mailed next; null: not (again)."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=NotificationKind)
    key = models.CharField(max_length=80)
    words = models.CharField(max_length=300)
    path = models.CharField(max_length=300)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    mail_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="one_notice_per_happening")]
        indexes = [
            models.Index(
                fields=["mail_at"], condition=models.Q(mail_at__isnull=False), name="notices_to_mail"
            ),
            models.Index(fields=["person", "-at"], name="notices_of_a_person"),
        ]

    def __str__(self) -> str:
        return self.words
