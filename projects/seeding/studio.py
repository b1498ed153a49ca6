"""Fill a new studio: one large project, small ones, people, timelines, a review, notifications."""

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from projects.models import (
    Account,
    Change,
    Collection,
    Generation,
    Note,
    Notification,
    Person,
    Project,
    Render,
    Review,
    Role,
    Shot,
    Studio,
    Tag,
    Timeline,
)
from projects.models.positions import between
from projects.seeding.clips import CHUNK, make_clips, make_text
from studio.processes.database import learn_about_tables
from studio.text import fold

LARGE = "Large project"
NAMES = ("Anna", "Ben", "Cem", "Dana", "Eli", "Fay", "Gus", "Hana", "Ivo", "Jun")
SMALL, CLIPS_OF_A_SMALL = 20, 100
TIMELINES = (200, 1000)  # shots
NOTES, NOTIFICATIONS = 400, 5000
FRAMES = 20 * 120  # of the reviewed version


@transaction.atomic
def fill(email: str, password: str, count: int) -> Project:
    """Fill an empty studio and return its large project. Raise AlreadySetUp if it has people."""
    now = timezone.now()
    owner, first = Studio.set_up(email, password)
    people = [
        owner,
        *(Person.objects.create_user(f"{name.lower()}@example.com", name=name) for name in NAMES),
    ]
    account = Account.objects.get_or_create(engine="aimlapi", fingerprint="5eed" * 8)[0]
    for number in range(1, SMALL + 1):
        small = Project.create(f"Small project {number}", owner)
        make_clips(small, people, account, CLIPS_OF_A_SMALL, days=900, until=now)
    large = first
    Project.objects.filter(pk=large.pk).update(name=LARGE)
    for person in people[1:]:
        large.memberships.create(person=person, role=Role.EDITOR)
    films = make_clips(large, people, account, count, days=700, until=now)
    organize(large, films)
    timelines = [make_timeline(large, owner, films, size) for size in TIMELINES]
    make_review(large, timelines[0], people, films)
    notify(large, owner, now)
    return large


def organize(project: Project, films: list[UUID]) -> None:
    """Tag every fifth clip and put every tenth into a collection."""
    tags = [Tag.objects.create(project=project, name=f"scene {n}", key=fold(f"scene {n}")) for n in range(20)]
    through = Generation.tags.through
    link(through, [through(generation_id=clip, tag=tags[n % 20]) for n, clip in enumerate(films[::5])])
    gathered = [
        Collection.objects.create(project=project, name=f"Reel {n}", key=fold(f"Reel {n}")) for n in range(10)
    ]
    members = Collection.generations.through
    rows = [members(generation_id=clip, collection=gathered[n % 10]) for n, clip in enumerate(films[::10])]
    link(members, rows)


def link(through, rows: list) -> None:
    through.objects.bulk_create(rows, batch_size=CHUNK)


def make_timeline(project: Project, owner: Person, films: list[UUID], size: int) -> Timeline:
    number = project.timelines.count() + 1
    timeline = project.timelines.create(number=number, name=f"{size} shots", created_by=owner)
    position, shots = "", []
    for clip in films[-size:]:
        position = between(position)
        shots.append(Shot(timeline=timeline, position=position, generation_id=clip))
    Shot.objects.bulk_create(shots, batch_size=CHUNK)
    changes = (
        Change(timeline=timeline, number=n, description=f"trimmed shot {n}", fields={}) for n in range(300)
    )
    Change.objects.bulk_create(changes)
    return timeline


def make_review(project: Project, timeline: Timeline, people: list[Person], films: list[UUID]) -> None:
    dice = Random(1)  # noqa: S311
    shots = [
        {"generation": str(clip), "start": 0, "end": 120, "at": n * 120, "frames": 120}
        for n, clip in enumerate(films[-20:])
    ]
    cut = timeline.cuts.create(number=1, name="Cut 1", shots=shots, created_by=people[0])
    facts = {"frames": FRAMES, "fps_num": 24, "fps_den": 1, "width_px": 1280, "height_px": 720}
    review = Review.objects.create(
        project=project,
        number=1,
        name="Cut 1",
        cut=cut,
        shots=shots,
        created_by=people[0],
        revision=NOTES,
        **facts,
    )
    Render.objects.create(review=review)  # for ever in progress: its shots have no films
    notes = []
    for n in range(NOTES):
        text = make_text(dice, 4, 30)
        notes.append(
            Note(
                review=review,
                person=dice.choice(people),
                frame=dice.randrange(FRAMES),
                text=text,
                search_text=fold(text),
                client_token=f"seed-{n}",
                revision=n,
            )
        )
    Note.objects.bulk_create(notes)


def notify(project: Project, owner: Person, now: datetime) -> None:
    rows = (
        Notification(
            person=owner,
            project=project,
            kind="note",
            key=f"seed-{n}",
            message=f"A note on shot {n}",
            path=f"/projects/{project.slug}/",
            at=now - timedelta(minutes=n),
        )
        for n in range(NOTIFICATIONS)
    )
    Notification.objects.bulk_create(rows, batch_size=CHUNK)


def gather_statistics() -> None:
    """Let the database learn what its tables are like, as it does after a while or at a start."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    learn_about_tables()
