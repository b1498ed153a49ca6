"""Deletion: what a clip's row says about its way into the bin, and out of it.

    kept -> in the bin -> purged
      ^         |
      +---------+ restored

Its rows, and with them its prompt, history and cost, stay forever. Only projects/library/bin.py changes this,
and projects/ledger/transitions.py restores what turns out to succeed after all.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

BIN_DAYS = 30
NOT_DELETED = {"deleted_at": None, "deleted_by": None, "purged_at": None, "files_deleted_at": None}


class Deletion(models.Model):
    """deleted_at, deleted_by: when it was moved to the bin, and by whom; None: by the shell.
    purged_at: when it was deleted for good; it can't be restored any more. files_deleted_at: when its files
    were gone; until then, the watcher has some to delete.
    """

    deleted_at = models.DateTimeField(null=True)
    deleted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    purged_at = models.DateTimeField(null=True)
    files_deleted_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def is_in_bin(self) -> bool:
        return self.deleted_at is not None and self.purged_at is None

    @property
    def purge_due_at(self) -> datetime | None:
        """Return when its time in the bin is over."""
        return self.deleted_at + timedelta(days=BIN_DAYS) if self.deleted_at else None

    @property
    def days_left(self) -> int:
        """Return how many days it will still be in the bin, from 30 down to 0."""
        left = self.purge_due_at - timezone.now() if self.purge_due_at else timedelta()
        return max(0, -(-left // timedelta(days=1)))
