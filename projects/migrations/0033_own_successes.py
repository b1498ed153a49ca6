"""A clip that is ready is a kind of notification of its own; whoever chose a channel keeps it for both."""

from django.db import migrations, models

KINDS = [
    ("ready", "My clip is ready"),
    ("clip", "My clip has failed"),
    ("note", "Someone writes a note to me or replies"),
    ("verdict", "Someone approves a version or requests changes"),
    ("ask", "Someone requests approval to spend, or mine is decided"),
    ("opened", "Someone opens a share link"),
]


def keep_choices(apps, schema_editor):
    for person in apps.get_model("projects", "Person").objects.filter(notification_settings__has_key="clip"):
        person.notification_settings["ready"] = person.notification_settings["clip"]
        person.save(update_fields=["notification_settings"])


class Migration(migrations.Migration):
    dependencies = [("projects", "0032_what_is_drawn")]

    operations = [
        migrations.AlterField("notification", "kind", models.CharField(max_length=8, choices=KINDS)),
        migrations.RunPython(keep_choices, migrations.RunPython.noop),
    ]
