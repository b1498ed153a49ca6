"""A shot of the timeline as its element shows it."""

from django import template
from django.utils.html import format_html

from projects.core.file_urls import clip_file, image_file
from projects.timeline.shot import PlacedShot

register = template.Library()


@register.filter
def figures(shot: PlacedShot) -> str:
    """Return what the timeline's script counts with, as attributes.

    In one piece: 200 shots have 2,800 of them.
    """
    return format_html(
        'id="clip-{}" data-clip="{}" data-number="{}" data-at="{}" data-frames="{}" data-start="{}" '
        'data-end="{}" data-film-frames="{}" data-shape="{}" data-film="{}" data-still="{}" '
        'data-strip="{}" data-state="{}" data-take="{}" data-say="Clip {}: {}"',
        shot.clip.pk,
        shot.clip.pk,
        shot.number,
        shot.at,
        shot.frames,
        shot.start,
        shot.end,
        shot.film_frames,
        round(shot.shape, 4),
        film_address(shot),
        still_address(shot),
        filmstrip_address(shot),
        shot.generation.state,
        shot.generation.take,
        shot.number,
        shot.word,
    )


def film_address(shot: PlacedShot) -> str:
    """ "" until there is a film."""
    return _file(shot, "film.mp4") if shot.generation.is_playable else ""


def filmstrip_address(shot: PlacedShot) -> str:
    return _file(shot, "strip.webp") if shot.generation.pictures_at else ""


def still_address(shot: PlacedShot) -> str:
    """Its first frame; until there is one, the frame that it will start or else end on."""
    generation = shot.generation
    if generation.pictures_at:
        return _file(shot, "first.png")
    key = next(iter(generation.keyframes.all()), None)
    if key and key.image_id:
        return image_file(generation.project.slug, key.image_id, "picture.png")
    if key and key.source and key.source.pictures_at:
        return clip_file(generation.project.slug, key.source.pk, f"{key.edge}.png")
    return ""


def _file(shot: PlacedShot, name: str) -> str:
    return clip_file(shot.generation.project.slug, shot.generation.pk, name)
