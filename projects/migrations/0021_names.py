"""Rename models and fields to the words of the glossary.

Data changes in two places only: names inside stored JSON, and each film's state and lease move to its Render.
"""

from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

CREATED_BY = (
    "ApiKey", "Change", "Cut", "Export", "Generation", "Image", "Invitation", "Prompt", "Review", "ShareLink",
    "Timeline", "Webhook",
)
FIELDS = (
    ("ApiKey", "digest", "token_hash"),
    ("ApiRequest", "words", "error"),
    ("Attempt", "words", "message"),
    ("Event", "words", "message"),
    ("Guest", "key_hash", "token_hash"),
    ("Account", "hold_words", "hold_message"),
    ("ApiKey", "draws_here", "preview_only"),
    ("Change", "said", "description"),
    ("Delivery", "happening", "event_type"),
    ("Delivery", "words", "error"),
    ("Guest", "came_at", "opened_at"),
    ("Note", "words", "text"),
    ("ShareLink", "name", "label"),
    ("ShareLink", "newest", "always_latest"),
    ("Export", "labelled", "labeled"),
    ("Export", "tells_prompts", "includes_prompts"),
    ("Generation", "denied_at", "first_failure_at"),
    ("Generation", "error_words", "error_message"),
    ("Generation", "hold_words", "hold_message"),
    ("Generation", "let_go_at", "api_deleted_at"),
    ("Image", "clip", "generation"),
    ("Image", "whole", "original"),
    ("Notification", "words", "message"),
    ("Person", "forgot_at", "password_reset_sent_at"),
    ("Person", "may_begin", "can_create_projects"),
    ("Person", "portrait", "avatar"),
    ("Person", "runs_studio", "is_admin"),
    ("Person", "telling", "notification_settings"),
    ("Prompt", "words", "text"),
    ("Shot", "place", "position"),
    ("Shot", "stands", "active"),
    ("Webhook", "happenings", "event_types"),
    ("Webhook", "words", "stop_reason"),
)
INDEXES = (
    ("Notification", "notices_to_mail", "notifications_to_mail"),
    ("Notification", "notices_of_a_person", "notifications_of_a_person"),
)
CONSTRAINTS = (
    (
        "Generation",
        "one_wish_per_client_token",
        models.UniqueConstraint(fields=["project", "client_token"], name="one_generation_per_client_token"),
    ),
    (
        "Shot",
        "a_clip_has_a_frame",
        models.CheckConstraint(
            condition=Q(end_frame=None) | Q(end_frame__gt=models.F("start_frame")), name="a_shot_has_a_frame"
        ),
    ),
    (
        "Notification",
        "one_notice_per_happening",
        models.UniqueConstraint(fields=["person", "key"], name="one_notification_per_event"),
    ),
    (
        "Delivery",
        "one_delivery_per_happening",
        models.UniqueConstraint(fields=["webhook", "key"], name="one_delivery_per_event"),
    ),
)
FORMATS = [("mp4", "Film (MP4)"), ("bundle", "Editing bundle (ZIP)")]
SIZES = [("source", "Original"), ("720p", "720p"), ("1080p", "1080p"), ("4k", "4K")]
VERDICTS = [("approved", "Approved"), ("changes", "Changes requested")]
RENDER_STATES = [
    ("waiting", "Waiting"),
    ("making", "In progress"),
    ("ready", "Ready"),
    ("failed", "Failed"),
    ("cancelled", "Canceled"),
]
PERSON = settings.AUTH_USER_MODEL
KINDS = [
    ("clip", "My clip is ready or has failed"),
    ("note", "Someone writes a note to me or replies"),
    ("verdict", "Someone approves a version or requests changes"),
    ("ask", "Someone requests approval to spend, or mine is decided"),
    ("opened", "Someone opens a share link"),
]
RELATED = (
    ("LoginSession", "person", models.ForeignKey(PERSON, models.CASCADE, related_name="login_sessions")),
    ("Notification", "person", models.ForeignKey(PERSON, models.CASCADE, related_name="notifications")),
    ("Note", "parent", models.ForeignKey("projects.note", models.CASCADE, null=True, related_name="replies")),
    (
        "Note",
        "take",
        models.ForeignKey("projects.generation", models.PROTECT, null=True, related_name="source_notes"),
    ),
    (
        "Image",
        "original",
        models.ForeignKey("projects.image", models.PROTECT, null=True, related_name="crops"),
    ),
    (
        "Keyframe",
        "source",
        models.ForeignKey("projects.generation", models.PROTECT, null=True, related_name="extensions"),
    ),
    ("Shot", "generation", models.ForeignKey("projects.generation", models.PROTECT, related_name="shots")),
    ("Shot", "timeline", models.ForeignKey("projects.timeline", models.CASCADE, related_name="shots")),
)
RENDER = migrations.CreateModel(
    "Render",
    [
        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
        ("export", models.OneToOneField("projects.export", models.CASCADE, null=True, related_name="render")),
        ("review", models.OneToOneField("projects.review", models.CASCADE, null=True, related_name="render")),
        ("timeline", models.ForeignKey("projects.timeline", models.CASCADE, null=True, related_name="renders")),
        ("key", models.CharField(blank=True, max_length=64)),
        ("state", models.CharField(choices=RENDER_STATES, default="waiting", max_length=9)),
        ("progress", models.FloatField(default=0)),
        ("tries", models.PositiveSmallIntegerField(default=0)),
        ("lease_owner", models.CharField(blank=True, max_length=60)),
        ("lease_until", models.DateTimeField(null=True)),
        ("message", models.CharField(blank=True, max_length=300)),
        ("requested_at", models.DateTimeField(auto_now_add=True)),
        ("started_at", models.DateTimeField(null=True)),
        ("ended_at", models.DateTimeField(null=True)),
    ],
    {
        "constraints": [
            models.UniqueConstraint(fields=["timeline", "key"], name="one_render_per_playback_file"),
            models.CheckConstraint(
                condition=Q(export__isnull=False, review=None, timeline=None)
                | Q(export=None, review__isnull=False, timeline=None)
                | Q(export=None, review=None, timeline__isnull=False),
                name="a_render_has_one_subject",
            ),
        ]
    },
)
IN_CHANGES = {"place": "position", "stands": "active"}  # field names that a Change stores
FROM_EXPORT = {
    "state": "state",
    "progress": "progress",
    "words": "message",
    "tries": "tries",
    "lease_owner": "lease_owner",
    "lease_until": "lease_until",
    "began_at": "started_at",
    "ended_at": "ended_at",
}


