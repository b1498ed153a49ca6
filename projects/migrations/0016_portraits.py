from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0015_webhooks")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="portrait",
            field=models.UUIDField(null=True, unique=True),
        ),
    ]
