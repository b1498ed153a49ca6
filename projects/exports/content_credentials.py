"""Copies of films that carry signed Content Credentials: of a clip, with what it grew from; of a whole film.

The stored film stays as the provider gave it. A clip's signed copy is made when it is first wanted, and
swept a week later. Its prompt is told only as a hash that this studio alone can check, unless someone chose
to tell it.
"""

import logging
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from projects.models import Generation
from studio import VERSION
from studio.credentials import certificate, xmp
from studio.credentials.sign import Claim, Ingredient, sign
from studio.engines import get_class
from studio.media import MediaError

log = logging.getLogger(__name__)
KEPT_S = 7 * 24 * 3600


def signed_film(generation: Generation) -> Path:
    """The clip's film with its credentials. What it grew from is signed first. Raises MediaError."""
    for one in [*ancestors(generation), generation]:
        if not copy_of(one).is_file():
            copy_of(one).parent.mkdir(parents=True, exist_ok=True)
            sign(one.film, copy_of(one), claim(one), own(), version=VERSION)
    return copy_of(generation)


def for_download(generation: Generation) -> Path:
    """The signed copy; the stored film where that cannot be made: a film is never kept from its people."""
    try:
        return signed_film(generation)
    except (MediaError, OSError):
        log.warning("Clip %s leaves without credentials.", generation.pk, exc_info=True)
        return generation.film


def claim_of_whole(
    name: str, clips: Iterable[Generation], *, includes_prompts: bool, going_on: Callable[[], object]
) -> Claim:
    """What a joined film says: its clips are its ingredients. `going_on` is called after each of them."""
    parts, prompts = [], []
    for one in clips:
        parts.append(Ingredient(title(one), for_download(one), "componentOf"))
        prompts.append(one.prompt.text)
        going_on()
    told = {"prompts": prompts} if includes_prompts else {}
    return Claim(name, "Dailies", VERSION, now(), xmp.COMPOSITE, told, parts)


def sign_whole(film: Path, target: Path, claim: Claim) -> bool:
    """The joined film at `target`, signed where that can be; whether it could. Asks no database."""
    try:
        sign(film, target, claim, own(), version=VERSION)
    except (MediaError, OSError):
        log.warning("The film %s leaves without credentials.", claim.title, exc_info=True)
        film.replace(target)
        return False
    return True


def claim(generation: Generation) -> Claim:
    engine, prompt = get_class(generation.prompt.engine), generation.prompt
    told = {
        "clip": str(generation.pk),
        "seed": generation.seed,
        "prompt_hmac_sha256": salted_hmac("dailies.prompt", prompt.text, algorithm="sha256").hexdigest(),
    }
    source_type = xmp.ALGORITHM if engine.local else xmp.AI  # the Preview engine draws; nobody trained it
    made_at = generation.ended_at or generation.created_at
    return Claim(
        title(generation), engine.label, prompt.model, made_at, source_type, told, ingredients(generation)
    )


def ingredients(generation: Generation) -> list[Ingredient]:
    found = []
    for key in generation.keyframes.all():
        if key.source and key.source.film.is_file():
            found.append(Ingredient(title(key.source), copy_of(key.source)))
        elif key.image and (picture := key.image.folder / "picture.png").is_file():
            found.append(Ingredient(key.image.name, picture))
    return found


def ancestors(generation: Generation) -> list[Generation]:
    """The clips it grew from, oldest first, as far as their films are here."""
    found: dict = {}
    look = [generation]
    while look:
        for key in look.pop().keyframes.select_related("source__prompt"):
            if key.source and key.source.film.is_file():
                found.pop(key.source.pk, None)
                found[key.source.pk] = key.source
                look.append(key.source)
    return list(reversed(found.values()))


def title(generation: Generation) -> str:
    return f"Clip {generation.number}, take {generation.take}"


def copy_of(generation: Generation) -> Path:
    return Path(settings.MEDIA_ROOT) / "signed" / f"{generation.pk}.mp4"


def own() -> certificate.Certificate:
    return certificate.own(Path(settings.DATA))


def now() -> datetime:
    return timezone.now()


def sweep() -> None:
    """Signed copies older than a week: they are made again when they are wanted."""
    for path in (Path(settings.MEDIA_ROOT) / "signed").glob("*"):
        if time.time() - path.stat().st_mtime > KEPT_S:
            path.unlink(missing_ok=True)
