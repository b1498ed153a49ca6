"""project.json of a bundle: every clip with its prompt, settings, keyframes and cost; every shot's frames."""

from itertools import accumulate
from uuid import UUID

from projects.models import Generation, Keyframe
from projects.timeline.saved_shots import SavedShot
from studio import VERSION
from studio.exports.cut import Cut


def describe_project(shots: list[SavedShot], generations: dict[UUID, Generation], cut: Cut) -> dict:
    return {
        "dailies": 1,
        "version": VERSION,
        "name": cut.name,
        "fps": [cut.fps.numerator, cut.fps.denominator],
        "width": cut.width_px,
        "height": cut.height_px,
        "frames": cut.frames,
        "shots": describe_shots(shots, cut),
        "clips": {str(id): describe_generation(row) for id, row in generations.items()},
    }


def describe_shots(shots: list[SavedShot], cut: Cut) -> list[dict]:
    starts = accumulate((shot.frames for shot in cut.shots[:-1]), initial=0)
    return [
        {
            "number": number,
            "clip": str(saved.generation_id),
            "media": f"clips/{shot.media_name}",
            "at_frame": start,
            "first_frame": shot.start_frame,
            "frames": shot.frames,
        }
        for number, (saved, shot, start) in enumerate(zip(shots, cut.shots, starts, strict=True), start=1)
    ]


def describe_generation(generation: Generation) -> dict:
    prompt, cost = generation.prompt, generation.cost_usd
    return {
        "number": generation.number,
        "take": generation.take,
        "prompt": prompt.text,
        "engine": prompt.engine,
        "model": prompt.model,
        "aspect_ratio": prompt.aspect_ratio,
        "resolution": prompt.resolution,
        "duration_s": prompt.duration_s,
        "loop": prompt.loop,
        "camera": prompt.camera,
        "seed": generation.seed,
        "provider_id": generation.provider_id,
        "cost_usd": None if cost is None else str(cost),
        "made_at": str(generation.ended_at or ""),
        "sha256": generation.sha256,
        "keyframes": [describe_keyframe(keyframe) for keyframe in generation.keyframes.all()],
    }


def describe_keyframe(keyframe: Keyframe) -> dict:
    """Return the clip and frame, or the image, of a keyframe."""
    if source := keyframe.source:
        return {"end": keyframe.end, "clip": str(source.pk), "number": source.number, "edge": keyframe.edge}
    image = keyframe.image
    if image is None:
        return {"end": keyframe.end}
    description = {"end": keyframe.end, "image": image.name, "sha256": image.sha256}
    return (
        description | {"clip": str(image.generation_id), "frame": image.frame}
        if image.generation_id
        else description
    )
