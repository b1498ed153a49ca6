"""Sign copies of clips and films with Content Credentials: their engine, and the clips they were made from.

The stored video stays as the provider delivered it. A signed copy is made at the first download and deleted a
week later. It contains only a hash of the prompt, which this studio alone can check, unless the export
includes prompts.
"""

import logging
import time
from collections.abc import Callable, Iterable
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


def sign_clip(generation: Generation) -> Path:
    """Return the clip's signed copy, after signing the clips that it continues. Raise MediaError.

    Imports and stills are not signed: nobody here knows how they were made.
    """
    for row in [*find_ancestors(generation), generation]:
        if not row.is_generated:
            continue
        target = signed_path(row)
        is_older = target.is_file() and target.stat().st_mtime < row.video.stat().st_mtime  # conformed since
        if is_older or not target.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            sign(row.video, target, make_clip_claim(row), studio_certificate(), version=VERSION)
    return credited_path(generation)


def for_download(generation: Generation) -> Path:
    """Return the signed copy, or the stored video if signing fails."""
    try:
        return sign_clip(generation)
    except (MediaError, OSError):
        log.warning("Clip %s is downloaded without credentials.", generation.pk, exc_info=True)
        return generation.video


def make_film_claim(
    name: str, generations: Iterable[Generation], *, includes_prompts: bool, report: Callable[[], object]
) -> Claim:
    """Return the claim of a film with its clips as ingredients. Call `report` after each of them."""
    parts, prompts, is_made_here = [], [], False
    for generation in generations:
        parts.append(Ingredient(title_of(generation), for_download(generation), "componentOf"))
        is_made_here |= shows_generated(generation)
        prompts.append(generation.prompt.text)
        report()
    parameters = {"prompts": prompts} if includes_prompts else {}
    return Claim(
        name,
        "Dailies",
        VERSION,
        timezone.now(),
        xmp.COMPOSITE if is_made_here else xmp.MIXED,
        parameters,
        parts,
    )


def shows_generated(generation: Generation) -> bool:
    """Return True if an engine made it, or the frame that it holds."""
    pictures = (key.image for key in generation.keyframes.all() if key.image)
    return generation.is_generated or any(picture.generation_id for picture in pictures)


def sign_film(film: Path, target: Path, claim: Claim) -> bool:
    """Write the joined film to `target`, unsigned if signing fails. Return True if it is signed.

    It doesn't use the database.
    """
    try:
        sign(film, target, claim, studio_certificate(), version=VERSION)
    except (MediaError, OSError):
        log.warning("The film %s is exported without credentials.", claim.title, exc_info=True)
        film.replace(target)
        return False
    return True


def make_clip_claim(generation: Generation) -> Claim:
    engine, prompt = get_class(generation.prompt.engine), generation.prompt
    parameters = {
        "clip": str(generation.pk),
        "seed": generation.seed,
        "prompt_hmac_sha256": salted_hmac("dailies.prompt", prompt.text, algorithm="sha256").hexdigest(),
    }
    # The Preview engine draws; it isn't a trained model.
    source_type = xmp.ALGORITHM if engine.local else xmp.AI
    made_at = generation.ended_at or generation.created_at
    return Claim(
        title_of(generation),
        engine.label,
        prompt.model,
        made_at,
        source_type,
        parameters,
        ingredients_of(generation),
    )


def ingredients_of(generation: Generation) -> list[Ingredient]:
    ingredients = []
    for key in generation.keyframes.all():
        if key.source and key.source.video.is_file():
            ingredients.append(Ingredient(title_of(key.source), credited_path(key.source)))
        elif key.image and (picture := key.image.folder / "picture.png").is_file():
            ingredients.append(Ingredient(key.image.name, picture))
    return ingredients


def find_ancestors(generation: Generation) -> list[Generation]:
    """Return the clips that it continues, directly or not, oldest first, if their videos are stored."""
    ancestors: dict = {}
    todo = [generation]
    while todo:
        for key in todo.pop().keyframes.select_related("source__prompt"):
            if key.source and key.source.video.is_file():
                ancestors.pop(key.source.pk, None)
                ancestors[key.source.pk] = key.source
                todo.append(key.source)
    return list(reversed(ancestors.values()))


def title_of(generation: Generation) -> str:
    return f"Clip {generation.number}, take {generation.take}"


def credited_path(generation: Generation) -> Path:
    """Return the file with whatever credentials it has: the signed copy, or an import or still as it is."""
    return signed_path(generation) if generation.is_generated else generation.video


def signed_path(generation: Generation) -> Path:
    return Path(settings.MEDIA_ROOT) / "signed" / f"{generation.pk}.mp4"


def studio_certificate() -> certificate.Certificate:
    return certificate.load(Path(settings.DATA))


def sweep() -> None:
    """Delete signed copies older than a week. They are made again when needed."""
    for path in (Path(settings.MEDIA_ROOT) / "signed").glob("*"):
        if time.time() - path.stat().st_mtime > KEPT_S:
            path.unlink(missing_ok=True)
