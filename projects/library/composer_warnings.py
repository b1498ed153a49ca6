"""Warnings to read before paying: what the model will ignore, refuse or change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.ledger import engines, orders
from projects.ledger.requests import RequestedKeyframe
from projects.models import Account, End, Image
from projects.models.prompt import PromptSettings
from studio.engines.base import Engine, Model, Refused
from studio.engines.model_options import Conflict, find_conflicts
from studio.wire import ImageFrame

NO_PICTURES = {
    End.FRAME0: gettext_lazy("%(model)s doesn't accept pictures as the first frame."),
    End.FRAME1: gettext_lazy("%(model)s doesn't accept pictures as the last frame."),
}
CONFLICTS = {
    Conflict.LENGTH: gettext_lazy(
        "%(model)s makes %(seconds)d s from text only: without first and last frame, and not as a loop."
    ),
    Conflict.LOOP: gettext_lazy("%(model)s can't end a loop on a last frame."),
}
HOLDS = {
    "rate": gettext_lazy("The clip will wait: the provider asked us to slow down."),
    "credits": gettext_lazy("The clip will wait: the key's balance is used up."),
    "key": gettext_lazy("The clip will wait: the provider doesn't accept the key."),
    "outage": gettext_lazy("The clip will wait: the provider isn't responding right now."),
    "disk": gettext_lazy("The clip will wait: the disk is almost full."),
}


@dataclass(frozen=True)
class Remedy:
    """A setting that would work: the name and value of a field of the composer, and the button's label."""

    field: str
    value: str
    label: str


@dataclass(frozen=True)
class ComposerWarning:
    """One sentence. blocks: it prevents the request. field: the setting to change, or "".

    needs_address: a public address of the studio would remove it. whole: so would this picture at this `end`,
    of which only a part was chosen.
    """

    text: str
    blocks: bool = False
    field: str = ""
    instead: Remedy | None = None
    needs_address: bool = False
    whole: Image | None = None
    end: str = ""


def make_warnings(
    engine: Engine, model: Model, settings: PromptSettings, keyframes: Sequence[RequestedKeyframe]
) -> list[ComposerWarning]:
    """Return what this model will ignore, refuse or do differently."""
    account = None if engine.local else engines.find_account(engine)
    return [
        *about_model(model),
        *about_settings(model, settings, keyframes),
        *(warning for keyframe in keyframes for warning in about_keyframe(engine, model, keyframe, account)),
        *about_account(account),
    ]


def about_model(model: Model) -> Iterator[ComposerWarning]:
    named = {"model": model.label}
    if model.retired:
        yield ComposerWarning(
            _("%(model)s has been retired by its provider and may stop working any day.") % named
        )
    if not model.durations_s and not model.resolutions:
        yield ComposerWarning(_("%(model)s chooses length and quality itself.") % named)


def about_settings(
    model: Model, settings: PromptSettings, keyframes: Sequence[RequestedKeyframe]
) -> Iterator[ComposerWarning]:
    if keyframes and not model.aspect_with_keyframe and settings.aspect_ratio:
        text = _("The clip takes the aspect ratio of its keyframe; %(ratio)s is ignored.")
        yield ComposerWarning(text % {"ratio": settings.aspect_ratio})
    ends_on_frame = any(keyframe.end == End.FRAME1 for keyframe in keyframes)
    if settings.loop and model.loop_with_end == "ignored" and ends_on_frame:
        yield ComposerWarning(_("Loop is ignored: the clip already has a last frame to end on."))
    yield from about_conflicts(model, settings, keyframes)


def about_conflicts(
    model: Model, settings: PromptSettings, keyframes: Sequence[RequestedKeyframe]
) -> Iterator[ComposerWarning]:
    """Return what the model refuses together, with a setting that works."""
    ends = [keyframe.end for keyframe in keyframes]
    named = {"model": model.label, "seconds": settings.duration_s}
    conflicts = find_conflicts(model, duration_s=settings.duration_s, loop=settings.loop, ends=ends)
    for conflict in conflicts:
        text = str(CONFLICTS[conflict]) % named
        yield ComposerWarning(text, blocks=True, field=conflict, instead=suggest(conflict, model))


def suggest(conflict: Conflict, model: Model) -> Remedy:
    if conflict == Conflict.LOOP:
        return Remedy("loop", "", _("Turn off loop"))
    seconds = next(seconds for seconds in model.durations_s if seconds not in model.text_only_s)
    return Remedy("duration_s", str(seconds), _("Use %d s") % seconds)


def about_keyframe(
    engine: Engine, model: Model, keyframe: RequestedKeyframe, account: Account | None
) -> Iterator[ComposerWarning]:
    """Return a warning about a keyframe, from the same function that sending uses."""
    row = keyframe.build_row()
    try:
        frame = orders.build_frame(row, model, engine, account)
    except orders.SourceNotReady as error:
        yield ComposerWarning(error.message)
    except Refused as error:
        yield explain_refusal(engine, error, keyframe)
    else:
        if isinstance(frame, ImageFrame) and not model.keyframe_images:
            yield ComposerWarning(NO_PICTURES[keyframe.end] % {"model": model.label}, blocks=True)
        elif isinstance(frame, ImageFrame) and keyframe.source and row.continues and not engine.local:
            text = _("%(model)s gets the frame of clip %(number)d as a picture, not the clip itself.")
            yield ComposerWarning(text % {"model": model.label, "number": keyframe.source.number})


def explain_refusal(engine: Engine, refused: Refused, keyframe: RequestedKeyframe) -> ComposerWarning:
    """Return why a frame can't be used, and what works instead."""
    if refused.code != "keyframe_unreachable":
        return ComposerWarning(refused.message, blocks=True)
    way_out = _("Use a clip that %(engine)s made with this key, or the free Preview.")
    text = f"{refused.message} {way_out % {'engine': engine.label}}"
    use = Remedy("model", "preview:preview", _("Use Preview"))
    whole = find_whole(keyframe)
    return ComposerWarning(
        text, blocks=True, instead=use, needs_address=True, whole=whole, end=str(keyframe.end)
    )


def find_whole(keyframe: RequestedKeyframe) -> Image | None:
    """Return the picture that this keyframe is a part of, if the provider can fetch it where it came from."""
    original = keyframe.image and keyframe.image.original
    return original if original and original.source_url else None


def about_account(account: Account | None) -> Iterator[ComposerWarning]:
    if account and account.hold:
        fallback = _("The clip will wait: the provider isn't taking requests right now.")
        yield ComposerWarning(str(HOLDS.get(account.hold, fallback)))
