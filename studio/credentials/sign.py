"""Sign videos with Content Credentials (what made them, when, and from what), and read them."""

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

DELIVERED = "As it was delivered"  # title of a video that its provider had signed
OURS = "org.dailies"
TYPES = {".mp4": "video/mp4", ".png": "image/png", ".webp": "image/webp"}
SETTINGS = {"verify": {"verify_trust": True, "remote_manifest_fetch": False, "ocsp_fetch": False}}


@dataclass(frozen=True)
class Ingredient:
    """Another video or image that went into it.

    relationship: "inputTo" (a keyframe), "componentOf" (a clip of a film) or "parentOf" (the same video as
    somebody else signed it before).
    """

    title: str
    path: Path
    relationship: str = "inputTo"


@dataclass(frozen=True)
class Claim:
    """The claims of a video about itself. parameters: facts under our own names."""

    title: str
    agent: str
    model: str
    made_at: datetime
    source_type: str
    parameters: dict[str, Any]
    ingredients: Sequence[Ingredient] = ()


@dataclass(frozen=True)
class Reading:
    """The credentials of a video.

    state: "Trusted" (signed under a known root), "Valid" (unchanged, but the signer is unknown) or "Invalid".
    ingredients: their titles.
    """

    state: str
    title: str
    source_type: str
    agent: str
    ingredients: tuple[str, ...]


def sign(source: Path, target: Path, claim: Claim, by: Certificate, *, version: str) -> Path:
    """Write a copy of `source` with the claim to `target`, completely or not at all. Raise MediaError.

    Existing credentials of `source` are kept as those of its parent.
    """
    try:
        return write_durably(target, lambda part: write_signed(source, part, claim, by=by, version=version))
    except (c2pa.C2paError, RuntimeError) as error:
        raise MediaError("The video could not be signed. Try again, or see the log for details.") from error


def write_signed(source: Path, target: Path, claim: Claim, *, by: Certificate, version: str) -> None:
    if read(source):
        parent = Ingredient(DELIVERED, source, "parentOf")
        claim = replace(claim, ingredients=(parent, *claim.ingredients))
    marked = target.with_name(f"{target.stem}.marked{source.suffix}")
    signed = target.with_name(f"{target.stem}.signed{source.suffix}")
    try:
        shutil.copyfile(source, marked)
        xmp.add_packet(
            marked, source_type=claim.source_type, tool=f"Dailies {version}", made_at=claim.made_at
        )
        info = c2pa.C2paSignerInfo(c2pa.C2paSigningAlg.ES256, by.chain.encode(), by.key.encode(), None)
        builder = c2pa.Builder(make_manifest(claim, version), context=make_context())
        for number, ingredient in enumerate(claim.ingredients):
            add_ingredient(builder, ingredient, make_label(number))
        builder.sign_file(str(marked), str(signed), c2pa.Signer.from_info(info))
        signed.replace(target)
    finally:
        marked.unlink(missing_ok=True)
        signed.unlink(missing_ok=True)


def add_ingredient(builder: c2pa.Builder, ingredient: Ingredient, label: str) -> None:
    facts = {"title": ingredient.title, "relationship": ingredient.relationship, "label": label}
    with ingredient.path.open("rb") as file:
        builder.add_ingredient(json.dumps(facts), TYPES[ingredient.path.suffix], file)


def make_manifest(claim: Claim, version: str) -> dict[str, Any]:
    labels = {
        kind: [make_label(n) for n, one in enumerate(claim.ingredients) if one.relationship == kind]
        for kind in ("inputTo", "componentOf", "parentOf")
    }
    parameters = {f"{OURS}.{name}": value for name, value in claim.parameters.items()}
    if sources := labels["parentOf"] + labels["inputTo"]:
        parameters["ingredientIds"] = sources
    created = {
        "action": "c2pa.opened" if labels["parentOf"] else "c2pa.created",
        "when": claim.made_at.isoformat(timespec="seconds"),
        "digitalSourceType": claim.source_type,
        "softwareAgent": {"name": claim.agent, "version": claim.model},
        "parameters": parameters,
    }
    placed = [
        {"action": "c2pa.placed", "parameters": {"ingredientIds": [label]}} for label in labels["componentOf"]
    ]
    return {
        "claim_generator_info": [{"name": "Dailies", "version": version}],
        "title": claim.title,
        "format": "video/mp4",
        "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": [created, *placed]}}],
    }


def make_label(number: int) -> str:
    return f"ingredient-{number + 1}"


def make_context(root: str = "") -> c2pa.Context:
    trust = {"trust": {"user_anchors": root}} if root else {}
    return c2pa.Context.from_dict(SETTINGS | trust | {"builder": {"thumbnail": {"enabled": False}}})


def read(video: Path, *, root: str = "") -> Reading | None:
    """Return a video's credentials, checked against its bytes, or None if it has none.

    root: the certificate to trust (PEM).
    """
    try:
        reader = c2pa.Reader(str(video), context=make_context(root))
    except c2pa.C2paError.ManifestNotFound:
        return None
    store = json.loads(reader.json())
    active = store["manifests"][store["active_manifest"]]
    created = find_origin(active)
    agent = created.get("softwareAgent", {})
    return Reading(
        state=str(reader.get_validation_state()),
        title=active.get("title", ""),
        source_type=created.get("digitalSourceType", ""),
        agent=f"{agent.get('name', '')} {agent.get('version', '')}".strip(),
        ingredients=tuple(one.get("title", "") for one in active.get("ingredients", [])),
    )


def find_origin(manifest: dict[str, Any]) -> dict[str, Any]:
    """Return the action that says how the video was made, or {}."""
    for assertion in manifest["assertions"]:
        if assertion["label"].startswith("c2pa.actions"):
            for action in assertion["data"]["actions"]:
                if action["action"] in ("c2pa.created", "c2pa.opened"):
                    return dict(action)
    return {}
