"""Rename models and fields to the words of the glossary. No data changes, except names inside stored JSON."""

from django.conf import settings
from django.db import migrations, models

CREATED_BY = (
    "ApiKey", "Change", "Cut", "Export", "Generation", "Image", "Invitation", "Prompt", "Review", "ShareLink",
    "Timeline", "Webhook",
)
FIELDS = (
    ("Account", "hold_words", "hold_message"),
    ("ApiKey", "draws_here", "preview_only"),
    ("Change", "said", "description"),
    ("Delivery", "happening", "event_type"),
    ("Export", "tells_prompts", "includes_prompts"),
    ("Generation", "denied_at", "first_failure_at"),
    ("Generation", "error_words", "error_message"),
    ("Generation", "hold_words", "hold_message"),
    ("Generation", "let_go_at", "api_deleted_at"),
    ("Person", "forgot_at", "password_reset_sent_at"),
    ("Person", "may_begin", "can_create_projects"),
    ("Person", "portrait", "avatar"),
    ("Person", "runs_studio", "is_admin"),
    ("Person", "telling", "notification_settings"),
    ("Prompt", "words", "text"),
    ("Shot", "place", "position"),
    ("Shot", "stands", "active"),
    ("Webhook", "happenings", "event_types"),
)
PERSON = settings.AUTH_USER_MODEL
RELATED = (
    ("LoginSession", "person", models.ForeignKey(PERSON, models.CASCADE, related_name="login_sessions")),
    ("Notification", "person", models.ForeignKey(PERSON, models.CASCADE, related_name="notifications")),
    ("Shot", "generation", models.ForeignKey("projects.generation", models.PROTECT, related_name="shots")),
    ("Shot", "timeline", models.ForeignKey("projects.timeline", models.CASCADE, related_name="shots")),
)
IN_CHANGES = {"place": "position", "stands": "active"}  # field names that a Change stores


def rename_in_changes(apps, names):
    """Rename the fields that each Change stores, so that older changes can still be undone."""
    Change = apps.get_model("projects", "Change")
    for change in Change.objects.iterator():
        change.fields = {
            shot: {names.get(name, name): values for name, values in fields.items()}
            for shot, fields in change.fields.items()
        }
        change.save(update_fields=["fields"])


def forwards(apps, schema_editor):
    rename_in_changes(apps, IN_CHANGES)


def backwards(apps, schema_editor):
    rename_in_changes(apps, {new: old for old, new in IN_CHANGES.items()})


class Migration(migrations.Migration):
    dependencies = [("projects", "0020_notes_know_their_revision")]

    operations = [
        migrations.RenameModel("Clip", "Shot"),
        migrations.RenameModel("Notice", "Notification"),
        migrations.RenameModel("SignedIn", "LoginSession"),
        *(migrations.RenameField(model, "by", "created_by") for model in CREATED_BY),
        *(migrations.RenameField(model, old, new) for model, old, new in FIELDS),
        migrations.AlterModelOptions("shot", {"ordering": ["position", "id"]}),
        *(migrations.AlterField(*field) for field in RELATED),
        migrations.RunPython(forwards, backwards),
    ]
