"""Positions of shots sort by the codes of their letters, whatever language PostgreSQL's database sorts by.

A Danish one puts "aa" behind "z", so that shots would stand in another order there than in positions.py.
"""

from django.db import migrations


def sort_by_code(apps, editor):
    if editor.connection.vendor == "postgresql":  # SQLite sorts so anyway
        editor.execute('ALTER TABLE projects_shot ALTER COLUMN "position" TYPE varchar(200) COLLATE "C"')


class Migration(migrations.Migration):
    dependencies = [("projects", "0041_collections")]

    operations = [migrations.RunPython(sort_by_code, migrations.RunPython.noop)]
