from django.db import migrations, models


def keep_what_they_have(apps, _):
    """Who began a film before there was this right may begin more."""
    memberships = apps.get_model("projects", "Membership").objects.filter(role="owner")
    people = apps.get_model("projects", "Person").objects.filter(pk__in=memberships.values("person"))
    people.update(may_begin=True)


class Migration(migrations.Migration):
    dependencies = [("projects", "0018_looks_of_every_frame")]
    operations = [
        migrations.AddField("person", "may_begin", models.BooleanField(default=False)),
        migrations.RunPython(keep_what_they_have, migrations.RunPython.noop),
    ]
