"""The text of notes without case, accents and typographic signs, for searches on every database."""

from uuid import UUID

from django.db import migrations, models

from studio.text import fold

BATCH = 2000


def fill(apps, schema_editor):
    notes = apps.get_model("projects", "Note").objects.only("text", "search_text").order_by("pk")
    last = UUID(int=0)
    while batch := list(notes.filter(pk__gt=last)[:BATCH]):
        for note in batch:
            note.search_text = fold(note.text)
        notes.bulk_update(batch, ["search_text"], batch_size=200)
        last = batch[-1].pk


class Migration(migrations.Migration):
    dependencies = [("projects", "0039_studio_name")]

    operations = [
        migrations.AddField("note", "search_text", models.TextField(blank=True, editable=False)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
