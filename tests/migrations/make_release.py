"""Write the database of this release, with something in every table and column, as SQL text.

    .venv/bin/python -m tests.migrations.make_release [FILE]

Run it with the release's own code when a release is made, and commit tests/migrations/<version>.sql.
From then on, test_releases.py migrates that file with the code of every later day. Never edit or recreate it:
it stands for the databases that people have.

0.1.0 is older than this script. Its file was made in a checkout of 61ff2d3 with this folder copied into it,
as the folder was in the commit that added the file.
"""

import contextlib
import os
import sqlite3
import sys
import tempfile
import tomllib
from pathlib import Path

import django
from django.core.management import call_command

from tests.migrations import SECRET_KEY

FOLDER = Path(__file__).resolve().parent
KEPT_UNTIL_THE_END = tempfile.TemporaryDirectory(prefix="dailies-release-")
DATA = Path(KEPT_UNTIL_THE_END.name)
# Before Django reads its settings, and before the models that need them are imported.
os.environ |= {"DAILIES_DATA": str(DATA), "DAILIES_SECRET_KEY": SECRET_KEY, "DATABASE_URL": ""}
os.environ["DJANGO_SETTINGS_MODULE"] = "studio.settings"
(DATA / "static").mkdir()
django.setup()

from tests.migrations import contents


def main(target: Path) -> None:
    if target.exists():
        sys.exit(f"{target} is there already, and a kept release is never made again.")
    call_command("migrate", verbosity=0)
    contents.fill()
    target.write_text(as_sql(DATA / "dailies.sqlite3"), encoding="utf-8")
    sys.stdout.write(f"{target}: {target.stat().st_size // 1024} KB\n")


def as_sql(file: Path) -> str:
    """Return the schema, the rows and the triggers."""
    with contextlib.closing(sqlite3.connect(file)) as database:
        return "\n".join(database.iterdump()) + "\n"


def version() -> str:
    project = tomllib.loads((FOLDER.parents[1] / "pyproject.toml").read_text())
    return project["project"]["version"]


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else FOLDER / f"{version()}.sql")
