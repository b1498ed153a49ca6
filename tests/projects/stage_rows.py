"""The objects of a project that the authorization table asks for: one of each kind, with its files."""

from pathlib import Path
from uuid import uuid4

from django.contrib.auth.tokens import default_token_generator
from django.utils import timezone
from django.utils.http import urlsafe_base64_encode

from projects.accounts import avatars, members
from projects.api import keys
from projects.core import signed_urls
from projects.core.signed_urls import keyframe_token
from projects.models import Cut, Image, Render
from projects.review import share_links
from projects.timeline import playback
from tests.projects import cast
from tests.projects.videos import facts_of
from tests.studio.media.hostile import encoded
from tests.studio.media.hostile import scene as gradient

PLAYBACK = "0" * 32


def fill_project(project, by) -> dict:
    """Give a project one object of each kind. Return the values of its URLs' parts."""
    clip = cast.clip(project, "completed", by=by, pictures_at=timezone.now())
    video, png = clip.video.read_bytes(), encoded(gradient(4, 4), "PNG")
    image = Image.objects.create(
        project=project, name="lamp", width_px=4, height_px=4, created_by=by, **facts_of(png)
    )
    write(png, clip.picture("last.png"), image.path)
    timeline = project.timelines.create(number=1, name="Timeline 1")
    shot = timeline.shots.create(generation=clip, position="i")
    timeline.cuts.create(number=1, name="Cut 1", shots=[], created_by=by)
    export = timeline.exports.create(
        name="A cut", format="mp4", shots=[], client_token="a-token", bytes=len(video), created_by=by
    )
    Render.objects.create(export=export, state="ready")
    write(video, export.file, playback.path_of(timeline, PLAYBACK))
    webhook = project.webhooks.create(address="https://example.test/", sealed="", created_by=by)
    delivery = webhook.deliveries.create(key="a-key", event_type="note.created", body="{}", at=timezone.now())
    invitation, invited = members.invite(project, by, role="editor")
    member = project.memberships.create(person=cast.person(f"gus-{project.slug}"), role="viewer")
    review, note, link, secret = create_review(timeline, clip, by)
    by.avatar = uuid4()
    by.save()
    write(encoded(gradient(4, 4), "WEBP"), avatars.folder_of(by.avatar) / avatars.NAME)
    key, _ = keys.create(project, by, name="A program")
    upload = project.uploads.create(created_by=by, name="harbor.mp4", size=9)
    Render.objects.create(upload=upload, state="failed", message="This file is empty.")
    return {
        "upload": upload.pk,
        "result": signed_urls.result_path("clip", clip.pk, key, "last.png").split("/")[2],
        "rest": "nothing-here",
        "key": key.pk,
        "avatar": by.avatar,
        "webhook": webhook.pk,
        "delivery": delivery.pk,
        "invitation": invitation.pk,
        "invited": invited,
        "member": member.pk,
        "review": review,
        "note": note,
        "share": link,
        "link": link,
        "secret": secret,
        "n": 0,
        "slug": project.slug,
        "clip": clip.pk,
        "image": image.pk,
        "shot": shot.pk,
        "export": export.pk,
        "number": 1,
        "cut": 1,
        "end": "frame0",
        "engine": "aimlapi",
        "hold": "budget",
        "collection": project.collections.create(name="Storm", key="storm", created_by=by).pk,
        "filter": project.saved_filters.create(person=by, name="Best", query="rating=4").pk,
        "token": keyframe_token("clip", clip.pk, "last"),
        "reset": default_token_generator.make_token(by),
        "uidb64": urlsafe_base64_encode(str(by.pk).encode()),
    }


def create_review(timeline, generation, by):
    """Create a review with a note and an unused link. Return it, the IDs of both, and the link's secret."""
    cut = Cut.objects.get(timeline=timeline)
    shots = [{"generation": str(generation.pk), "start": 0, "end": 120, "at": 0, "frames": 120}]
    review = timeline.project.reviews.create(
        number=1,
        name="A cut",
        cut=cut,
        shots=shots,
        created_by=by,
        frames=120,
        fps_num=24,
        fps_den=1,
        width_px=1280,
        height_px=720,
    )
    Render.objects.create(review=review, state="ready")
    write(generation.video.read_bytes(), review.video)
    write(encoded(gradient(4, 4), "WEBP"), review.video.with_name("frames") / "0.webp")
    note = review.notes.create(person=by, frame=0, text="Too dark", client_token="a-token")
    link, secret = share_links.create(review, by)
    return review, note.pk, link.pk, secret


def write(content: bytes, *paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
