"""Connect signals to the rooms that react to them."""

from django.apps import AppConfig
from django.contrib.auth import user_logged_in
from django.db.models.signals import post_migrate

from projects.accounts import sessions
from projects.ledger import guards
from projects.library.signals import generation_requested, generation_retried
from projects.models import Generation, Note, Person
from projects.review import notes
from projects.timeline import insert


def connect(config: AppConfig) -> None:
    post_migrate.connect(guards.install_triggers, sender=config)  # recreates the database's triggers
    user_logged_in.connect(sessions.begin)
    generation_requested.connect(answer_note)
    generation_retried.connect(replace_failed)


def answer_note(generation: Generation, note: Note | None, **_: object) -> None:
    if note:
        notes.link_take(note, generation)


def replace_failed(generation: Generation, retry: Generation, by: Person, **_: object) -> None:
    insert.replace_failed(generation, retry, by)
