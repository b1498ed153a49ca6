"""ShareLink: lets people without an account see a review. Guest: somebody who opened one."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from projects.models.project import EDITORS
from studio.text import make_initials


class ShareLink(models.Model):
    """token_hash: SHA-256 of the secret in its URL, which is shown once. always_latest: it shows the latest
    version of the review's timeline, not just this review. passphrase: its Argon2 hash, or "".
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.ForeignKey("projects.Review", models.CASCADE, related_name="links")
    label = models.CharField(max_length=80, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    always_latest = models.BooleanField(default=False)
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
        return self.label or f"link to {self.review}"

    @property
    def is_open(self) -> bool:
        is_current = self.revoked_at is None and self.expires_at > timezone.now()
        return is_current and self.is_from_member

    @cached_property
    def is_from_member(self) -> bool:
        """Return True while its creator may share the project's reviews."""
        return self.review.project.allows(self.created_by, EDITORS)

    @property
    def state_text(self) -> str:
        if self.revoked_at:
            return _("Revoked")
        if not self.is_from_member:
            return _("Closed")
        return _("Open") if self.is_open else _("Expired")

    @property
    def facts(self) -> list[str]:
        """Return what its creator chose, and why it is closed."""
        if not self.is_from_member:
            return [_("its creator may no longer share this project")]
        date = date_format(timezone.localtime(self.expires_at), "j M Y")
        facts = [_("expires %(date)s") % {"date": date}] if self.is_open else []
        if self.always_latest:
            facts.append(_("latest version"))
        return [*facts, _("passphrase")] if self.passphrase else facts


class Guest(models.Model):
    """token_hash: SHA-256 of the secret in the guest's cookie. name: empty until the guest enters one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    link = models.ForeignKey(ShareLink, models.CASCADE, related_name="guests")
    token_hash = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=60, blank=True)
    opened_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["opened_at"]

    def __str__(self) -> str:
        return self.name or _("A guest")

    @property
    def is_open(self) -> bool:
        return self.link.is_open

    @property
    def initials(self) -> str:
        return make_initials(str(self))
