"""Connections: the keyframes of a clip, and the clips that continue it or lead into it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.models import Edge, End, Generation, Image, Keyframe, Project

LATEST = 12
ON_A_CLIP = {
    (End.FRAME0, Edge.FIRST): gettext_lazy("Starts on the first frame of clip %d"),
    (End.FRAME0, Edge.LAST): gettext_lazy("Starts on the last frame of clip %d"),
    (End.FRAME1, Edge.FIRST): gettext_lazy("Ends on the first frame of clip %d"),
    (End.FRAME1, Edge.LAST): gettext_lazy("Ends on the last frame of clip %d"),
}
ON_A_FRAME = {
    End.FRAME0: gettext_lazy("Starts on a clip's frame"),
    End.FRAME1: gettext_lazy("Ends on a clip's frame"),
}
ON_A_PICTURE = {
    End.FRAME0: gettext_lazy("Starts on a picture"),
    End.FRAME1: gettext_lazy("Ends on a picture"),
}


@dataclass(frozen=True)
class Connection:
    """One row. text: the other clip's prompt or the picture's name. URLs are "" if there are none."""

    title: str
    text: str
    url: str = ""
    picture_url: str = ""


def list_connections(
    project: Project, keyframes: Iterable[Keyframe], uses: Iterable[Keyframe]
) -> list[Connection]:
    """Return the keyframes of a clip, then the clips that use one of its frames."""
    return [
        *(describe_keyframe(key, project) for key in keyframes),
        *(describe_use(key, project) for key in uses),
    ]


def describe_keyframe(key: Keyframe, project: Project) -> Connection:
    end = End(key.end)
    if key.source:
        return Connection(
            title=str(ON_A_CLIP[end, Edge(key.edge)]) % key.source.number,
            text=key.source.prompt.label,
            url=clip_url(key.source, project),
            picture_url=picture_url(key.source, project, f"{key.edge}.png"),
        )
    image = key.image
    assert image is not None  # a keyframe has a source or an image
    return Connection(
        title=str((ON_A_FRAME if image.generation_id else ON_A_PICTURE)[end]),
        text=image.name,
        url=reverse("generation", args=[project.slug, image.generation_id]) if image.generation_id else "",
        picture_url=reverse("image-file", args=[project.slug, image.pk, "thumb.webp"]),
    )


def describe_use(key: Keyframe, project: Project) -> Connection:
    generation = key.generation
    title = _("Clip %d leads into it") if key.end == End.FRAME1 else _("Continues in clip %d")
    return Connection(
        title=title % generation.number,
        text=generation.prompt.label,
        url=clip_url(generation, project),
        picture_url=picture_url(generation, project, "poster.webp"),
    )


def find_uses(generation: Generation) -> list[Keyframe]:
    """Return the latest keyframes of other clips that show an edge, a frame or a part of this one."""
    keys = Keyframe.objects.filter(generation__deleted_at=None).select_related("generation__prompt")
    keys = keys.order_by("-generation__created_at")
    found = list(keys.filter(source=generation)[:LATEST])
    # A query of its own, because SQLite uses no index for "one column or the other".
    if frames := list(Image.objects.filter(generation=generation).values_list("pk", flat=True)):
        parts = Image.objects.filter(original__in=frames).values_list("pk", flat=True)
        found += keys.filter(image__in=[*frames, *parts])[:LATEST]
    return sorted(found, key=lambda key: key.generation.created_at, reverse=True)[:LATEST]


def clip_url(generation: Generation, project: Project) -> str:
    return reverse("generation", args=[project.slug, generation.pk])


def picture_url(generation: Generation, project: Project, name: str) -> str:
    return reverse("clip-file", args=[project.slug, generation.pk, name]) if generation.pictures_at else ""
