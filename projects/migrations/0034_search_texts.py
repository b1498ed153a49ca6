"""Texts without case, accents and typographic signs, for searches on every database."""

from django.db import migrations, models

from studio.text import fold

BATCH = 2000


def fill(apps, schema_editor):
    prompts = apps.get_model("projects", "Prompt").objects.only("text", "camera", "search_text")
    fill_all(prompts, "search_text", lambda row: fold(", ".join(filter(None, (row.text, row.camera)))))
    people = apps.get_model("projects", "Person").objects.only("name", "search_name")
    fill_all(people, "search_name", lambda row: fold(row.name))


def fill_all(rows, field, find):
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        for row in batch:
            setattr(row, field, find(row))
        rows.bulk_update(batch, [field], batch_size=200)
        last = batch[-1].pk


class Migration(migrations.Migration):
    dependencies = [("projects", "0033_own_successes")]

    operations = [
        migrations.AddField("prompt", "search_text", models.TextField(blank=True, editable=False)),
        migrations.AddField("person", "search_name", models.TextField(blank=True, editable=False)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
