"""The clips that somebody selected: fields "clip", each with the ID of a clip or with those of a stack."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from projects.core.forms import uuid_or_none
from projects.models import Project
from projects.models.generation import Generations

MOST = 1_000  # so that they fit in DATA_UPLOAD_MAX_NUMBER_FIELDS


def read_selection(values: QueryDict, project: Project) -> Generations:
    """Return the selected clips of the project, in their order. Raise ValidationError if there is none."""
    ids = ids_in(values)
    if len(ids) > MOST:
        raise ValidationError(_("Select at most %d clips at a time.") % MOST)
    rows = project.generations.not_deleted().filter(pk__in=ids).order_by("number")
    if not rows.exists():
        raise ValidationError(_("Select at least one clip."))
    return rows


def ids_in(values: QueryDict) -> set[UUID]:
    """Return the IDs in the fields. What is no ID is ignored."""
    texts = " ".join(values.getlist("clip")).split()
    return {id for text in texts if (id := uuid_or_none(text))}
