"""Keep the provider's own words apart from the studio's, which pages show as its own."""

from django.db import migrations, models

OURS = ("preview",)
BEFORE, AFTER = "The provider refused this order: ", " Nothing was charged."


def find_quotes(apps, schema_editor):
    """Take the provider's words from the sentences that the studio put around them."""
    rows = apps.get_model("projects", "Generation").objects.exclude(error_message="")
    for row in rows.filter(state="refused", error_message__startswith=BEFORE):
        rows.filter(pk=row.pk).update(
            provider_message=row.error_message.removeprefix(BEFORE).removesuffix(AFTER)
        )
    failed = rows.filter(state="failed").exclude(prompt__engine__in=OURS)
    failed.update(provider_message=models.F("error_message"))


class Migration(migrations.Migration):
    dependencies = [("projects", "0024_keys_are_tested")]

    operations = [
        migrations.AddField("generation", "provider_message", models.TextField(blank=True)),
        migrations.RunPython(find_quotes, migrations.RunPython.noop),
    ]
