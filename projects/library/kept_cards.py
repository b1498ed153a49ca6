"""Drawn cards of the library, kept in memory: drawing sixty of them is most of the work of its page.

A card of a clip that can be played is kept under everything that it shows, so a change makes another one and
none is ever out of date. The others change by themselves and are drawn each time.
"""

import hashlib
from collections.abc import Callable

from django.core.cache import caches
from django.utils.translation import get_language

from projects.core.formats import since
from projects.library.clip_filter import LIST
from projects.library.stacks import Card
from projects.models import Project
from projects.models.project import EDITORS

# In place of the visitor's own token, so that a kept card holds nobody's.
TOKEN = "0" * 64


def draw(card: Card, project: Project, view: str, *, token: str, draw_anew: Callable[[str], str]) -> str:
    """Return the card's HTML with this CSRF token. draw_anew: draws it with the token that it is given."""
    if not card.generation.is_playable:
        return draw_anew(token)
    cards, key = caches["cards"], hashlib.sha256(repr(list_shown(card, project, view)).encode()).hexdigest()
    kept: str | None = cards.get(key)
    if kept is None:
        kept = draw_anew(TOKEN)
        cards.set(key, kept)
    return kept.replace(TOKEN, token)


def list_shown(card: Card, project: Project, view: str) -> tuple[object, ...]:
    """Return everything that the card of a playable clip shows, and how."""
    clip, prompt, stack = card.generation, card.generation.prompt, card.stack
    person, key = clip.created_by, clip.api_key
    return (
        (get_language(), project.slug, getattr(project, "role", "") in EDITORS, view),
        (clip.pk, clip.number, clip.take, clip.rating, clip.favorite, clip.is_imported, clip.drawn),
        (clip.width_px, clip.height_px, clip.frames, clip.fps, bool(clip.pictures_at)),
        (prompt.text, prompt.loop, person and person.name, person and person.email, key and str(key)),
        (clip.created_at, since(clip.created_at)),
        (card.place, card.number, card.is_fanned, card.is_stack),
        stack and (stack.count, stack.label, stack.selected_ids),
        view == LIST and (prompt.settings, clip.cost_usd, [tag.name for tag in clip.tags.all()]),
    )
