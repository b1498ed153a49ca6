"""A clip as another program is told it, whichever words it speaks; see studio/wire/serializers.py."""

from projects.core import signed_urls
from projects.models import ApiKey, Generation, State
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
    """Not at a maker yet is queued, however it got there; what will never come is failed."""
    return STAGES.get(state, Stage.QUEUED)


def luma_word(state: str) -> str:
    stage = stage_of(state)
    return LUMA_STATES.get(stage, stage.value)


def states_of(word: str) -> list[State]:
    """All that Luma has this one word for."""
    return [state for state in State if luma_word(state) == word]


def told(clip: Generation, key: ApiKey, base: str) -> GenerationView:
    """The clip for who holds this key; `base` begins the addresses of its files: "https://host"."""
    stage = stage_of(clip.state)
    failed = stage is Stage.FAILED
    return GenerationView(
        id=str(clip.pk),
        stage=stage,
        model=asked_model(clip),
        engine=clip.prompt.engine,
        created_at=clip.created_at,
        request=request_of(clip),
        files=files_of(clip, key, base),
        seconds=clip.seconds,
        failure_code=(clip.error_code or clip.state) if failed else "",
        failure_words=(clip.error_message or f"The clip was {clip.get_state_display()}.") if failed else "",
        cost_usd=clip.cost_usd,
    )


def asked_model(clip: Generation) -> str:
    """As it was asked for: a Luma model that Preview draws keeps its name, and `engine` tells who draws."""
    request = next(iter(clip.api_requests.all()), None)
    return (request and request.model) or clip.prompt.model


def request_of(clip: Generation) -> dict:
    prompt = clip.prompt
    said = {
        "generation_type": "video",
        "prompt": prompt.text,
        "model": asked_model(clip),
        "aspect_ratio": prompt.aspect_ratio or None,
        "resolution": prompt.resolution or None,
        "duration": f"{prompt.duration_s}s" if prompt.duration_s else None,
        "loop": prompt.loop,
        "concepts": [{"key": key} for key, words in CONCEPTS.items() if words == prompt.camera] or None,
        "keyframes": {key.end: frame_of(key) for key in clip.keyframes.all()} or None,
    }
    return {name: value for name, value in said.items() if value is not None}


def frame_of(key) -> dict:
    if key.source_id:
        return {"type": "generation", "id": str(key.source_id)}
    return {"type": "image", "id": str(key.image_id)}


def files_of(clip: Generation, key: ApiKey, base: str) -> dict:
    """Signed addresses that anybody may open for a while, without the key."""
    if clip.state != State.COMPLETED:
        return {}
    names = {"video": "film.mp4", **(FILES if clip.pictures_at else {})}
    return {what: base + signed_urls.result_path("clip", clip.pk, key, name) for what, name in names.items()}
