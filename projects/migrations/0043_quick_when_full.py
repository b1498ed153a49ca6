"""Indexes for studios of 100,000 clips, and the project of each event."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

MOVING = ("queued", "submitting", "unconfirmed", "submitted", "ready")


def fill(apps, schema_editor):
    """Events are kept as they were written: their guard goes, and comes back after every migration."""
    where = " ON projects_event" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER IF EXISTS projects_event_as_written{where}")
    schema_editor.execute(
        "UPDATE projects_event SET project_id ="
        " (SELECT project_id FROM projects_generation WHERE id = projects_event.generation_id)"
    )


def clear_ends(apps, schema_editor):
    moving = apps.get_model("projects", "Generation").objects.filter(state__in=MOVING)
    moving.exclude(ended_at=None).update(ended_at=None)


class Migration(migrations.Migration):
    dependencies = [("projects", "0042_positions_by_code")]

    operations = [
        migrations.AddField(
            "event",
            "project",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="projects.project",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            "event",
            "project",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="projects.project",
            ),
        ),
        migrations.AddIndex("event", models.Index(fields=["project", "-id"], name="event_of_a_project")),
        migrations.AddIndex("attempt", models.Index(fields=["opened_at"], name="attempt_opened")),
        migrations.AddIndex(
            "generation",
            models.Index(fields=["project", "deleted_at", "-number", "state"], name="generation_in_library"),
        ),
        migrations.AddIndex(
            "generation",
            models.Index(fields=["project", "created_by", "-number"], name="generation_by_person"),
        ),
        migrations.AddIndex(
            "generation", models.Index(fields=["project", "-ended_at"], name="generation_ended_in_project")
        ),
        migrations.AddIndex("generation", models.Index(fields=["-ended_at"], name="generation_ended")),
        migrations.AddIndex(
            "generation",
            models.Index(
                fields=["project"],
                condition=Q(pictures_at__isnull=True, size__isnull=False),
                name="generation_without_pictures",
            ),
        ),
        migrations.RunPython(clear_ends, migrations.RunPython.noop),
        migrations.AddConstraint(
            "generation",
            models.CheckConstraint(
                condition=~Q(state__in=MOVING) | Q(ended_at=None), name="what_moves_has_no_end"
            ),
        ),
    ]
