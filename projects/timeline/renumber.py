"""Keep shots on their pictures when a clip's film is conformed and its frames are numbered anew."""

from collections.abc import Callable

from django.db import transaction
from django.db.models import F

from projects.models import Cut, Generation, Shot, Timeline
from projects.timeline import saved_shots
from projects.timeline.saved_shots import SavedShot


@transaction.atomic
def renumber_shots(generation: Generation, find_frame: Callable[[int], int]) -> None:
    """Give the clip's shots, and those of saved versions, the new numbers of their frames."""
    shots = list(Shot.objects.filter(generation=generation).select_for_update())
    for shot in shots:
        end = shot.end_frame
        shot.start_frame = find_frame(shot.start_frame)
        shot.end_frame = None if end is None else max(shot.start_frame + 1, find_frame(end))
    Shot.objects.bulk_update(shots, ["start_frame", "end_frame"])
    timelines = {shot.timeline_id for shot in shots}
    Timeline.objects.filter(pk__in=timelines).update(revision=F("revision") + 1)
    for cut in Cut.objects.filter(timeline__project=generation.project).select_for_update():
        saved = [_renumber(shot, generation, find_frame) for shot in saved_shots.from_json(cut.shots)]
        cut.shots = [shot.to_json() for shot in saved]
        cut.save(update_fields=["shots"])


def _renumber(shot: SavedShot, generation: Generation, find_frame: Callable[[int], int]) -> SavedShot:
    if shot.generation_id != generation.pk:
        return shot
    start = find_frame(shot.start)
    return SavedShot(generation.pk, start, max(start + 1, find_frame(shot.end)), shot.gives_up)
