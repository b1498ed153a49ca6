"""Say in a sentence why `up` can't start, and what to do."""

import errno
from collections.abc import Callable

from django.conf import settings
from django.core.management.base import CommandError
from django.db import DatabaseError

from studio.processes import database
from studio.processes.restore import MARK

SMALL_BYTES = 256 * 1024**2  # checked at every start: it takes less than a second
HALF_RESTORED = (
    "A restore in %(data)s did not end. Run it again: manage.py restore FILE. To go back instead, move "
    "what is in before-restore-… back into the folder, and delete the file `restoring`."
)
DAMAGED = (
    "The database %(path)s is damaged (%(damage)s). Nothing was started. Restore your last backup: "
    "manage.py restore FILE. Clips that were ordered since then come back from the provider's log."
)
NO_SPACE = "There is no space left for the data folder %(data)s. Free up some space, and start again."
NO_ACCESS = (
    "Dailies can't write to the data folder %(data)s (%(reason)s). Allow it, or choose another folder with "
    "DAILIES_DATA."
)
NO_DATABASE = "The database can't be used: %(reason)s. Check DATABASE_URL, and that its server runs."
FULL = (errno.ENOSPC, errno.EDQUOT)


def check_database(after_a_crash: bool, say: Callable[[str], object]) -> None:
    """Raise CommandError for half a restore or a damaged database.

    A large one is read whole only if the last end was not orderly.
    """
    if (settings.DATA / MARK).exists():
        raise CommandError(HALF_RESTORED % {"data": settings.DATA})
    path = database.find_path()
    if path is None or not path.exists():
        return
    unclean = after_a_crash or database.has_log(path)
    if unclean:
        say("The last run did not end in order. Checking the database …")
    if (unclean or path.stat().st_size < SMALL_BYTES) and (damage := database.find_damage(path)):
        raise CommandError(DAMAGED % {"path": path, "damage": damage})
    if unclean:
        say("The database is in order.")


def explain(error: OSError | DatabaseError) -> CommandError:
    """Return the error as a sentence with a way out."""
    reason = str(getattr(error, "strerror", "") or error).strip()
    facts = {"data": settings.DATA, "reason": reason.splitlines()[0] if reason else "unknown"}
    path = database.find_path()
    if getattr(error, "errno", None) in FULL or "disk is full" in reason:
        return CommandError(NO_SPACE % facts)
    if isinstance(error, OSError) or "readonly" in reason or "unable to open" in reason:
        return CommandError(NO_ACCESS % facts)
    if path is not None and ("malformed" in reason or "not a database" in reason):
        return CommandError(DAMAGED % {"path": path, "damage": reason})
    return CommandError(NO_DATABASE % facts)
