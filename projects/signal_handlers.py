"""Connect signals to the rooms that react to them."""

from collections.abc import Callable, Collection
from uuid import UUID

from django.apps import AppConfig
from django.contrib.auth import user_logged_in
from django.db.models.signals import post_migrate

from projects.accounts import sessions
from projects.exports import uses as export_uses
from projects.ledger import guards
from projects.ledger.working_film import film_conformed
from projects.library.signals import deletion_requested, generation_requested, generation_retried
from projects.library.uses import Use
from projects.models import Generation, Note, Person, Project
from projects.review import notes
from projects.review import uses as review_uses
from projects.timeline import insert, renumber
from projects.timeline import uses as timeline_uses


def connect(config: AppConfig) -> None:
    post_migrate.connect(guards.install_triggers, sender=config)  # recreates the database's triggers
    user_logged_in.connect(sessions.begin)
    generation_requested.connect(answer_note)
    generation_retried.connect(replace_failed)
    film_conformed.connect(renumber_shots)
    deletion_requested.connect(find_uses)


def answer_note(generation: Generation, note: Note | None, **_: object) -> None:
    if note is None:
        return
    notes.link_take(note, generation)
    source = notes.find_source(note.review, note.frame)
    if note.review.cut and source:
        shown, _frame = source
        insert.show_answer(note.review.cut.timeline, shown, generation)


def replace_failed(generation: Generation, retry: Generation, by: Person, **_: object) -> None:
    insert.replace_failed(generation, retry, by)


def find_uses(project: Project, ids: Collection[UUID], **_: object) -> list[Use]:
    rooms = (timeline_uses, review_uses, export_uses)
    return [use for room in rooms for use in room.find_uses(project, ids)]


def renumber_shots(generation: Generation, find_frame: Callable[[int], int], **_: object) -> None:
    renumber.renumber_shots(generation, find_frame)
