"""Use a migrated studio as people and programs do, in a new process, and print what was found as JSON.

DAILIES_DATA=... python -m tests.migrations.probe
"""

import json
import os
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "studio.settings"
django.setup()

from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client, override_settings
from django.urls import reverse
from django.utils.module_loading import import_string
from django_q.models import OrmQ

from projects.models import EngineKey, Export, Project, Timeline, Webhook
from tests.migrations.contents import PLAIN, people, programs, review

PAGES_OF_A_STUDIO = ["projects", "profile", "notifications", "settings"]
PAGES_OF_A_PROJECT = [
    "library",
    "activity",
    "spending",
    "members",
    "webhooks",
    "keys",
    "project-settings",
    "reviews",
]


@override_settings(ALLOWED_HOSTS=["testserver"], STORAGES=PLAIN)
def main() -> None:
    client = Client(raise_request_exception=False)
    found = {
        "unapplied": unapplied(),
        "sign in": sign_in(client),
        "pages": {path: client.get(path).status_code for path in pages()},
        "files": {path: client.get(path).getvalue().decode(errors="replace") for path in files()},
        "doors": {path: answer(path) for path in doors()},
        "keys": sorted(key.reveal() for key in EngineKey.objects.all()),
        "webhooks": [webhook.secret()[:6] for webhook in Webhook.objects.all()],
        "jobs": sorted(import_string(task.func()).__name__ for task in OrmQ.objects.all()),
        "unknown values": unknown_values(),
        "history": history(client),
    }
    json.dump(found, sys.stdout)


def unapplied() -> list[str]:
    executor = MigrationExecutor(connection)
    return [str(migration) for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def sign_in(client: Client) -> str:
    form = {"username": "ada@example.test", "password": people.PASSWORD}
    return client.post(reverse("sign-in"), form).headers.get("Location", "")


def project() -> Project:
    return Project.objects.get(slug="lighthouse-fog-lamp")


def pages() -> list[str]:
    """Return every kind of page, and the page of every row that has one."""
    own = project()
    rows = {
        "generation": own.generations.values_list("pk", flat=True),
        "timeline": own.timelines.values_list("number", flat=True),
        "exports": own.timelines.values_list("number", flat=True),
        "review": own.reviews.values_list("number", flat=True),
        "share-links": own.reviews.values_list("number", flat=True),
    }
    return [
        *(reverse(name) for name in PAGES_OF_A_STUDIO),
        *(reverse(name, args=[own.slug]) for name in PAGES_OF_A_PROJECT),
        *(reverse(name, args=[own.slug, id]) for name, ids in rows.items() for id in ids),
        reverse("cut", args=[own.slug, 1, 1]),
        reverse("review-csv", args=[own.slug, 1]),
    ]


def files() -> list[str]:
    """Return the files that the release left beside the database."""
    own = project()
    completed = own.generations.filter(state="completed")
    exports = Export.objects.filter(render__state="ready")
    return [
        *(reverse("clip-file", args=[own.slug, id, "film.mp4"]) for (id,) in completed.values_list("pk")),
        *(
            reverse("image-file", args=[own.slug, id, "picture.png"])
            for (id,) in own.images.values_list("pk")
        ),
        *(reverse("export-file", args=[own.slug, id]) for (id,) in exports.values_list("pk")),
        reverse("review-film", args=[own.slug, 1]),
        reverse("avatar", args=[people.AVATAR]),
    ]


def doors() -> list[str]:
    """Return the URLs that open to anybody who knows their secret."""
    return [
        reverse("share-link", args=[review.LINK]),
        reverse("join", args=[people.INVITED]),
        reverse("api-generations"),
    ]


def answer(path: str) -> int:
    client = Client(headers={"Authorization": f"Bearer {programs.KEY_TEXT}"}, raise_request_exception=False)
    return client.get(path, follow=True).status_code


def unknown_values() -> list[str]:
    """Return values that are not among today's choices."""
    return [
        f"{model.__name__}.{field.name}: {value}"
        for model in apps.get_app_config("projects").get_models()
        for field in model._meta.concrete_fields
        if field.choices
        for value in model._default_manager.values_list(field.name, flat=True).distinct()
        if value not in dict(field.flatchoices) and value not in (None, "")
    ]


def history(client: Client) -> list[list]:
    """Return the timeline after each undo, as far back as it goes, and after each redo."""
    timeline = Timeline.objects.get(project=project(), number=1)
    steps = ["undo"] * timeline.changes.filter(undone=False).count() + ["redo"] * timeline.changes.count()
    return [press(client, timeline, step) for step in steps]


def press(client: Client, timeline: Timeline, step: str) -> list:
    done = client.post(reverse(f"timeline-{step}", args=[timeline.project.slug, timeline.number]))
    if done.status_code not in (200, 302):
        return [step, done.status_code]
    shots = timeline.shots.filter(active=True).order_by("position", "id")
    rows = shots.values_list("id", "position", "generation_id", "start_frame", "end_frame")
    return [[shot.hex, position, generation.hex, *frames] for shot, position, generation, *frames in rows]


if __name__ == "__main__":
    main()
