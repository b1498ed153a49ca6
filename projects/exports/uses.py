"""Which exports in progress read clips. A finished one is a file of its own."""

from collections.abc import Collection
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from projects.library.uses import Use
from projects.models import Export, Project
from projects.models.render import UNFINISHED
from projects.timeline.saved_shots import from_json


def find_uses(project: Project, ids: Collection[UUID]) -> list[Use]:
    uses = []
    rows = Export.objects.filter(timeline__project=project, render__state__in=UNFINISHED)
    for export in rows.select_related("timeline").order_by("created_at"):
        text = _("Export of %(name)s, in progress") % {"name": export.name}
        url = reverse("exports", args=[project.slug, export.timeline.number])
        shown = {saved.generation_id for saved in from_json(export.shots)}
        uses += [Use(id, text, url) for id in shown.intersection(ids)]
    return uses
