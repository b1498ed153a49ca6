"""Sign a film: who made it with what, when, and from which other films. Read such a signature again."""

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
    """Another film or picture that went into it. relationship: "inputTo" (a frame it grew from),
    "componentOf" (a clip of a cut) or "parentOf" (the same film, as somebody else signed it before)."""

    title: str
    path: Path
    relationship: str = "inputTo"


@dataclass(frozen=True)
class Claim:
    """What is said of a film. parameters: further facts of ours, told under names of our own."""

    title: str
    agent: str
    model: str
    made_at: datetime
    source_type: str
    parameters: dict[str, Any]
    ingredients: Sequence[Ingredient] = ()


@dataclass(frozen=True)
class Reading:
    """state: "Trusted" (signed by a root that is known), "Valid" (unchanged, by somebody unknown) or
    "Invalid". chain: titles of the ingredients."""

    state: str
    title: str
    source_type: str
    agent: str
    chain: tuple[str, ...]


def sign(source: Path, target: Path, claim: Claim, by: Certificate, *, version: str) -> Path:
    """A copy of `source` that carries the claim, at `target`, whole or not at all. What somebody else has
    said in it before stays in it, as its parent. Raises MediaError."""
    try:
        return write_durably(target, lambda part: signed(source, part, claim, by, version))
    except (c2pa.C2paError, RuntimeError) as trouble:
        raise MediaError("The film could not be signed. Try again, and look into the log.") from trouble


def signed(source: Path, part: Path, claim: Claim, by: Certificate, version: str) -> None:
    if read(source):
        parent = Ingredient(DELIVERED, source, "parentOf")
        claim = replace(claim, ingredients=(parent, *claim.ingredients))
    marked = part.with_name(f"{part.stem}.marked{source.suffix}")
    finished = part.with_name(f"{part.stem}.signed{source.suffix}")
    try:
        shutil.copyfile(source, marked)
        xmp.mark(marked, source_type=claim.source_type, tool=f"Dailies {version}", made_at=claim.made_at)
        info = c2pa.C2paSignerInfo(c2pa.C2paSigningAlg.ES256, by.chain.encode(), by.key.encode(), None)
        builder = c2pa.Builder(manifest(claim, version), context=context())
        for number, one in enumerate(claim.ingredients):
            told = {"title": one.title, "relationship": one.relationship, "label": label(number)}
            with one.path.open("rb") as file:
                builder.add_ingredient(json.dumps(told), TYPES[one.path.suffix], file)
        builder.sign_file(str(marked), str(finished), c2pa.Signer.from_info(info))
        finished.replace(part)
    finally:
        marked.unlink(missing_ok=True)
        finished.unlink(missing_ok=True)


def manifest(claim: Claim, version: str) -> dict[str, Any]:
    parameters = {f"{OURS}.{name}": value for name, value in claim.parameters.items()}
    used = {
        kind: [label(n) for n, one in enumerate(claim.ingredients) if one.relationship == kind]
        for kind in ("inputTo", "componentOf", "parentOf")
    }
    if used["inputTo"]:
        parameters["ingredientIds"] = used["inputTo"]
    if used["parentOf"]:
        parameters["ingredientIds"] = used["parentOf"] + used["inputTo"]
    began = {
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
        "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": [began, *placed]}}],
    }


def label(number: int) -> str:
    return f"ingredient-{number + 1}"


def context(root: str = "") -> c2pa.Context:
    trust = {"trust": {"user_anchors": root}} if root else {}
    return c2pa.Context.from_dict(UNREAD | trust | {"builder": {"thumbnail": {"enabled": False}}})


def read(film: Path, *, root: str = "") -> Reading | None:
    """What a film says, checked against its bytes; None where it says nothing. root: whom to trust (PEM)."""
    try:
        reader = c2pa.Reader(str(film), context=context(root))
    except c2pa.C2paError.ManifestNotFound:
        return None
    told = json.loads(reader.json())
    active = told["manifests"][told["active_manifest"]]
    began: dict[str, Any] = next(
        (
            action
            for assertion in active["assertions"]
            if assertion["label"].startswith("c2pa.actions")
            for action in assertion["data"]["actions"]
            if action["action"] in ("c2pa.created", "c2pa.opened")
        ),
        {},
    )
    agent = began.get("softwareAgent", {})
    return Reading(
        str(reader.get_validation_state()),
        active.get("title", ""),
        began.get("digitalSourceType", ""),
        f"{agent.get('name', '')} {agent.get('version', '')}".strip(),
        tuple(one.get("title", "") for one in active.get("ingredients", [])),
    )
