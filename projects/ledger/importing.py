"""Record an imported film as a clip: completed from the start, never requested, never charged."""

from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.core.enqueue import enqueue
from projects.ledger.requests import TASK_LOST_AFTER_S, lock_project
from projects.ledger.storing import sha256_of
from projects.ledger.transitions import bump_revision, due_in, record_event
from projects.models import Generation, Prompt, Upload
from projects.models.generation import next_number
from projects.models.prompt import IMPORTED
from projects.notifications import notifications
from studio.media.probe import Facts


def describe_file(film: Path, facts: Facts) -> dict[str, Any]:
    """Return the fields of a generation that say what its stored file is."""
    return {
        "sha256": sha256_of(film),
        "size": film.stat().st_size,
        "width_px": facts.width_px,
        "height_px": facts.height_px,
        "frames": facts.frames,
        "fps_num": facts.fps.numerator,
        "fps_den": facts.fps.denominator,
    }


@transaction.atomic
def record_import(upload: Upload, *, title: str, fields: dict[str, Any]) -> Generation:
    """Create the clip of an upload whose film is in place. fields: what describe_file returned."""
    project, by = lock_project(upload.project), upload.created_by
    prompt = Prompt.objects.create(engine=IMPORTED, text=title, slate=False, created_by=by)
    now = timezone.now()
    generation = Generation.objects.create(
        id=upload.pk,
        project=project,
        upload=upload,
        prompt=prompt,
        created_by=by,
        api_key=upload.api_key,
        number=next_number(project),
        client_token=f"upload.{upload.pk}",
        state="completed",
        created_at=now,
        ended_at=now,
        due_at=due_in(TASK_LOST_AFTER_S),
        **fields,
    )
    message = _("By API key %s.") % upload.api_key if upload.api_key else ""
    record_event(generation.pk, "moved", now=generation.state, actor=by, message=message)
    bump_revision(generation.pk)
    notifications.notify_clip_ended(generation.pk)
    transaction.on_commit(partial(enqueue, "store", generation.pk))
    return generation
