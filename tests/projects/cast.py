"""People of every role, projects, and generations in any state."""

from fractions import Fraction
from functools import cache
from itertools import count
from shutil import copyfile
from uuid import uuid4

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from projects.ledger.attempts import request_id_prefix
from projects.models import Account, Attempt, Generation, Person, Project, Prompt, Role
from projects.models.generation import next_number
from projects.models.states import AT_PROVIDER, WITH_REASON
from tests.projects import videos
from tests.studio.media.numbered import HEIGHT, WIDTH

PASSWORD = "a lamp in the tower"
FRAMES = 24  # of a stored clip
numbers = count(1)


def person(name: str = "ada", **fields) -> Person:
    return Person.objects.create(email=f"{name}@example.test", password=hashed(), **fields)


@cache
def hashed() -> str:
    """Return the stored form of the password. Hash it once, because that is slow on purpose."""
    return make_password(PASSWORD)


def project(owner, name: str = "Lighthouse film", **fields) -> Project:
    return Project.create(name, owner, **fields)


def member(project: Project, role: Role, name: str = "") -> Person:
    """Create somebody with this role in the project."""
    somebody = person(f"{role}{next(numbers)}")
    somebody.name = name
    somebody.save()
    project.memberships.create(person=somebody, role=role)
    return somebody


def prompt(
    by=None, text: str = "A lighthouse at dusk, slow push in", engine: str = "preview", **fields
) -> Prompt:
    given = {"model": "preview", "aspect_ratio": "16:9", "resolution": "720p", "duration_s": 5} | fields
    return Prompt.objects.create(text=text, engine=engine, created_by=by, **given)


def default_prompt(by=None) -> Prompt:
    return prompt(by)


def clip(
    project: Project,
    state: str = "queued",
    *,
    by=None,
    prompt: Prompt | None = None,
    first: int = 0,
    **fields,
) -> Generation:
    """Create a generation in this state, with all that the database requires. A completed one has its video
    (see videos.py) but no stills. Frame n of the video shows the number first + n."""
    given = {
        "prompt": prompt or default_prompt(by),
        "created_by": by,
        "number": next_number(project),
        "client_token": f"{uuid4().hex}.1",
        "created_at": timezone.now(),
        "state": state,
    }
    if state in AT_PROVIDER:
        given |= {"provider_id": uuid4().hex, "submitted_at": timezone.now()}
    if state in WITH_REASON:
        given |= {"error_code": "bad_request"}
    if state == "completed":
        given |= {"ended_at": timezone.now(), "examined_at": timezone.now()}
        return store_video(project, given | fields, first)
    return Generation.objects.create(project=project, **(given | fields))


def store_video(project: Project, fields: dict, first: int) -> Generation:
    """Create a generation with its video in its folder, and the facts about that file in its row."""
    fields = {"frames": 120, "fps_num": 24, "fps_den": 1, "width_px": 1280, "height_px": 720} | fields
    fps = Fraction(fields["fps_num"], fields["fps_den"])
    shape = videos.Shape(fields["frames"], fields["width_px"], fields["height_px"], fps, first)
    video, facts = videos.draw(shape)
    stored = Generation.objects.create(project=project, **(facts | fields))
    stored.folder.mkdir(parents=True)
    copyfile(video, stored.video)
    return stored


def stored_clip(project: Project, first: int, **fields) -> Generation:
    """Create a finished generation of one second, whose frames show the numbers from `first` on."""
    secret = prompt(text=f"The secret words of clip {first}")
    shape = {"frames": FRAMES, "width_px": WIDTH, "height_px": HEIGHT}
    return clip(project, "completed", prompt=secret, first=first, **shape, **fields)


def attempt(of: Generation, state: str = "open", **fields) -> Attempt:
    account, _ = Account.objects.get_or_create(engine=of.prompt.engine, fingerprint="f" * 16)
    given = {
        "account": account,
        "client_request_id": request_id_prefix() + uuid4().hex,
        "model": of.prompt.model,
    }
    given |= {"opened_at": timezone.now()}
    if state == "accepted":
        given |= {"provider_id": of.provider_id or uuid4().hex}
    if state == "written_off":
        given |= {
            "written_off_by": of.created_by or person(f"off{next(numbers)}"),
            "written_off_at": timezone.now(),
        }
    return Attempt.objects.create(generation=of, state=state, **(given | fields))
