"""Describe a generation for programs, in any dialect; see studio/wire/serializers.py."""

from projects.core import signed_urls
from projects.models import ApiKey, Generation, Keyframe, State
from projects.models.prompt import CAMERAS
from studio.wire.report import Stage
from studio.wire.serializers import LUMA_STATES, GenerationView

STAGES: dict[str, Stage] = {
    State.SUBMITTED: Stage.GENERATING,
    State.READY: Stage.GENERATING,
    State.COMPLETED: Stage.COMPLETED,
    State.FAILED: Stage.FAILED,
    State.REFUSED: Stage.FAILED,
    State.CANCELLED: Stage.FAILED,
    State.RESULT_LOST: Stage.FAILED,
}
FILES = {"image": "poster.webp", "first_frame": "first.png", "last_frame": "last.png"}
CONCEPTS = {
    words.removeprefix("slow ").removesuffix(" camera").replace(" ", "_"): words for words in CAMERAS if words
}


def stage_of(state: str) -> Stage:
    """Return the stage that clients see: queued until a provider has it; failed if it has no result."""
    return STAGES.get(state, Stage.QUEUED)


def luma_word(state: str) -> str:
    """Return Luma's word for a state."""
    stage = stage_of(state)
    return LUMA_STATES.get(stage, stage.value)


def states_of(word: str) -> list[State]:
    """Return all states that Luma calls this."""
    return [state for state in State if luma_word(state) == word]


def serialize(generation: Generation, key: ApiKey, base: str) -> GenerationView:
    """Return the generation for clients of this key. base: the start of file URLs, "https://host"."""
    stage = stage_of(generation.state)
    failed = stage is Stage.FAILED
    return GenerationView(
        id=str(generation.pk),
        stage=stage,
        model=requested_model(generation),
        engine=generation.prompt.engine,
        created_at=generation.created_at,
        request=serialize_request(generation, key, base),
        files=file_urls(generation, key, base),
        seconds=generation.seconds,
        failure_code=(generation.error_code or generation.state) if failed else "",
        failure_message=failure_message(generation) if failed else "",
        cost_usd=generation.cost_usd,
    )


def failure_message(generation: Generation) -> str:
    return generation.error_message or f"The clip was {generation.get_state_display()}."


def requested_model(generation: Generation) -> str:
    """Return the model as requested; Preview may draw in its place (see `engine`)."""
    request = next(iter(generation.api_requests.all()), None)
    return (request and request.model) or generation.prompt.model


def serialize_request(generation: Generation, api_key: ApiKey, base: str) -> dict:
    """Return the request in Luma's format, without empty settings."""
    prompt = generation.prompt
    settings = {
        "generation_type": "video",
        "prompt": prompt.text or None,
        "model": requested_model(generation).removeprefix("luma/"),
        "aspect_ratio": prompt.aspect_ratio or None,
        "resolution": prompt.resolution or None,
        "duration": f"{prompt.duration_s}s" if prompt.duration_s else None,
        "loop": prompt.loop,
        "concepts": [{"key": key} for key, camera in CONCEPTS.items() if camera == prompt.camera] or None,
        "keyframes": {
            frame.end: serialize_keyframe(frame, api_key, base) for frame in generation.keyframes.all()
        }
        or None,
    }
    return {name: value for name, value in settings.items() if value is not None}


def serialize_keyframe(frame: Keyframe, key: ApiKey, base: str) -> dict:
    """Return the clip that it continues, or a picture: an image, or the stored frame of another clip."""
    if frame.continues:
        return {"type": "generation", "id": str(frame.source_id)}
    kind, id, name = "image", frame.image_id, "picture.png"
    if frame.source_id:
        kind, id, name = "clip", frame.source_id, f"{frame.edge}.png"
    assert id is not None  # a keyframe has a source or an image
    return {"type": "image", "id": str(id), "url": base + signed_urls.result_path(kind, id, key, name)}


def file_urls(generation: Generation, key: ApiKey, base: str) -> dict:
    """Return the files' signed URLs, valid for a day without the key; empty until the clip is completed."""
    if generation.state != State.COMPLETED:
        return {}
    names = {"video": "film.mp4", **(FILES if generation.pictures_at else {})}
    return {
        what: base + signed_urls.result_path("clip", generation.pk, key, name) for what, name in names.items()
    }
