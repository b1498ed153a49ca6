"""Filters of a library that a person keeps under a name."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def belongs_to(model):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE, related_name="saved_filters", to=model
    )


class Migration(migrations.Migration):
    dependencies = [("projects", "0036_ratings_and_tags")]

    operations = [
        migrations.CreateModel(
            "SavedFilter",
            [
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("name", models.CharField(max_length=60)),
                ("query", models.TextField()),
                ("project", belongs_to("projects.project")),
                ("person", belongs_to(settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("project", "person", "name"), name="one_saved_filter_per_name"
                    )
                ],
            },
        ),
    ]
