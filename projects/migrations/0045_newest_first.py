"""An index for lists of the newest clips, which SQLite finds without statistics of the tables."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0001_squashed_0044_best_rating_first'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='generation',
            index=models.Index(fields=['project', 'deleted_at', '-created_at'], name='generation_newest'),
        ),
    ]
