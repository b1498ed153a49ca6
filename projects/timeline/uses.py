"""Where timelines and their saved versions use clips."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from projects.library.uses import Use
from projects.models import Cut, Project, Shot
from projects.timeline.saved_shots import from_json


def find_uses(project: Project, ids: Collection[UUID]) -> list[Use]:
    return [*in_shots(project, ids), *in_cuts(project, ids)]


def in_shots(project: Project, ids: Collection[UUID]) -> list[Use]:
    used = Shot.objects.filter(generation__in=ids, active=True).values("timeline")
    rows = Shot.objects.filter(timeline__in=used, active=True).select_related("timeline")
    numbers: dict[int, int] = defaultdict(int)
    uses = []
    for shot in rows.order_by("timeline__number", "position", "id"):
        numbers[shot.timeline_id] += 1
        if shot.generation_id in ids:
            facts = {"number": numbers[shot.timeline_id], "timeline": shot.timeline.name}
            url = reverse("timeline", args=[project.slug, shot.timeline.number])
            uses.append(Use(shot.generation_id, _("Shot %(number)d of %(timeline)s") % facts, url))
    return uses


def in_cuts(project: Project, ids: Collection[UUID]) -> list[Use]:
    uses = []
    cuts = Cut.objects.filter(timeline__project=project).select_related("timeline")
    for cut in cuts.order_by("timeline__number", "number"):
        text = _("Saved version %(cut)s of %(timeline)s") % {"cut": cut.name, "timeline": cut.timeline.name}
        url = reverse("cut", args=[project.slug, cut.timeline.number, cut.number])
        shown = {saved.generation_id for saved in from_json(cut.shots)}
        uses += [Use(id, text, url) for id in shown.intersection(ids)]
    return uses
