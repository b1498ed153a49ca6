"""Sign a film with Content Credentials (who made it, with what, when and from what), and read them."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import c2pa

from studio.credentials import xmp
from studio.credentials.certificate import Certificate
from studio.media import MediaError, write_durably

DELIVERED = "As it was delivered"
OURS = "org.dailies"
TYPES = {".mp4": "video/mp4", ".png": "image/png", ".webp": "image/webp"}
UNREAD = {"verify": {"verify_trust": True, "remote_manifest_fetch": False, "ocsp_fetch": False}}


@dataclass(frozen=True)
class Ingredient:
    """Another film or picture that went into it.

    relationship: "inputTo" (a keyframe), "componentOf" (a clip of a cut) or "parentOf" (the same film, as
    somebody else signed it before).
    """

    title: str
    path: Path
    relationship: str = "inputTo"


@dataclass(frozen=True)
class Claim:
    """What a film says about itself. parameters: facts under names of our own."""

    title: str
    agent: str
    model: str
    made_at: datetime
    source_type: str
    parameters: dict[str, Any]
    ingredients: Sequence[Ingredient] = ()


@dataclass(frozen=True)
class Reading:
    """What was read from a film.

    state: "Trusted" (signed under a known root), "Valid" (unchanged, signer unknown) or "Invalid".
    chain: titles of the ingredients.
    """

    state: str
    title: str
    source_type: str
    agent: str
    chain: tuple[str, ...]


def sign(source: Path, target: Path, claim: Claim, by: Certificate, *, version: str) -> Path:
    """Write a copy of `source` with the claim to `target`, completely or not at all. Raise MediaError.

    Credentials that `source` already has are kept, as those of its parent.
    """
    try:
        return write_durably(target, lambda part: write_signed(source, part, claim, by, version))
    except (c2pa.C2paError, RuntimeError) as error:
        raise MediaError("The film could not be signed. Try again, or see the log for details.") from error


def write_signed(source: Path, part: Path, claim: Claim, by: Certificate, version: str) -> None:
    if read(source):
        parent = Ingredient(DELIVERED, source, "parentOf")
        claim = replace(claim, ingredients=(parent, *claim.ingredients))
    marked = part.with_name(f"{part.stem}.marked{source.suffix}")
    finished = part.with_name(f"{part.stem}.signed{source.suffix}")
    try:
        shutil.copyfile(source, marked)
        xmp.mark(marked, source_type=claim.source_type, tool=f"Dailies {version}", made_at=claim.made_at)
        info = c2pa.C2paSignerInfo(c2pa.C2paSigningAlg.ES256, by.chain.encode(), by.key.encode(), None)
        builder = c2pa.Builder(make_manifest(claim, version), context=make_context())
        for number, ingredient in enumerate(claim.ingredients):
            add_ingredient(builder, ingredient, label_of(number))
        builder.sign_file(str(marked), str(finished), c2pa.Signer.from_info(info))
        finished.replace(part)
    finally:
        marked.unlink(missing_ok=True)
        finished.unlink(missing_ok=True)


def add_ingredient(builder: c2pa.Builder, ingredient: Ingredient, label: str) -> None:
    facts = {"title": ingredient.title, "relationship": ingredient.relationship, "label": label}
    with ingredient.path.open("rb") as file:
        builder.add_ingredient(json.dumps(facts), TYPES[ingredient.path.suffix], file)


def make_manifest(claim: Claim, version: str) -> dict[str, Any]:
    parameters = {f"{OURS}.{name}": value for name, value in claim.parameters.items()}
    used = {
        kind: [label_of(n) for n, one in enumerate(claim.ingredients) if one.relationship == kind]
        for kind in ("inputTo", "componentOf", "parentOf")
    }
    if used["inputTo"]:
        parameters["ingredientIds"] = used["inputTo"]
    if used["parentOf"]:
        parameters["ingredientIds"] = used["parentOf"] + used["inputTo"]
    created = {
        "action": "c2pa.opened" if used["parentOf"] else "c2pa.created",
        "when": claim.made_at.isoformat(timespec="seconds"),
        "digitalSourceType": claim.source_type,
        "softwareAgent": {"name": claim.agent, "version": claim.model},
        "parameters": parameters,
    }
    placed = [{"action": "c2pa.placed", "parameters": {"ingredientIds": [id]}} for id in used["componentOf"]]
    return {
        "claim_generator_info": [{"name": "Dailies", "version": version}],
        "title": claim.title,
        "format": "video/mp4",
        "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": [created, *placed]}}],
    }


def label_of(number: int) -> str:
    return f"ingredient-{number + 1}"


def make_context(root: str = "") -> c2pa.Context:
    trust = {"trust": {"user_anchors": root}} if root else {}
    return c2pa.Context.from_dict(UNREAD | trust | {"builder": {"thumbnail": {"enabled": False}}})


def read(film: Path, *, root: str = "") -> Reading | None:
    """Return what a film says, checked against its bytes, or None. root: the certificate to trust (PEM)."""
    try:
        reader = c2pa.Reader(str(film), context=make_context(root))
    except c2pa.C2paError.ManifestNotFound:
        return None
    store = json.loads(reader.json())
    active = store["manifests"][store["active_manifest"]]
    created: dict[str, Any] = next(
        (
            action
            for assertion in active["assertions"]
            if assertion["label"].startswith("c2pa.actions")
            for action in assertion["data"]["actions"]
            if action["action"] in ("c2pa.created", "c2pa.opened")
        ),
        {},
    )
    agent = created.get("softwareAgent", {})
    return Reading(
        str(reader.get_validation_state()),
        active.get("title", ""),
        created.get("digitalSourceType", ""),
        f"{agent.get('name', '')} {agent.get('version', '')}".strip(),
        tuple(one.get("title", "") for one in active.get("ingredients", [])),
    )
