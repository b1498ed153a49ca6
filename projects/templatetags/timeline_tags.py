"""Template tags of the timeline: a shot's data for the script, and its extension chain."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from projects.core.file_urls import clip_file, image_file
from projects.templatetags.clip_tags import ClipPage
from projects.timeline import chain
from projects.timeline.shot import PlacedShot

register = template.Library()
MAX_OFFSPRING = 6


@register.simple_tag
def chain_of(page: ClipPage) -> list[chain.Link]:
    return chain.links_of(page.generation, page.keyframes, page.uses[:MAX_OFFSPRING])


@register.filter
def shot_data(shot: PlacedShot) -> SafeString:
    """Return the data attributes for the timeline's scripts, in one string: 200 shots have 3,400 of them."""
    return format_html(
        'id="shot-{}" data-shot="{}" data-number="{}" data-at="{}" data-frames="{}" data-step="{}" '
        'data-start="{}" data-end="{}" data-video-frames="{}" data-ratio="{}" data-video="{}" '
        'data-still="{}" data-filmstrip="{}" data-state="{}" data-take="{}" data-status="{}" data-title="{}"',
        shot.row.pk,
        shot.row.pk,
        shot.number,
        shot.at,
        shot.frames,
        float(shot.step),
        shot.start,
        shot.end,
        shot.video_frames,
        round(shot.aspect_ratio, 4),
        film_url(shot),
        still_url(shot),
        filmstrip_url(shot),
        shot.generation.state,
        shot.generation.take,
        shot.status,
        shot.title,
    )


def film_url(shot: PlacedShot) -> str:
    """Return the URL of the video, or "" until there is one."""
    return file_url(shot, "film.mp4") if shot.generation.is_playable else ""


def filmstrip_url(shot: PlacedShot) -> str:
    return file_url(shot, "strip.webp") if shot.generation.pictures_at else ""


def still_url(shot: PlacedShot) -> str:
    """Return the URL of the first frame, or until there is one, of its keyframe."""
    generation = shot.generation
    if generation.pictures_at:
        return file_url(shot, "first.png")
    key = next(iter(generation.keyframes.all()), None)
    if key and key.image_id:
        return image_file(generation.project.slug, key.image_id, "picture.png")
    if key and key.source and key.source.pictures_at:
        return clip_file(generation.project.slug, key.source.pk, f"{key.edge}.png")
    return ""


def file_url(shot: PlacedShot, name: str) -> str:
    return clip_file(shot.generation.project.slug, shot.generation.pk, name)
