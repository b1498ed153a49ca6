"""Where versions under review use clips."""

from collections.abc import Collection
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from projects.library.uses import Use
from projects.models import Project
from projects.timeline.saved_shots import from_json


def find_uses(project: Project, ids: Collection[UUID]) -> list[Use]:
    uses = []
    for review in project.reviews.order_by("number"):
        text = _("Review of %(name)s") % {"name": review.name}
        url = reverse("review", args=[project.slug, review.number])
        shown = {saved.generation_id for saved in from_json(review.shots)}
        uses += [Use(id, text, url) for id in shown.intersection(ids)]
    return uses
