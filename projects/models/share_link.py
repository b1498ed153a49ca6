"""ShareLink: a door for people without an account. Guest: somebody who came through it."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class ShareLink(models.Model):
    """token_hash: SHA-256 of the secret in its address, which is shown once. newest: it leads to the newest
    version of the review's timeline, else to exactly this review. passphrase: argon2; "" for none."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.ForeignKey("projects.Review", models.CASCADE, related_name="links")
    name = models.CharField(max_length=80, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    newest = models.BooleanField(default=False)
    may_comment = models.BooleanField(default=True)
    may_decide = models.BooleanField(default=True)
    may_download = models.BooleanField(default=False)
    passphrase = models.CharField(max_length=200, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    tries_until = models.DateTimeField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name or f"link of {self.review}"

    @property
    def is_open(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()


class Guest(models.Model):
    """token_hash: SHA-256 of the secret in the guest's cookie. name: empty until they told it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    link = models.ForeignKey(ShareLink, models.CASCADE, related_name="guests")
    token_hash = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=60, blank=True)
    came_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["came_at"]

    def __str__(self) -> str:
        return self.name or "A guest"

    @property
    def is_open(self) -> bool:
        return self.link.is_open

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in str(self).split()[:2]).upper()
