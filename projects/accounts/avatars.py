"""Avatars: decoded and encoded again like every upload; only a small square is stored."""

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
    """Store the file as the person's avatar. Raise PictureError and change nothing if it is no picture."""
    new, old = uuid4(), person.avatar
    pictures.rebuild(read_upload(file, settings.UPLOAD_MB), folder_of(new))
    (folder_of(new) / "picture.png").unlink()
    Person.objects.filter(pk=person.pk).update(avatar=new)
    delete_files(old)


def remove(person: Person) -> None:
    """Show the person's initials again."""
    Person.objects.filter(pk=person.pk).update(avatar=None)
    delete_files(person.avatar)


def path_for(viewer: Person, avatar) -> Path | None:
    """Return the avatar's file if the viewer may see it.

    That is the person, whoever shares a project with them, and the members of projects they wrote notes in.
    """
    people = Person.objects.filter(avatar=avatar)
    shared = people.filter(Q(pk=viewer.pk) | Q(memberships__project__memberships__person=viewer))
    wrote = Note.objects.filter(person__avatar=avatar, review__project__memberships__person=viewer)
    return folder_of(avatar) / NAME if shared.exists() or wrote.exists() else None


def delete_files(avatar) -> None:
    """Delete an avatar's files once the transaction that forgets it has committed."""
    if avatar:
        transaction.on_commit(lambda: shutil.rmtree(folder_of(avatar), ignore_errors=True))


def folder_of(avatar) -> Path:
    """Return the folder of an avatar's files; the name is that of release 0.1.0."""
    return Path(settings.MEDIA_ROOT) / "portraits" / str(avatar)
