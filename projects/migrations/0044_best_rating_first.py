"""An index for the library's clips in the order of their ratings."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0043_quick_when_full")]

    operations = [
        migrations.AddIndex(
            "generation",
            models.Index(fields=["project", "deleted_at", "-rating", "-number"], name="generation_by_rating"),
        ),
    ]
