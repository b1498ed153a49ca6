from django.db import migrations
from django.utils import timezone


def cut_pictures_again(apps, _):
    """How the frames look is kept in a file beside the film now, written with the other pictures."""
    completed = apps.get_model("projects", "Generation").objects.filter(state="completed")
    completed.update(pictures_at=None, tries=0, due_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("projects", "0017_api_keys")]
    operations = [
        migrations.RemoveField("generation", "first_look"),
        migrations.RemoveField("generation", "last_look"),
        migrations.RunPython(cut_pictures_again, migrations.RunPython.noop),
    ]
