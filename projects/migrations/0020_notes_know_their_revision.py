from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0019_may_begin")]
    operations = [migrations.AddField("note", "revision", models.BigIntegerField(default=0))]
