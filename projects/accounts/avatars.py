"""Avatars: re-encoded like every upload, and stored as a small square."""

import shutil
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q

from projects.models import Note, Person
from studio.media import pictures
from studio.media.uploads import read_upload

NAME = "thumb.webp"


def replace(person: Person, file: UploadedFile) -> None:
    """Store the file as the person's avatar. If it isn't a picture, raise PictureError and change nothing."""
    new, old = uuid4(), person.avatar
    pictures.rebuild(read_upload(file, settings.UPLOAD_MB), folder_of(new))
    (folder_of(new) / "picture.png").unlink()
    Person.objects.filter(pk=person.pk).update(avatar=new)
    delete_files(old)


def remove(person: Person) -> None:
    """Remove the avatar, so that the person's initials are shown again."""
    Person.objects.filter(pk=person.pk).update(avatar=None)
    delete_files(person.avatar)


def path_for(viewer: Person, avatar) -> Path | None:
    """Return the avatar's file if the viewer may see it.

    They may if they are the person, share a project with them, or see a project in which they wrote notes.
    """
    people = Person.objects.filter(avatar=avatar)
    shared = people.filter(Q(pk=viewer.pk) | Q(memberships__project__memberships__person=viewer))
    wrote = Note.objects.filter(person__avatar=avatar, review__project__memberships__person=viewer)
    return folder_of(avatar) / NAME if shared.exists() or wrote.exists() else None


def delete_files(avatar) -> None:
    """Delete an avatar's files once the transaction that removes it has committed."""
    if avatar:
        transaction.on_commit(lambda: shutil.rmtree(folder_of(avatar), ignore_errors=True))


def folder_of(avatar) -> Path:
    """Return the folder of an avatar's files; the name is that of release 0.1.0."""
    return Path(settings.MEDIA_ROOT) / "portraits" / str(avatar)
