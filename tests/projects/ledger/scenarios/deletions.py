"""Clips that are deleted by several people at the same moment, and by somebody who is killed."""

import threading
from collections.abc import Callable
from functools import partial

from django.db import connection, transaction

from projects.ledger.transitions import bump_revision
from projects.library import bin
from projects.models import Generation, Shot
from projects.timeline import edits
from tests.projects import cast
from tests.projects.ledger.conftest import Studio
from tests.projects.ledger.scenarios.kills import is_killed, kill_at_line
from tests.projects.ledger.scenarios.races import at_once

PICTURES = ("poster.webp", "last.png")


def delete_while_appending(count: int) -> dict:
    """Delete each of `count` clips while somebody else appends it, all at the same moment."""
    studio = Studio("append")
    timeline, clips = studio.project.timelines.create(number=1, name="Cut"), create_clips(studio, count)
    acts: list[Callable[[], object]] = []
    for clip in clips:
        acts.append(partial(bin.delete_clips, studio.project, studio.owner, [clip.pk]))
        acts.append(partial(edits.place, timeline, studio.owner, clip))
    results = at_once(2 * count, lambda n: acts[n]())
    deleted = set(Generation.objects.filter(deleted_at__isnull=False).values_list("pk", flat=True))
    shown = set(Shot.objects.filter(timeline=timeline).values_list("generation", flat=True))
    outcomes = [result for result in results if isinstance(result, bin.Outcome)]
    return {
        "errors": [error for error in results if isinstance(error, str) and "was deleted" not in error],
        "both": len(deleted & shown),
        "one_of_them": len(deleted | shown),
        "refused": sum(len(outcome.refused) for outcome in outcomes),
        "shown": len(shown),
        "changes": timeline.changes.count(),
    }


def append_first() -> dict:
    """Append a clip; before that is committed, somebody deletes it."""
    studio = Studio("appendfirst")
    timeline, (clip,) = studio.project.timelines.create(number=1, name="Cut"), create_clips(studio, 1)
    with Colleague(partial(bin.delete_clips, studio.project, None, [clip.pk])) as colleague:
        edits.place(timeline, studio.owner, clip)
        colleague.start_and_wait()
    refused = colleague.result.refused
    return {
        "uses": [use.text for refusal in refused for use in refusal.uses],
        "shots": timeline.shots.count(),
    }


def delete_first() -> dict:
    """Delete a clip; before that is committed, somebody appends it."""
    studio = Studio("deletefirst")
    timeline, (clip,) = studio.project.timelines.create(number=1, name="Cut"), create_clips(studio, 1)
    with Colleague(partial(edits.place, timeline, studio.owner, clip)) as colleague:
        deleted = bin.delete_clips(studio.project, None, [clip.pk]).deleted
        colleague.start_and_wait()
    return {"deleted": len(deleted), "error": str(colleague.result), "shots": timeline.shots.count()}


def delete_twice(count: int, people: int) -> dict:
    """Several people delete the same clips, restore them, delete them for good, each at the same moment."""
    studio = Studio("twice")
    ids = [clip.pk for clip in create_clips(studio, count)]
    project, owner = studio.project, studio.owner
    deleted = at_once(people, lambda n: [row.pk for row in bin.delete_clips(project, owner, ids).deleted])
    restored = at_once(people, lambda n: [row.pk for row in bin.restore_clips(project, owner, ids)])
    bin.delete_clips(project, owner, ids)
    mixed: list[Callable[..., list[Generation]]] = [bin.purge_clips, bin.restore_clips]
    ends = at_once(people, lambda n: [row.pk for row in mixed[n % 2](project, owner, ids)])
    rows = list(Generation.objects.filter(project=project))
    return {
        "errors": [result for result in (*deleted, *restored, *ends) if isinstance(result, str)],
        "times": [sum(map(len, results)) for results in (deleted, restored, ends)],
        "whole": [row.video.exists() for row in rows] == [row.purged_at is None for row in rows],
        "left": sum(row.folder.exists() for row in rows if row.purged_at),
    }


def purge_while_it_changes() -> dict:
    """Delete a clip for good while somebody changes it, who locks the clip first and the project then."""
    studio = Studio("changing")
    (clip,) = create_clips(studio, 1)
    bin.delete_clips(studio.project, studio.owner, [clip.pk])
    with Colleague(partial(bin.purge_clips, studio.project, studio.owner, [clip.pk])) as colleague:
        Generation.objects.filter(pk=clip.pk).update(rating=5)
        colleague.start_and_wait()
        bump_revision(clip.pk)
    clip.refresh_from_db()
    return {"purged": str(colleague.result == [clip]), "rating": clip.rating, "files": clip.folder.exists()}


def kill_while_purging(every: int) -> dict:
    """Kill who deletes a clip for good at each `every`-th line, and try again, until one gets through."""
    studio = Studio("purge")
    torn, left, deaths = [], [], {"kept": 0, "purged": 0}
    for line in range(0, 1000, every):
        (clip,) = create_clips(studio, 1)
        bin.delete_clips(studio.project, studio.owner, [clip.pk])
        again = partial(bin.purge_clips, studio.project, studio.owner, [clip.pk])
        if not is_killed(again, kill_at_line(("library/bin.py",), line)):
            break
        clip.refresh_from_db()
        deaths["purged" if clip.purged_at else "kept"] += 1
        if clip.is_in_bin and len(list(clip.folder.iterdir())) != 1 + len(PICTURES):
            torn.append(line)
        again()
        bin.sweep()
        clip.refresh_from_db()
        if (
            clip.folder.exists()
            or not clip.files_deleted_at
            or clip.events.filter(kind="purged").count() != 1
        ):
            left.append(line)
    return {"deaths": deaths, "torn": torn, "left": left}


def create_clips(studio: Studio, count: int) -> list[Generation]:
    """Create finished clips with their film and pictures, all of the same bytes."""
    clips = [cast.stored_clip(studio.project, 0, by=studio.owner) for _ in range(count)]
    for clip in clips:
        for name in PICTURES:
            clip.picture(name).write_bytes(b"x")
    return clips


class Colleague:
    """A transaction, and somebody who begins in the middle of it. result: what they got, or their error."""

    def __init__(self, act):
        self.act, self.result = act, None
        self.thread = threading.Thread(target=self.run)

    def __enter__(self):
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        return self

    def __exit__(self, *error):
        self.transaction.__exit__(*error)
        self.thread.join()

    def run(self):
        try:
            self.result = self.act()
        except Exception as error:
            self.result = error
        finally:
            connection.close()

    def start_and_wait(self):
        """Let them begin, and return when they wait for this transaction. SQLite doesn't say who waits."""
        self.thread.start()
        if connection.vendor != "postgresql":
            return
        while self.thread.is_alive() and not is_somebody_waiting():
            self.thread.join(0.01)


def is_somebody_waiting() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])
