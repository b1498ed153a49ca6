"""Collections: create, rename and remove them, and put clips into them. Removing one deletes no clip."""

import uuid

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from projects.ledger.transitions import update_all
from projects.library.organize import unlink
from projects.models import Collection, Person, Project, State
from studio.text import fold, one_line

MOST_COLLECTIONS = 200  # of a project


def list_collections(project: Project) -> list[tuple[Collection, int]]:
    """Return the project's collections, each with the number of its clips."""
    shown = Count("generations", filter=Q(generations__deleted_at=None))
    return [(one, one.size) for one in project.collections.annotate(size=shown)]


def create(project: Project, by: Person | None, name: str) -> Collection:
    """Create a collection, or return the one of that name. Raise ValidationError."""
    name, key = read_name(name)
    if found := project.collections.filter(key=key).first():
        return found
    if project.collections.count() >= MOST_COLLECTIONS:
        raise ValidationError(_("This project has %d collections. Remove one first.") % MOST_COLLECTIONS)
    defaults = {"name": name, "created_by": by}
    return Collection.objects.get_or_create(project=project, key=key, defaults=defaults)[0]


def rename(collection: Collection, name: str) -> None:
    """Raise ValidationError, also if another collection has this name."""
    collection.name, collection.key = read_name(name)
    try:
        with transaction.atomic():
            collection.save(update_fields=["name", "key"])
    except IntegrityError as error:
        raise ValidationError(_("There is a collection “%s” already.") % collection.name) from error


def remove(collection: Collection) -> None:
    """Remove the collection; its clips stay in the library."""
    collection.delete()


@transaction.atomic
def collect(project: Project, by: Person | None, ids: list[uuid.UUID], name: str) -> Collection:
    """Put these clips into the collection of this name, creating it if need be. Raise ValidationError."""
    collection = create(project, by, name)
    clips = list(project.generations.filter(pk__in=ids).order_by().values_list("pk", flat=True))
    through = Collection.generations.through
    rows = [through(collection=collection, generation_id=clip) for clip in clips]
    through.objects.bulk_create(rows, ignore_conflicts=True)
    update_all(clips, tuple(State))
    return collection


@transaction.atomic
def take_out(project: Project, ids: list[uuid.UUID], name: str) -> None:
    """Take these clips out of the collection of this name. It stays, also if it is empty then."""
    links = Collection.generations.through.objects.filter(collection__project=project, generation__in=ids)
    unlink(links.filter(collection__key=fold(name)))


def read_name(text: str) -> tuple[str, str]:
    """Return the name and its key. Raise ValidationError."""
    name = one_line(text)
    key = fold(name)
    if not key or len(name) > Collection.LONGEST:
        raise ValidationError(
            _("Enter a name for the collection, of at most %d characters.") % Collection.LONGEST
        )
    return name, key
