"""Undo and redo the changes of a timeline, the latest first, whoever made them."""

from django.db import transaction
from django.utils.translation import gettext as _

from projects.models import Change, Shot, Timeline
from projects.timeline.edits import CannotEdit, require_not_deleted, touch


def undo_change(timeline: Timeline) -> Change:
    """Revert the latest change and return it. Raise CannotEdit if there is none."""
    return step(timeline, undone=True)


def redo_change(timeline: Timeline) -> Change:
    """Repeat the change that was undone last, and return it. Raise CannotEdit if there is none."""
    return step(timeline, undone=False)


@transaction.atomic
def step(timeline: Timeline, *, undone: bool) -> Change:
    timeline = Timeline.objects.select_for_update().get(pk=timeline.pk)
    change = next_undo(timeline) if undone else next_redo(timeline)
    if change is None:
        raise CannotEdit(_("There is nothing to undo.") if undone else _("There is nothing to redo."))
    for id, fields in change.fields.items():
        Shot.objects.filter(timeline=timeline, pk=id).update(
            **{name: pair[0 if undone else 1] for name, pair in fields.items()}
        )
    shown = Shot.objects.filter(timeline=timeline, pk__in=list(change.fields), active=True)
    require_not_deleted(timeline.project, set(shown.values_list("generation_id", flat=True)))
    Change.objects.filter(pk=change.pk).update(undone=undone)
    touch(timeline)
    return change


def next_undo(timeline: Timeline) -> Change | None:
    return timeline.changes.select_related("created_by").filter(undone=False).order_by("-number").first()


def next_redo(timeline: Timeline) -> Change | None:
    return timeline.changes.select_related("created_by").filter(undone=True).order_by("number").first()
