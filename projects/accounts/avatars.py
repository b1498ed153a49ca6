"""A person's picture: rebuilt from pixels like every upload, and only its small square is kept."""

import shutil
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q

from projects.models import Note, Person
from studio.media import pictures
from studio.media.uploads import source_of

NAME = "thumb.webp"


def take(person: Person, file: UploadedFile) -> None:
    """This picture instead of the one before. Raises PictureError; then nothing has changed."""
    new, old = uuid4(), person.avatar
    pictures.rebuild(source_of(file, settings.UPLOAD_MB), folder_of(new))
    (folder_of(new) / "picture.png").unlink()
    Person.objects.filter(pk=person.pk).update(avatar=new)
    forget(old)


def remove(person: Person) -> None:
    """The initials again."""
    Person.objects.filter(pk=person.pk).update(avatar=None)
    forget(person.avatar)


def seen_by(viewer: Person, avatar) -> Path | None:
    """The file, for the person, for who is in a film with them, and where they have written something."""
    people = Person.objects.filter(avatar=avatar)
    mine = people.filter(Q(pk=viewer.pk) | Q(memberships__project__memberships__person=viewer))
    wrote = Note.objects.filter(person__avatar=avatar, review__project__memberships__person=viewer)
    return folder_of(avatar) / NAME if mine.exists() or wrote.exists() else None


def forget(avatar) -> None:
    """Its file goes once no row speaks of it any more."""
    if avatar:
        transaction.on_commit(lambda: shutil.rmtree(folder_of(avatar), ignore_errors=True))


def folder_of(avatar) -> Path:
    return Path(settings.MEDIA_ROOT) / "portraits" / str(avatar)
