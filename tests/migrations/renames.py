"""What migrations since the oldest release have renamed or rewritten, to compare a kept row with today's.

Written by hand, so that it is a second opinion about what the migrations do.
"""

import json
from collections.abc import Callable

from tests.migrations.databases import Rows

# Table of the release: table of today.
TABLES = {
    "projects_clip": "projects_shot",
    "projects_notice": "projects_notification",
    "projects_signedin": "projects_loginsession",
}
# "table.column" of the release: column of today.
COLUMNS = {
    "projects_account.hold_words": "hold_message",
    "projects_apikey.by_id": "created_by_id",
    "projects_apikey.digest": "token_hash",
    "projects_apikey.draws_here": "preview_only",
    "projects_change.by_id": "created_by_id",
    "projects_change.said": "description",
    "projects_apirequest.words": "error",
    "projects_attempt.words": "message",
    "projects_clip.place": "position",
    "projects_clip.stands": "active",
    "projects_cut.by_id": "created_by_id",
    "projects_delivery.happening": "event_type",
    "projects_delivery.words": "error",
    "projects_event.words": "message",
    "projects_export.by_id": "created_by_id",
    "projects_export.labelled": "labeled",
    "projects_export.tells_prompts": "includes_prompts",
    "projects_generation.by_id": "created_by_id",
    "projects_generation.denied_at": "first_failure_at",
    "projects_generation.error_words": "error_message",
    "projects_generation.hold_words": "hold_message",
    "projects_generation.starred": "favorite",
    "projects_generation.let_go_at": "api_deleted_at",
    "projects_guest.came_at": "opened_at",
    "projects_guest.key_hash": "token_hash",
    "projects_image.by_id": "created_by_id",
    "projects_image.clip_id": "generation_id",
    "projects_image.whole_id": "original_id",
    "projects_invitation.by_id": "created_by_id",
    "projects_notice.words": "message",
    "projects_note.words": "text",
    "projects_person.forgot_at": "password_reset_sent_at",
    "projects_person.may_begin": "can_create_projects",
    "projects_person.portrait": "avatar",
    "projects_person.runs_studio": "is_admin",
    "projects_person.telling": "notification_settings",
    "projects_prompt.by_id": "created_by_id",
    "projects_prompt.words": "text",
    "projects_review.by_id": "created_by_id",
    "projects_sharelink.by_id": "created_by_id",
    "projects_sharelink.name": "label",
    "projects_sharelink.newest": "always_latest",
    "projects_timeline.by_id": "created_by_id",
    "projects_webhook.by_id": "created_by_id",
    "projects_webhook.happenings": "event_types",
    "projects_webhook.words": "stop_reason",
}
# Table of the release: the column of today's projects_render that names the row, and the columns moved there.
MOVED = {
    "projects_export": (
        "export_id",
        {
            "state": "state",
            "progress": "progress",
            "words": "message",
            "tries": "tries",
            "lease_owner": "lease_owner",
            "lease_until": "lease_until",
            "began_at": "started_at",
            "ended_at": "ended_at",
            "created_at": "requested_at",
        },
    ),
    "projects_review": ("review_id", {"words": "message", "created_at": "requested_at"}),
}
STAYS = "created_at"
# "table.column" of the release that nothing ever read.
DROPPED = {"projects_project.fps"}


def change_of_today(fields: str) -> str:
    """Rename the columns of a shot in a recorded change of a timeline."""
    renamed = {
        shot: {COLUMNS.get(f"projects_clip.{name}", name): pair for name, pair in pairs.items()}
        for shot, pairs in json.loads(fields).items()
    }
    return json.dumps(renamed)


def drawing_of_today(drawing: str) -> str:
    return drawing.replace('"colour"', '"color"')


def channels_of_today(channels: str) -> str:
    """Clips that are ready have a channel of their own, at first the one for clips that ended."""
    chosen = json.loads(channels)
    return json.dumps(chosen | {"ready": chosen["clip"]} if "clip" in chosen else chosen)


# "table.column" of the release: what makes its value that of today.
VALUES: dict[str, Callable] = {
    "projects_change.fields": change_of_today,
    "projects_note.drawing": drawing_of_today,
    "projects_person.telling": channels_of_today,
}


def in_words_of_today(tables: dict[str, Rows]) -> dict[str, Rows]:
    return {
        TABLES.get(table, table): {key: row_of_today(table, row) for key, row in rows.items()}
        for table, rows in tables.items()
    }


def moved_to_renders(tables: dict[str, Rows]) -> list[dict]:
    """Return the expected rows of projects_render, each with the ID of its export or review."""
    return [
        {owner: row["id"]} | {now: row[before] for before, now in columns.items()}
        for table, (owner, columns) in MOVED.items()
        for row in tables[table].values()
    ]


def row_of_today(table: str, row: dict) -> dict:
    moved = MOVED[table][1].keys() - {STAYS} if table in MOVED else set()
    return {
        COLUMNS.get(f"{table}.{column}", column): VALUES.get(f"{table}.{column}", as_it_is)(value)
        for column, value in row.items()
        if column not in moved and f"{table}.{column}" not in DROPPED
    }


def as_it_is(value):
    return value
