"""The clips that somebody selected in the library: repeated fields "clip", each with an ID."""

import uuid

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from projects.models import Project
from projects.models.generation import Generations

MOST = 1_000  # so that they fit in DATA_UPLOAD_MAX_NUMBER_FIELDS


def read_selection(values: QueryDict, project: Project) -> Generations:
    """Return the selected clips of the project, in their order. Raise ValidationError if there is none."""
    ids = {id for text in values.getlist("clip")[: MOST + 1] if (id := uuid_or_none(text))}
    if len(ids) > MOST:
        raise ValidationError(_("Select at most %d clips at a time.") % MOST)
    rows = project.generations.not_deleted().filter(pk__in=ids).order_by("number")
    if not rows.exists():
        raise ValidationError(_("Select at least one clip."))
    return rows


def uuid_or_none(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
