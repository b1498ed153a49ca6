from fractions import Fraction

from django.db import migrations, models

STANDARD = {
    "23.976": Fraction(24000, 1001),
    "24": Fraction(24),
    "25": Fraction(25),
    "29.97": Fraction(30000, 1001),
    "30": Fraction(30),
    "48": Fraction(48),
    "50": Fraction(50),
    "59.94": Fraction(60000, 1001),
    "60": Fraction(60),
}


def take_first_clips(apps, editor):
    """Give each project the frame rate of its first stored clip, 24 if that is unusual, or leave it open."""
    Project, Generation = apps.get_model("projects", "Project"), apps.get_model("projects", "Generation")
    stored = Generation.objects.filter(state="completed", fps_num__isnull=False, fps_den__isnull=False)
    for project in Project.objects.all():
        first = stored.filter(project=project).order_by("ended_at", "number").first()
        if first:
            rate = Fraction(first.fps_num, first.fps_den)
            near = (name for name, standard in STANDARD.items() if abs(rate / standard - 1) < Fraction(1, 5000))
            Project.objects.filter(pk=project.pk).update(frame_rate=next(near, "24"))


class Migration(migrations.Migration):

    dependencies = [
        ("projects", "0028_forms_are_sent_once"),
    ]

    operations = [
        migrations.AddField(
            model_name="project",
            name="frame_rate",
            field=models.CharField(blank=True, max_length=6, default=""),
            preserve_default=False,
        ),
        migrations.RunPython(take_first_clips, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField(model_name="project", name="fps"),
    ]
