"""The indexes and constraints of the table of generations."""

from django.db import models
from django.db.models import Q

from projects.models.states import AT_PROVIDER, ENDED, MOVING, NOT_AT_PROVIDER, WITH_REASON, State

INDEXES = [
    # The newest first: PostgreSQL takes the first of these two, SQLite the second.
    models.Index(fields=["project", "-created_at"]),
    models.Index(fields=["project", "deleted_at", "-created_at"], name="generation_newest"),
    models.Index(fields=["project", "revision"]),
    models.Index(fields=["project", "deleted_at", "-number", "state"], name="generation_in_library"),
    models.Index(fields=["project", "deleted_at", "-rating", "-number"], name="generation_by_rating"),
    models.Index(
        fields=["project"],
        condition=Q(pictures_at__isnull=True, size__isnull=False),
        name="generation_without_pictures",
    ),
    models.Index(fields=["project", "created_by", "-number"], name="generation_by_person"),
    models.Index(fields=["project", "-ended_at"], name="generation_ended_in_project"),
    models.Index(fields=["-ended_at"], name="generation_ended"),
    models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="generation_due"),
    models.Index(fields=["deleted_at"], condition=Q(deleted_at__isnull=False), name="generation_deleted"),
]

CONSTRAINTS = [
    models.UniqueConstraint(fields=["project", "client_token"], name="one_generation_per_client_token"),
    models.UniqueConstraint(fields=["project", "number"], name="one_number_per_clip"),
    models.CheckConstraint(condition=Q(rating__lte=5), name="five_is_the_best_rating"),
    models.CheckConstraint(
        condition=~Q(state__in=AT_PROVIDER) | ~Q(provider_id="") | Q(upload__isnull=False),
        name="at_provider_has_provider_id",
    ),
    models.CheckConstraint(
        condition=Q(upload=None) | Q(state=State.COMPLETED, provider_id="", quote_usd=None),
        name="an_import_is_never_requested",
    ),
    models.CheckConstraint(
        condition=~Q(state__in=NOT_AT_PROVIDER) | Q(provider_id=""), name="elsewhere_no_provider_id"
    ),
    models.CheckConstraint(
        condition=~Q(state=State.COMPLETED) | (~Q(sha256="") & Q(size__gt=0) & Q(frames__gt=0)),
        name="completed_has_its_file",
    ),
    models.CheckConstraint(
        condition=~Q(state__in=WITH_REASON) | ~Q(error_code=""), name="a_bad_end_has_a_reason"
    ),
    models.CheckConstraint(
        condition=Q(lease_owner="", lease_until=None) | (~Q(lease_owner="") & Q(lease_until__isnull=False)),
        name="lease_whole_or_none",
    ),
    models.CheckConstraint(condition=~Q(state__in=ENDED) | Q(lease_owner=""), name="no_lease_at_the_end"),
    models.CheckConstraint(
        condition=~Q(state__in=MOVING) | Q(deleted_at=None), name="only_the_ended_are_deleted"
    ),
    models.CheckConstraint(condition=~Q(state__in=MOVING) | Q(ended_at=None), name="what_moves_has_no_end"),
    models.CheckConstraint(
        condition=Q(purged_at=None) | Q(deleted_at__isnull=False), name="from_the_bin_for_good"
    ),
    models.CheckConstraint(
        condition=Q(hold="") | Q(state=State.QUEUED) | Q(state=State.READY),
        name="only_the_waiting_are_held",
    ),
]