def rename_in_changes(apps, names):
    """Rename the fields that each Change stores, so that older changes can still be undone."""
    Change = apps.get_model("projects", "Change")
    for change in Change.objects.iterator():
        change.fields = {
            shot: {names.get(name, name): values for name, values in fields.items()}
            for shot, fields in change.fields.items()
        }
        change.save(update_fields=["fields"])


def rename_in_drawings(apps, old, new):
    """Rename the key of each stroke that Note.drawing stores."""
    Note = apps.get_model("projects", "Note")
    for note in Note.objects.exclude(drawing=[]).iterator():
        note.drawing = [{new if key == old else key: stroke[key] for key in stroke} for stroke in note.drawing]
        note.save(update_fields=["drawing"])


def create_renders(apps, schema_editor):
    """Move the state and lease of each export, and the state of each review's film, to a Render."""
    Render = apps.get_model("projects", "Render")
    for export in apps.get_model("projects", "Export").objects.order_by("pk").iterator():
        moved = {now: getattr(export, before) for before, now in FROM_EXPORT.items()}
        create_render(Render, export.created_at, export=export, **moved)
    for review in apps.get_model("projects", "Review").objects.order_by("pk").iterator():
        state = "ready" if review.frames else "failed" if review.words else "waiting"
        create_render(Render, review.created_at, review=review, state=state, message=review.words)


def create_render(Render, requested_at, **fields):
    render = Render.objects.create(**fields)
    Render.objects.filter(pk=render.pk).update(requested_at=requested_at)


def return_renders(apps, schema_editor):
    """Move them back; playback files are made again when a page asks."""
    Render = apps.get_model("projects", "Render")
    for render in Render.objects.exclude(export=None).iterator():
        moved = {before: getattr(render, now) for before, now in FROM_EXPORT.items()}
        apps.get_model("projects", "Export").objects.filter(pk=render.export_id).update(**moved)
    for render in Render.objects.exclude(review=None).iterator():
        reviews = apps.get_model("projects", "Review").objects.filter(pk=render.review_id)
        reviews.update(words=render.message[:200])


def forwards(apps, schema_editor):
    rename_in_changes(apps, IN_CHANGES)
    rename_in_drawings(apps, "colour", "color")


def backwards(apps, schema_editor):
    rename_in_changes(apps, {new: old for old, new in IN_CHANGES.items()})
    rename_in_drawings(apps, "color", "colour")


class Migration(migrations.Migration):
    dependencies = [("projects", "0020_notes_know_their_revision")]

    operations = [
        migrations.RenameModel("Clip", "Shot"),
        migrations.RenameModel("Notice", "Notification"),
        migrations.RenameModel("SignedIn", "LoginSession"),
        *(migrations.RenameField(model, "by", "created_by") for model in CREATED_BY),
        *(migrations.RenameField(model, old, new) for model, old, new in FIELDS),
        *(migrations.RenameIndex(model, new, old) for model, old, new in INDEXES),
        *(migrations.RemoveConstraint(model, old) for model, old, _ in CONSTRAINTS),
        *(migrations.AddConstraint(model, new) for model, _, new in CONSTRAINTS),
        migrations.AlterModelOptions("shot", {"ordering": ["position", "id"]}),
        migrations.AlterModelOptions("guest", {"ordering": ["opened_at"]}),
        *(migrations.AlterField(*field) for field in RELATED),
        migrations.AlterField(
            "ApiKey",
            "scope",
            models.CharField(
                choices=[("read", "Read"), ("write", "Read and generate")], default="write", max_length=5
            ),
        ),
        migrations.AlterField("Notification", "kind", models.CharField(choices=KINDS, max_length=8)),
        migrations.AlterField("Export", "format", models.CharField(choices=FORMATS, max_length=6)),
        migrations.AlterField(
            "Export", "size_name", models.CharField(choices=SIZES, default="source", max_length=6)
        ),
        migrations.AlterField("Verdict", "kind", models.CharField(choices=VERDICTS, max_length=8)),
        migrations.RunPython(forwards, backwards),
        RENDER,
        migrations.RunPython(create_renders, return_renders),
        *(migrations.RemoveField("Export", name) for name in FROM_EXPORT),
        migrations.RemoveField("Review", "words"),
    ]
