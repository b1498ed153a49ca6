"""Turn a generation into the engine's order, each keyframe in a form that the provider accepts."""

from projects.core import signed_urls
from projects.models import Account, End, Generation, Keyframe, State
from projects.models.states import ENDED
from studio.engines.base import Engine, Model, Refused
from studio.engines.http_errors import GONE, REFUSED
from studio.wire import GenerationFrame, ImageFrame, Order


class SourceNotReady(Exception):
    """A keyframe's generation isn't finished yet; `message` names it."""

    def __init__(self, source: Generation) -> None:
        self.message = f"Waiting for clip {source.number}."
        super().__init__(self.message)


def build_order(generation: Generation, engine: Engine, account: Account) -> Order:
    """Return the order to send. Raise SourceNotReady, or Refused if a keyframe is missing."""
    prompt = generation.prompt
    model = engine.find_model(prompt.model)
    if model is None:
        raise Refused(f"{engine.label} no longer offers {prompt.model}.", code="endpoint_gone")
    keys = {key.end: key for key in generation.keyframes.select_related("source", "image")}
    frames = {end: build_frame(keys[end], model, engine, account) for end in End if end in keys}
    has_end = End.FRAME1 in frames
    order = Order(
        prompt=prompt.full_text,
        model=prompt.model,
        aspect_ratio=prompt.aspect_ratio if model.aspect_ratios else None,
        resolution=prompt.resolution if model.resolutions else None,
        duration_s=prompt.duration_s if model.durations_s else None,
        loop=prompt.loop and model.loop and not (has_end and model.loop_with_end == "ignored"),
        frame0=frames.get(End.FRAME0),
        frame1=frames.get(End.FRAME1),
        seed=generation.seed,
        slate=prompt.slate and generation.take == 1,  # other takes are compared with it
    )
    return order.with_short_ids if were_ids_refused(generation) else order


def were_ids_refused(generation: Generation) -> bool:
    """Return True if it is queued again after a refusal, which happens only to send shorter IDs."""
    return generation.attempts.filter(state="refused", http_status__in=(*REFUSED, *GONE)).exists()


def build_frame(
    key: Keyframe, model: Model, engine: Engine, account: Account | None
) -> GenerationFrame | ImageFrame:
    """Return the source's provider id where the provider knows it and continues from it; else an image."""
    if key.source and not is_finished(key.source):
        raise SourceNotReady(key.source)
    if key.source and key.continues and model.keyframe_generations and is_known_to(account, key.source):
        return GenerationFrame(key.source.provider_id)
    return build_image_frame(key, engine)


def is_finished(source: Generation) -> bool:
    if source.state in ENDED and source.state != State.COMPLETED:
        raise Refused(
            f"Clip {source.number}, which this one continues, was never made.", code="keyframe_gone"
        )
    return source.state == State.COMPLETED


def is_known_to(account: Account | None, source: Generation) -> bool:
    return (
        account is not None
        and source.attempts.filter(account=account, state="accepted", provider_id=source.provider_id).exists()
    )


def build_image_frame(key: Keyframe, engine: Engine) -> ImageFrame:
    path = key.picture
    if not path.exists():
        if key.source and key.source.due_at and not key.source.pictures_at:
            raise SourceNotReady(key.source)  # its stills are about to be made
        raise Refused("The image for this keyframe is no longer on this machine.", code="keyframe_gone")
    return ImageFrame(path, "" if engine.local else picture_url(key, engine))


def picture_url(key: Keyframe, engine: Engine) -> str:
    """Return a URL the provider can fetch the image from: our signed one, else where it came from."""
    reachable, why = signed_urls.reachable(engine.host)
    if reachable:
        kind, id = ("clip", key.source_id) if key.source_id else ("image", key.image_id)
        assert id is not None  # a keyframe has one of them
        return signed_urls.keyframe_url(kind, id, key.edge)
    if key.image and key.image.source_url:
        return key.image.source_url
    raise Refused(why, code="keyframe_unreachable")
