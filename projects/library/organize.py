"""Rate and tag clips. A tag is found or created by its word, without case and accents."""

import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from projects.ledger.transitions import update_all
from projects.models import Generation, Project, State, Tag
from studio.text import fold, one_line

MOST_TAGS = 30  # of one clip
SUGGESTED = 500  # of the project's tags


def rate(project: Project, ids: list[uuid.UUID], rating: int) -> None:
    """Rate these clips, from 1 to 5; 0 removes the rating."""
    rows = project.generations.filter(pk__in=ids).exclude(rating=rating)
    update_all(list(rows.values_list("pk", flat=True)), tuple(State), rating=rating)


def read_rating(text: str) -> int:
    """Return what was sent as a rating. Raise ValidationError."""
    if text not in map(str, range(Generation.BEST + 1)):
        raise ValidationError(_("A rating is a number from 1 to 5, or 0 for none."))
    return int(text)


@transaction.atomic
def add_tags(project: Project, ids: list[uuid.UUID], text: str) -> list[Tag]:
    """Add the tags named in the text, separated by commas, to these clips. Raise ValidationError."""
    names = read_names(text)
    clips = list(project.generations.filter(pk__in=ids).order_by().values_list("pk", flat=True))
    tags = [
        Tag.objects.get_or_create(project=project, key=key, defaults={"name": name})[0]
        for key, name in names.items()
    ]
    through = Generation.tags.through
    through.objects.bulk_create(
        [through(generation_id=clip, tag_id=tag.pk) for clip in clips for tag in tags], ignore_conflicts=True
    )
    check_number(clips)
    update_all(clips, tuple(State))
    return tags


@transaction.atomic
def remove_tag(project: Project, ids: list[uuid.UUID], name: str) -> None:
    """Remove the tag from these clips, and from the project if no other clip has it."""
    tag = project.tags.filter(key=fold(name)).first()
    if tag is None:
        return
    unlink(Generation.tags.through.objects.filter(tag=tag, generation__in=ids))
    if not tag.generations.exists():
        tag.delete()


def unlink(links: QuerySet) -> None:
    """Delete these links between clips and a tag or a collection; pages that show the clips learn of it."""
    clips = list(links.values_list("generation_id", flat=True))
    links.delete()
    update_all(clips, tuple(State))


def read_names(text: str) -> dict[str, str]:
    """Return {folded name: name} of the tags in the text. Raise ValidationError if there are none."""
    names = {fold(name): name for part in text.split(",") if (name := one_line(part))}
    names.pop("", None)
    if not names:
        raise ValidationError(_("Enter a tag."))
    if long := next((name for name in names.values() if len(name) > Tag.LONGEST), None):
        raise ValidationError(
            _("A tag has at most %(most)d characters: “%(start)s…” has more.")
            % {"most": Tag.LONGEST, "start": long[:20]}
        )
    if len(names) > MOST_TAGS:
        raise ValidationError(too_many())
    return names


def check_number(clips: list[uuid.UUID]) -> None:
    through = Generation.tags.through.objects.filter(generation__in=clips)
    counts: dict[uuid.UUID, int] = {}
    for clip in through.values_list("generation_id", flat=True):
        counts[clip] = counts.get(clip, 0) + 1
    if max(counts.values(), default=0) > MOST_TAGS:
        raise ValidationError(too_many())


def too_many() -> str:
    return _("A clip has at most %d tags. Remove one first.") % MOST_TAGS
