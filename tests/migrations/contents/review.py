"""Versions in review: notes, replies, drawings, verdicts, links, presence."""

from dataclasses import replace

from projects.core.secrets import hash_secret
from projects.models import Guest, Note, Review, Timeline
from projects.review import notes, presence, publish, share_links
from projects.review.notes import NewNote
from projects.timeline.saved_shots import from_json
from tests.migrations.contents.library import Library
from tests.migrations.contents.people import AT, LATER, Cast, change

LINK = "an open share link"
GUEST_KEY = "the cookie of a guest"
DRAWING = [
    {"tool": "pen", "color": "lamp", "points": [[0.1, 0.2], [0.25, 0.3125], [0.5, 0.1]]},
    {"tool": "arrow", "color": "red", "points": [[0.7, 0.4], [0.6, 0.2]]},
    {"tool": "box", "color": "white", "points": [[0.0, 0.0], [1.0, 0.5625]]},
]


def discuss(cast: Cast, timeline: Timeline, clips: Library) -> None:
    version = publish.publish_timeline(timeline, cast.ada)
    join(version)
    publish.publish_take(clips.second, cast.ben)
    failed = publish.publish_cut(timeline.project, timeline.cuts.get(number=1), None)
    change(failed.render, state="failed", message="The film of clip 2 can't be read.")
    guest = share(cast, version)
    say(cast, version, guest, clips)
    notes.decide(version, {"person": cast.zoe}, "approved")
    notes.decide(version, {"guest": guest}, "changes")
    presence.record(version, {"person": cast.ada}, presence.Update(frame=40, plays=True, lead=True))
    presence.record(version, {"guest": guest}, presence.Update())


def join(version: Review) -> None:
    """Record what a worker records when the video is joined."""
    at, shots = 0, []
    for shot in from_json(version.shots):
        frames = shot.end - shot.start
        shots.append(replace(shot, at=at, frames=frames).to_json())
        at += frames
    change(version, shots=shots, frames=at, fps_num=24000, fps_den=1001, width_px=1280, height_px=720)
    change(version.render, state="ready", ended_at=AT)


def share(cast: Cast, version: Review) -> Guest:
    """Create links: an open one with a guest, one whose passphrase was guessed at, a revoked one."""
    still_open, _ = share_links.create(
        version, cast.ada, label="Für den Kunden", always_latest=True, may_download=True
    )
    change(still_open, token_hash=hash_secret(LINK), expires_at=LATER)
    locked, _ = share_links.create(
        version, cast.ada, passphrase="tungsten", may_comment=False, may_decide=False
    )
    share_links.check_passphrase(locked, "wolfram")
    revoked, _ = share_links.create(version, cast.ben)
    share_links.revoke(revoked)
    guest, _ = share_links.admit(still_open)
    share_links.name_guest(guest, "Gül Ünal")
    change(guest, token_hash=hash_secret(GUEST_KEY))
    return guest


def say(cast: Cast, version: Review, guest: Guest, clips: Library) -> None:
    """Create a thread with a drawing and a range, a guest's done note, a deleted one, one with a new take."""
    zoe, ada, visitor = {"person": cast.zoe}, {"person": cast.ada}, {"guest": guest}
    drawn = note(version, zoe, 30, "@Ben, it's too dark: “more lamp” 灯", end_frame=48, drawing=DRAWING)
    note(version, ada, 0, "Yes; I'll ask for another take.", parent=drawn)
    note(version, visitor, 0, "=1+1 looks right to me", parent=drawn)
    done = note(version, visitor, 90, "Two\nlines")
    notes.mark_done(done, cast.ben, done=True)
    notes.remove(note(version, zoe, 100, "Never mind."))
    notes.link_take(note(version, zoe, 10, "Slower, please."), clips.by_key)


def note(version: Review, voice: dict, frame: int, text: str, **more) -> Note:
    token = f"note-{version.notes.count()}"
    return notes.write(version, voice, NewNote(frame, text, token, **more))
