"""The extension chain of a clip, for its panel: its sources and the clips made from it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.core.file_urls import clip_file, image_file
from projects.models import Edge, End, Generation, Keyframe

ENDS = {
    (End.FRAME0, Edge.FIRST): gettext_lazy("Starts on the first frame of %(name)s"),
    (End.FRAME0, Edge.LAST): gettext_lazy("Starts on the last frame of %(name)s"),
    (End.FRAME1, Edge.FIRST): gettext_lazy("Ends on the first frame of %(name)s"),
    (End.FRAME1, Edge.LAST): gettext_lazy("Ends on the last frame of %(name)s"),
}


@dataclass(frozen=True)
class Link:
    """picture_url: "" without a picture. url: "" for this clip itself and for an uploaded image."""

    text: str
    picture_url: str = ""
    url: str = ""
    is_current: bool = False


def links_of(generation: Generation, keyframes: Iterable[Keyframe], uses: Iterable[Keyframe]) -> list[Link]:
    """Return the chain in order; empty if the clip is linked to no other.

    keyframes: the clip's own. uses: those of other clips that use this one.
    """
    keyframes, uses = list(keyframes), list(uses)
    if not keyframes and not uses:
        return []
    return [
        *(source_link(key, generation) for key in keyframes if key.end == End.FRAME0),
        Link(_("This clip"), poster_of(generation.project.slug, generation), is_current=True),
        *(source_link(key, generation) for key in keyframes if key.end == End.FRAME1),
        *(use_link(key, generation) for key in uses),
    ]


def source_link(key: Keyframe, generation: Generation) -> Link:
    """Return the link to the source of a keyframe."""
    slug = generation.project.slug
    if key.source:
        text = ENDS[End(key.end), Edge(key.edge)] % {"name": generation.name_for(key.source)}
        picture = clip_file(slug, key.source.pk, f"{key.edge}.png") if key.source.pictures_at else ""
        return Link(text, picture, reverse("generation", args=[slug, key.source.pk]))
    assert key.image
    name = key.image.name
    if key.image.generation_id:  # "Frame 31 of clip 1"
        name = name[:1].lower() + name[1:]
    starts = key.end == End.FRAME0
    text = (_("Starts on %(name)s") if starts else _("Ends on %(name)s")) % {"name": name}
    url = reverse("generation", args=[slug, key.image.generation_id]) if key.image.generation_id else ""
    return Link(text, image_file(slug, key.image.pk, "thumb.webp"), url)


def use_link(key: Keyframe, generation: Generation) -> Link:
    """Return the link to a clip that continues from this one or leads into it."""
    text = _("Preceded by %(name)s") if key.end == End.FRAME1 else _("Continued in %(name)s")
    slug, following = generation.project.slug, key.generation
    url = reverse("generation", args=[slug, following.pk])
    return Link(text % {"name": generation.name_for(following)}, poster_of(slug, following), url)


def poster_of(slug: str, generation: Generation) -> str:
    return clip_file(slug, generation.pk, "poster.webp") if generation.pictures_at else ""
