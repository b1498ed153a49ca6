"""Clips have a rating and tags. What was a star is a favorite, because the rating's stars mean something else."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0034_search_texts")]

    operations = [
        migrations.RenameField("generation", "starred", "favorite"),
        migrations.AddField("generation", "rating", models.PositiveSmallIntegerField(default=0)),
        migrations.AddConstraint(
            "generation",
            models.CheckConstraint(condition=models.Q(("rating__lte", 5)), name="five_is_the_best_rating"),
        ),
        migrations.CreateModel(
            "Tag",
            [
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("name", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=800)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tags", to="projects.project"
                    ),
                ),
            ],
            options={
                "ordering": ["key"],
                "constraints": [
                    models.UniqueConstraint(fields=("project", "key"), name="one_tag_per_word")
                ],
            },
        ),
        migrations.AddField(
            "generation", "tags", models.ManyToManyField(related_name="generations", to="projects.tag")
        ),
    ]
