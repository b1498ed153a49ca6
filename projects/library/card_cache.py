"""Keep rendered library cards in memory: rendering sixty of them is most of a page's work.

Only cards of clips that can be played are cached, under everything that they show. A change makes another
key, so no cached card is ever out of date. Other cards change by themselves and are rendered each time.
"""

import hashlib
import secrets
from collections.abc import Callable

from django.core.cache import caches
from django.utils.translation import get_language

from projects.core.formats import since
from projects.library.clip_filter import LIST
from projects.library.stacks import Card
from projects.models import Project
from projects.models.project import EDITORS

# In place of the visitor's CSRF token, so that a cached card holds nobody's. Random: no prompt contains it.
TOKEN = secrets.token_hex(32)


def render(card: Card, project: Project, view: str, *, token: str, render_anew: Callable[[str], str]) -> str:
    """Return the card's HTML with this CSRF token. render_anew: renders it with the token given to it."""
    if not card.generation.is_playable:
        return render_anew(token)
    cards, key = caches["cards"], hashlib.sha256(repr(list_shown(card, project, view)).encode()).hexdigest()
    kept: str | None = cards.get(key)
    if kept is None:
        kept = render_anew(TOKEN)
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
